"""Polls in the editing room: closed before their date with a reason; who voted for what is shown to nobody there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from guard.freshness import FreshEditView, ShownState
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from community.members.permissions import Viewer
from community.members.roles.theirs import OnlyTheirs

from ..models import Poll, Topic
from ..polls import services
from .moderation import ModerationViewSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class PollModerationForm(ShownState):
    """Whether votes are still taken, and why not."""

    is_closed = forms.BooleanField(
        label=_("Closed: nobody votes any more, and it can’t be opened again"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))

    class Meta:
        model = Poll
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_closed"].initial = self.instance.is_closed
        # One in an archived topic stays as it is until its date, like all that stands there.
        self.fields["is_closed"].disabled = self.instance.is_closed or bool(self.instance.topic.archived_at)

    def depends_on(self, thing: Poll) -> Iterable[object]:
        """Whether it is closed, or archived with its topic."""
        return thing.closed_at, thing.is_closed, thing.topic.archived_at

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of closing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_closed") and not (cleaned.get("reason") or self.instance.is_closed):
            self.add_error("reason", _("Please write why it is closed."))
        return cleaned


class PollIndexView(generic.IndexView):
    """The newest polls first, of those in topics that are the moderator's to look after."""

    columns = (
        TitleColumn("topic", label=_("Topic"), url_name="forum_polls:edit"),
        Column("mode", label=_("How one votes"), accessor="get_mode_display"),
        BooleanColumn("is_secret", label=_("Secret")),
        Column("voter_count", label=_("Voters")),
        DateColumn("closes_at", label=_("Closes")),
        BooleanColumn("is_closed", label=_("Closed")),
    )

    def get_base_queryset(self) -> QuerySet[Poll]:
        """Fetch their topics, once."""
        topics = Topic.objects.moderated_by(Viewer(self.request.user))
        return Poll.objects.filter(topic__in=topics.values("pk")).select_related("topic").order_by("-pk")


class PollEditView(OnlyTheirs, FreshEditView):
    """One poll, with what moderators do about it."""

    def locked(self) -> Poll:
        """Lock it."""
        return services.locked_poll(self.form.instance)

    def act(self) -> None:
        """Close it through the service."""
        poll, data = self.form.instance, self.form.cleaned_data
        if data["is_closed"] and not poll.is_closed:
            services.close_poll(member=self.request.user, poll=poll, reason=data["reason"])


class PollViewSet(ModerationViewSet):
    """The polls."""

    model = Poll
    name = "forum_polls"
    url_prefix = "forum/polls"
    icon = "list-ul"
    menu_label = _("Polls")
    search_fields = ("topic__title",)
    index_view_class = PollIndexView
    edit_view_class = PollEditView
    edit_template_name = "forums/admin/poll.html"
    inspect_view_fields = ("topic", "mode", "is_secret", "voter_count", "closes_at", "closed_at")

    def get_form_class(self, for_update: bool = False) -> type[PollModerationForm]:
        """Moderate; there is nothing else to edit."""
        return PollModerationForm
