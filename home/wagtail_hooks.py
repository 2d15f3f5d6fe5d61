"""The vocabulary in the editing room, and a chooser that finds one of many regions by its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageViewRestriction
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.admin import RegionCreateView, RegionEditView, RegionPolicy
from home.choosers import SnippetKeyChooser
from home.models import CustomDocument, Region, Sector, Tag
from home.services.documents import announce_moved
from home.tag_admin import TagDeleteView, TagForm, merge_buttons
from home.tag_admin import urlpatterns as tag_urlpatterns

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page


class NameFilterForm(BaseFilterForm):
    """Searches a chooser by name, without a search index."""

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )
    looked_up: tuple[str, ...] = ("name",)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to what has the term in one of the looked up fields."""
        if term := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, term
            wanted = Q()
            for field in self.looked_up:
                wanted |= Q(**{f"{field}__icontains": term})
            objects = objects.filter(wanted)
        return objects


class RegionFilterForm(NameFilterForm):
    """Searches regions by name or code."""

    looked_up = ("name", "code")


class FindOnlyMixin:
    """A chooser that finds and makes nothing: Wagtail's address for making one would fail without a form."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address."""
        return [entry for entry in super().get_urlpatterns() if entry.name != "create"]  # type: ignore[misc]


class TermChooserViewSet(FindOnlyMixin, SnippetChooserViewSet):
    """Chooses a sector or a tag."""

    base_widget_class = SnippetKeyChooser


class RegionChooserViewSet(FindOnlyMixin, SnippetChooserViewSet):
    """Chooses one of the 109,000 regions."""

    base_widget_class = SnippetKeyChooser

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let it be searched."""
        return super().get_common_view_kwargs(filter_form_class=RegionFilterForm, **kwargs)


class RegionViewSet(SnippetViewSet):
    """The gazetteer."""

    model = Region
    icon = "site"
    add_view_class = RegionCreateView
    edit_view_class = RegionEditView
    copy_view_enabled = False
    chooser_viewset_class = RegionChooserViewSet
    list_display = ["code", "name", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["name", "code"]
    ordering = ["code"]
    list_per_page = 50
    add_to_reference_index = False
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("alternative_names"),
        FieldPanel("former_names"),
        FieldPanel("former_codes"),
    ]


class SectorViewSet(SnippetViewSet):
    """Sectors."""

    model = Sector
    icon = "tag"
    chooser_viewset_class = TermChooserViewSet
    list_display = ["name", "name_en", "slug", "order"]
    search_fields = ["name", "name_en"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("icon"), FieldPanel("order")]),
    ]


class TagViewSet(SnippetViewSet):
    """Tags of stories and topics."""

    model = Tag
    icon = "tag"
    delete_view_class = TagDeleteView
    delete_template_name = TagDeleteView.template_name
    copy_view_enabled = False
    chooser_viewset_class = TermChooserViewSet
    list_display = ["name", "name_en", "slug", "synonym_of"]
    search_fields = ["name", "name_en"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("slug"),
        FieldPanel("synonym_names"),
        FieldPanel("lets_go"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[TagForm]:
        """Ask for synonyms, too."""
        return TagForm


class VocabularyGroup(SnippetViewSetGroup):
    """The words that things are sorted by."""

    items = (RegionViewSet, SectorViewSet, TagViewSet)
    menu_icon = "list-ul"
    menu_label = _("Vocabulary")
    menu_name = "vocabulary"


register_permission_policy(Region, RegionPolicy(Region))
register_snippet(VocabularyGroup)


@hooks.register("before_serve_page", order=-1)
def refuse_whom_signing_in_would_not_help(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> None:
    """Say no at once: Wagtail would lead a member to sign in, and that leads back here, for ever."""
    if request.user.is_authenticated and any(
        restriction.restriction_type == PageViewRestriction.GROUPS and not restriction.accept_request(request)
        for restriction in page.get_view_restrictions()
    ):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def fit_small_screens() -> str:
    """Add the few styles that the editing room needs for small screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("after_bulk_action")
def follow_moved_documents(request: HttpRequest, action_type: str, objects: Sequence[Any], action: object) -> None:
    """Tell of documents that were put into another collection together."""
    if action_type == "add_to_collection":
        announce_moved(each.pk for each in objects if isinstance(each, CustomDocument))


@hooks.register("register_admin_urls")
def lead_to_merging() -> list[URLPattern]:
    """Add the page on which a tag is merged into another."""
    return tag_urlpatterns


hooks.register("register_snippet_listing_buttons", merge_buttons)


@hooks.register("register_log_actions")
def name_acts_on_tags(actions: LogActionRegistry) -> None:
    """Name what services write in the log about tags."""
    actions.register_action("home.merge_tag", _("Merge a tag"), _("Merged into another tag"))
    actions.register_action("home.change_synonyms", _("Change synonyms"), _("Synonyms changed"))
