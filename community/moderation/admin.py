"""Moderation in the editing room: the cases, blocked words and sites, sites open to all, and reply templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import django_filters
from django.db.models import F
from django.shortcuts import redirect
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from community.members.permissions import Viewer
from community.members.roles.theirs import HistoryOfTheirs, OnlyTheirs, UsageOfTheirs
from community.writing.models import OpenSite

from .kinds import KINDS
from .models import LABELS, BlockedTerm, ReplyTemplate, Review
from .services.queue import WHY, load, narrowed, why_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from community.members.models import User

    from .models.reviews import ReviewQuerySet

LONGEST_TITLE = 80  # characters of one, in the list


def kind_choices() -> list[tuple[str, Any]]:
    """Name the kinds of things that cases are about."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


def decision_told(review: Review) -> str:
    """Say what was done by a decision, and that it was taken back since; a dash where there is none."""
    told = capfirst(review.done) or "–"
    return f"{told} ({pgettext('decision', 'taken back')})" if review.withdrawn_at else told


class ReviewFilterSet(WagtailFilterSet):
    """Which cases: why they are there, about what, and whether they wait."""

    why = django_filters.ChoiceFilter(label=_("Why"), choices=list(WHY.items()), method="filter_why")
    kind = django_filters.ChoiceFilter(label=_("About"), choices=kind_choices)
    waits = django_filters.BooleanFilter(field_name="decided_at", lookup_expr="isnull", label=_("waits"))

    class Meta:
        model = Review
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is None or (viewer := Viewer(self.request.user)).is_moderator:
            return
        self.filters["why"].extra["choices"] = list(why_for(viewer).items())
        placed = [(name, label) for name, label in kind_choices() if KINDS[name].has_places]
        self.filters["kind"].extra["choices"] = placed

    def filter_why(self, found: ReviewQuerySet, _name: str, value: str) -> ReviewQuerySet:
        """Narrow as the desk does."""
        return narrowed(found, value)


class ReviewIndexView(generic.IndexView):
    """The cases of which the viewer keeps order, each leading to the desk: those that wait, then the last decided."""

    columns = (
        TitleColumn("kind", label=_("Case"), accessor="listed_as", get_url=Review.get_absolute_url),
        Column("author", label=_("Author")),
        Column("flag_count", label=_("Reports")),
        Column("score", label=_("Weight"), sort_key="score"),
        Column("decision", label=_("Decision"), accessor=decision_told),
        Column("claimed_by", label=_("Taken by")),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
        DateColumn("decided_at", label=_("Decided")),
    )

    def get_base_queryset(self) -> QuerySet[Review]:
        """Fetch whose they are, once, in the order of the index `review_waiting_first`."""
        viewer = Viewer(cast("User", self.request.user))
        kept = Review.objects.kept_by(viewer).exclude(author=viewer.user_id)
        return kept.select_related("author", "claimed_by", "appeal_of").order_by(
            F("decided_at").desc(nulls_first=True), "-created_at", "-pk"
        )

    def get_table(self, object_list: Iterable[Review], **kwargs: Any) -> Table:
        """Name each case by what it is about: one query for each sort of things on the page."""
        reviews = list(object_list)
        titles = {review.pk: KINDS[review.kind].title(thing) for review, thing in load(reviews)}
        for review in reviews:
            title = Truncator(titles.get(review.pk, "")).chars(LONGEST_TITLE)
            vars(review)["listed_as"] = f"{LABELS.get(review.kind, review.kind)}: {title}" if title else str(review)
        return super().get_table(reviews, **kwargs)

    def get_edit_url(self, instance: Review) -> str:
        """Lead to where it is decided."""
        return instance.get_absolute_url()


class ReviewEditView(OnlyTheirs, generic.EditView):
    """Leads to the desk, where a case is decided: here nothing of it is changed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go there, whatever is sent."""
        return redirect(self.get_object())


class ReviewViewSet(ModelViewSet):
    """The list of cases in the menu; they are decided at the desk."""

    model = Review
    name = "moderation_cases"
    url_prefix = "moderation/cases"
    icon = "tasks"
    menu_label = _("Cases")
    menu_order = 405
    add_to_admin_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    inspect_view_enabled = False
    filterset_class = ReviewFilterSet
    index_view_class = ReviewIndexView
    edit_view_class = ReviewEditView
    history_view_class = HistoryOfTheirs
    usage_view_class = UsageOfTheirs
    form_fields: ClassVar[list[str]] = []


class BlockedTermViewSet(ModelViewSet):
    """The list in the menu of settings."""

    model = BlockedTerm
    name = "blocked_terms"
    url_prefix = "moderation/blocked"
    icon = "no-view"
    menu_label = _("Blocked words")
    add_to_settings_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_display = ("text", "kind", "note", "created_at")
    list_filter = ("kind",)
    search_fields = ("text", "note")
    panels: ClassVar = [FieldPanel("kind"), FieldPanel("text"), FieldPanel("note")]


class OpenSiteViewSet(ModelViewSet):
    """The list of sites that everybody may link to, beside that of the blocked ones."""

    model = OpenSite
    name = "open_sites"
    url_prefix = "moderation/open-sites"
    icon = "link"
    menu_label = _("Sites open to all")
    add_to_settings_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_display = ("host", "note", "created_at")
    search_fields = ("host", "note")
    panels: ClassVar = [FieldPanel("host"), FieldPanel("note")]


class ReplyTemplateViewSet(ModelViewSet):
    """What moderators write often, in the menu of settings."""

    model = ReplyTemplate
    name = "reply_templates"
    url_prefix = "moderation/templates"
    icon = "mail"
    menu_label = _("Reply templates")
    add_to_settings_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_display = ("name", "text")
    search_fields = ("name", "text", "text_en")
    panels: ClassVar = [FieldPanel("name"), FieldPanel("text"), FieldPanel("text_en")]
