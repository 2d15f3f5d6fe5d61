"""Comments and the handles in them: who hears of it, and who is proposed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.comments.kinds import place_of, readers_among
from community.comments.models import COMMENT, Comment
from community.writing.mentions.kinds import MentionableKind
from community.writing.mentions.services import note_mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.members.permissions import Viewer

NEAR = 200  # of the last comments in a discussion: whoever wrote one of them is proposed first


def tell_mentioned(comment: Comment) -> None:
    """Let those hear of a comment whom it mentions, once others see it; one of a visitor mentions nobody."""
    if "@" in comment.comment:
        note_mentions(kind=COMMENT, key=comment.pk, author=comment.author, text=comment.comment)


def readers(viewers: Sequence[Viewer], key: int) -> list[Viewer]:
    """Say which of some viewers may read a comment that stands: those who see a page that it stands under."""
    comment = Comment.objects.filter(pk=key, is_live=True).select_related("discussion").first()
    return readers_among(comment.discussion.key, viewers) if comment else []


def taking_part(viewer: Viewer, key: str) -> list[int]:
    """Give the keys of those who wrote the last comments of a discussion that the viewer may read, the latest first."""
    if place_of(key, viewer) is None:
        return []
    comments = Comment.objects.filter(discussion__key=key, is_live=True, user__isnull=False)
    return list(dict.fromkeys(comments.order_by("-pk").values_list("user_id", flat=True)[:NEAR]))


MENTIONABLE = MentionableKind(COMMENT, readers)
