"""What is written in private conversations, of which nobody reads more than what was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.forums import services
from community.forums.models import POST

from ..models import Decision
from . import ONLY_HIDDEN, Excerpt
from .forum import PostKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.forums.models import Post
    from community.members.models import User
    from community.members.permissions import Viewer


class PrivateKind(PostKind):
    """What is written in a private conversation: moderators of all read the one post that somebody there reported."""

    name = "private"
    label = _("Private message")
    decisions: ClassVar[tuple[str, ...]] = (
        *(Decision.KEEP, Decision.HIDE, Decision.DELETE, Decision.IGNORE, Decision.SPAMMER),
    )
    puts: ClassVar[dict[str, str]] = ONLY_HIDDEN
    has_places: ClassVar[bool] = False

    def owns(self, thing: Post) -> bool:
        """Take what is written in private."""
        return thing.topic.is_private

    def seen_by(self, viewer: Viewer) -> QuerySet[Post]:
        """Select what stands in the conversations in which the viewer takes part."""
        seen = self.rows().visible_to(viewer).live()
        found: QuerySet[Post] = seen.filter(topic__is_live=True, topic__is_private=True)
        return found

    def written_by(self, person: User) -> QuerySet[Post]:
        """Select what a member wrote in private, and what others there read."""
        kept = {"deleted_at": None, "hidden_at": None, "topic__is_private": True}
        return self.rows().filter(author=person, **kept).order_by("pk")

    def waiting(self) -> QuerySet[Post]:
        """Select none: nothing waits in private."""
        return self.rows().none()

    def others_by(self, person: User, viewer: Viewer) -> QuerySet[Post]:
        """Show none of what nobody reported."""
        return self.rows().none()

    def is_mendable(self, thing: Post) -> bool:
        """Let its author change it: no moderator does."""
        return True

    def places(self, thing: Post) -> list[str]:
        """Leave it to moderators of all."""
        return []

    def hold(self, thing: Post, *, reason: str) -> None:
        """Leave it as it is: nobody looks in there unless it is reported."""

    def hide(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Hide the post, the first one too: what others wrote after it stays theirs to read."""
        services.hide_private(moderator=by, post=thing, reason=reason)

    def delete(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Hide it: in a conversation nothing is deleted but by its author."""
        self.hide(thing, by=by, reason=reason)

    def bring_back(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Show it again."""
        self.unhide(thing, by=by, reason=reason)

    def unhide(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Show it again."""
        services.restore_post(moderator=by, post=thing, reason=reason, is_judged=True)

    def kept_as(self, thing: Post) -> tuple[str, Any]:
        """Name the post, as which its history is kept."""
        return POST, thing

    def title(self, thing: Post) -> str:
        """Tell nothing of the conversation."""
        return str(_("From a private conversation"))

    def told_as(self, thing: Post) -> str:
        """Tell nothing of it in a mail either."""
        return gettext("what you wrote in a private conversation")

    def url(self, thing: Post) -> str:
        """Lead nowhere: only who takes part gets in."""
        return ""

    def around(self, thing: Post, viewer: Viewer) -> list[Excerpt]:
        """Show nothing that nobody reported."""
        return []
