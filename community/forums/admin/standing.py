"""How topics and posts stand, as their pages in the editing room tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from guard.freshness import FreshEditView
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import StatusSidePanel

from community.members.roles.theirs import OnlyTheirs

from ..models import Topic

if TYPE_CHECKING:
    from ..models import Post


def state(contribution: Post | Topic) -> Any:
    """Name the state of a contribution."""
    if contribution.deleted_at:
        return _("deleted")
    if isinstance(contribution, Topic) and contribution.merged_into_id:
        return _("merged")
    if contribution.hidden_at:
        return _("hidden")
    return _("waits") if contribution.held_at else _("shown")


def why_put_away(thing: Post | Topic) -> Any:
    """Say why nothing can be done here with what was deleted or merged, empty where something can."""
    if isinstance(thing, Topic) and thing.merged_into_id:
        return _("This topic was merged into another one, and stays as it is until that is taken back there.")
    if thing.deleted_at:
        return _("It is deleted. Nothing can be done with it here until it is restored.")
    return ""


class StatePanel(StatusSidePanel):
    """Beside the form, how the contribution stands: Wagtail would call all that has no drafts published."""

    def get_status_templates(self, context: dict[str, Any]) -> list[str]:
        """Put ours in the place of Wagtail's."""
        _publication, *others = super().get_status_templates(context)
        return ["forums/admin/state.html", *others]

    def get_context_data(self, parent_context: Any) -> Any:
        """Name the state."""
        return super().get_context_data(parent_context) | {"state": state(self.object)}


class ModerationEditView(OnlyTheirs, FreshEditView):
    """What moderators do about one thing, with how it stands beside it."""

    def get_side_panels(self) -> MediaContainer:
        """Tell the state in words of the forum."""
        links = {"usage_url": self.get_usage_url(), "history_url": self.get_history_url()}
        told = self.get_last_updated_info()
        return MediaContainer([StatePanel(self.object, self.request, last_updated_info=told, **links)])
