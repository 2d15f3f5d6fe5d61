"""Comments, of members and of visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.comments import services
from community.comments.kinds import codes_at
from community.comments.models import Comment, UnconfirmedComment
from community.comments.rules import comments_seen_by
from community.comments.services.following import name_in_readers_language
from community.writing.kinds import everyone
from community.writing.services import plain_text

from . import Excerpt, Kind, places_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from community.members.models import User
    from community.members.permissions import Viewer

MOST_AROUND = 5  # comments of the thread that are shown beside the one that is judged
LONGEST_AROUND = 160  # characters of each


class CommentKind(Kind):
    """A comment."""

    name = "comment"
    label = _("Comment")
    model = Comment

    def rows(self) -> QuerySet[Comment]:
        """Select comments with who wrote them."""
        return Comment.objects.select_related("user", "discussion")

    def waiting(self) -> QuerySet[Comment]:
        """Select comments that wait."""
        return self.rows().filter(held_at__isnull=False, hidden_at=None, deleted_at=None)

    def seen_by(self, viewer: Viewer) -> QuerySet[Comment]:
        """Select those that stand under what the viewer sees."""
        return comments_seen_by(viewer).filter(is_live=True).select_related("user", "discussion")

    def written_by(self, person: User) -> QuerySet[Comment]:
        """Select a member's comments."""
        return self.rows().filter(user=person, deleted_at=None).order_by("pk")

    def places(self, thing: Comment) -> list[str]:
        """Name the regions that the page above it tells of."""
        return places_of(codes_at(thing.discussion.key))

    def lock(self, key: int) -> Comment | None:
        """Lock its discussion."""
        comment = self.rows().filter(pk=key).first()
        return services.locked_comment(comment) if comment else None

    def hide(self, thing: Comment, *, by: User | None, reason: str) -> None:
        """Hide the comment."""
        services.hide_comment(by=by, comment=thing, reason=reason, is_judged=True)

    def delete(self, thing: Comment, *, by: User | None, reason: str) -> None:
        """Delete the comment."""
        services.remove_comment(by=by, comment=thing, reason=reason, is_judged=True)

    def bring_back(self, thing: Comment, *, by: User | None, reason: str) -> None:
        """Undo its deletion."""
        services.bring_back_comment(by=by, comment=thing, reason=reason, is_judged=True)

    def unhide(self, thing: Comment, *, by: User | None, reason: str) -> None:
        """Let it stand again, unless it is deleted."""
        services.restore_comment(by=by, comment=thing, reason=reason, is_judged=True)

    def hold(self, thing: Comment, *, reason: str) -> None:
        """Have it wait."""
        services.hold_comment(comment=thing, reason=reason)

    def edit(self, thing: Comment, *, by: User, text: str, is_judged: bool) -> None:
        """Change what it says."""
        services.edit_comment(by=by, comment=thing, body=text, is_judged=is_judged)

    def writer(self, thing: Comment) -> str:
        """Name the member, or the visitor."""
        return str(thing.writer.name)

    def visitor(self, thing: Comment) -> tuple[str, str] | None:
        """Give the address that they confirmed."""
        if thing.user_id or not thing.user_email:
            return None
        asked = UnconfirmedComment.objects.filter(comment=thing.pk).first()
        return thing.user_email, asked.language if asked else settings.LANGUAGE_CODE

    def load(self, keys: Collection[int]) -> dict[int, Any]:
        """Find several; in lists what they stand under is called as it is kept, for what the queue may cost."""
        comments = super().load(keys)
        for comment in comments.values():
            comment.discussion.shown_title = comment.discussion.title
        return comments

    def title(self, thing: Comment) -> str:
        """Say under what it stands, in the reader's language where everybody may read that."""
        if not thing.discussion.shown_title:
            name_in_readers_language(everyone(), [thing.discussion])
        return str(thing.discussion)

    def text(self, thing: Comment) -> str:
        """Give what it says."""
        return thing.body

    def html(self, thing: Comment) -> SafeString:
        """Give it as it is shown."""
        return thing.rendered

    def around(self, thing: Comment, viewer: Viewer) -> list[Excerpt]:
        """Give the beginning of its thread, down to it."""
        before = self.rows().filter(thread_id=thing.thread_id, order__lte=thing.order, deleted_at=None)
        seen = list(before.order_by("-order")[:MOST_AROUND])
        return [
            Excerpt(
                self.writer(each), plain_text(each.body, LONGEST_AROUND), each.get_absolute_url(), each.pk == thing.pk
            )
            for each in reversed(seen)
        ]
