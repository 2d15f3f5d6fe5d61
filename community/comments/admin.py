"""Comments in the editing room: read, hidden with a reason, restored; never added or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from guard.freshness import FreshEditView, ShownState
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from community.members.permissions import Viewer
from community.members.roles.theirs import HistoryOfTheirs, InspectTheirs, OnlyTheirs, UsageOfTheirs
from community.reasons import worded
from community.writing.objections import objection_to

from . import services
from .models import Comment
from .rule_admin import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

DELETED = _("It is deleted. Nothing can be done with it here until it is restored.")


class ModerationForm(ShownState):
    """Whether a comment is shown, and whether more may be written beside it.

    Where something speaks against it (`objection`), the comment itself is left to others; only the state of the
    discussion can be chosen.
    """

    is_shown = forms.BooleanField(label=_("Show this comment"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))
    state = forms.ChoiceField(label=_("The discussion is"), choices=STATES, required=False)

    class Meta:
        model = Comment
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, objection: str = "", **kwargs: Any) -> None:
        self.objection = objection
        super().__init__(*args, **kwargs)
        self.fields["is_shown"].initial = self.instance.is_public
        self.fields["state"].initial = self.instance.discussion.state
        self.fields["reason"].initial = worded(self.instance.hidden_reason or self.instance.held_reason)
        if objection:
            del self.fields["is_shown"], self.fields["reason"]

    def depends_on(self, thing: Comment) -> Iterable[object]:
        """Whether it is held, hidden or removed, what it says, how its discussion stands, and what was offered."""
        return thing.held_at, thing.hidden_at, thing.deleted_at, thing.comment, thing.discussion.state, self.objection

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of hiding; where others decide that, for another state."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.objection:
            if cleaned.get("state") == self.instance.discussion.state:
                raise ValidationError(self.objection, code="objection")
        elif not cleaned.get("is_shown") and not cleaned.get("reason"):
            self.add_error("reason", _("Please write why it is hidden."))
        return cleaned


class CommentFilterSet(WagtailFilterSet):
    """Which comments wait, which are hidden."""

    held = django_filters.BooleanFilter(field_name="held_at", lookup_expr="isnull", exclude=True, label=_("waits"))
    hidden = django_filters.BooleanFilter(field_name="hidden_at", lookup_expr="isnull", exclude=True, label=_("hidden"))

    class Meta:
        model = Comment
        fields: tuple[str, ...] = ()


class CommentIndexView(generic.IndexView):
    """The newest comments first, of those that are the moderator's to look after."""

    columns = (
        TitleColumn("__str__", label=_("Comment"), url_name="comments_admin:edit"),
        Column("discussion.public_count", label=_("Comments there")),
        Column("is_live", label=_("Shown"), accessor=lambda comment: _("yes") if comment.is_live else _("no")),
        DateColumn("submit_date", label=_("Written"), sort_key="submit_date"),
    )

    def get_base_queryset(self) -> QuerySet[Comment]:
        """Fetch who wrote and where, once."""
        comments = Comment.objects.moderated_by(Viewer(self.request.user))
        return comments.select_related("user", "discussion").order_by("-submit_date")


class CommentEditView(OnlyTheirs, FreshEditView):
    """One comment, with what moderators do about it."""

    @cached_property
    def objection(self) -> str:
        """What speaks against hiding or restoring it, empty where nothing does."""
        if self.object.deleted_at:
            return str(DELETED)
        return objection_to(self.request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer only what can be done."""
        return super().get_form_kwargs() | {"objection": self.objection}

    def locked(self) -> Comment:
        """Lock its discussion."""
        return services.locked_comment(self.form.instance)

    def act(self) -> None:
        """Hide or restore, and set the state of the discussion, through the services."""
        comment, data, by = self.form.instance, self.form.cleaned_data, self.request.user
        if not self.objection:
            self._show_or_hide()
        if data["state"] != comment.discussion.state:
            discussion = comment.discussion
            services.set_state(by=by, discussion=discussion, state=data["state"], days=discussion.days)

    def _show_or_hide(self) -> None:
        comment, data, by = self.form.instance, self.form.cleaned_data, self.request.user
        if data["is_shown"] and not comment.is_public:
            services.restore_comment(by=by, comment=comment, reason=data["reason"])
        elif not data["is_shown"] and comment.is_public:
            services.hide_comment(by=by, comment=comment, reason=data["reason"])


class CommentViewSet(ModelViewSet):
    """The list of comments in the menu of the editing room."""

    model = Comment
    name = "comments_admin"
    url_prefix = "comments"
    icon = "comment"
    menu_label = _("Comments")
    menu_order = 420
    add_to_admin_menu = True
    add_to_reference_index = False
    pk_path_converter = "key"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ("comment", "user", "user_name", "submit_date", "held_reason", "hidden_reason")
    search_fields = ("comment", "user_name", "user__name")
    filterset_class = CommentFilterSet
    index_view_class = CommentIndexView
    edit_view_class = CommentEditView
    inspect_view_class = InspectTheirs
    history_view_class = HistoryOfTheirs
    usage_view_class = UsageOfTheirs
    edit_template_name = "comments/admin/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[ModerationForm]:
        """Moderate; there is nothing else to edit."""
        return ModerationForm
