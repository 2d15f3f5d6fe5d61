"""The words of others that a text quotes: their links are not its author's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from community.members.permissions import Viewer

from ..models import Post
from .quoting import quoted, references_in

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Topic


def quoted_by(author: User, topic: Topic | None = None) -> Callable[[str], list[str]]:
    """Make what gives the words of the posts of others that a text by a member quotes, of those that they may read."""

    def words(text: str) -> list[str]:
        if not (references := references_in(text)):
            return []
        found = quoted(references, topic.pk if topic else None)
        seen = Post.objects.visible_to(Viewer(author)).filter(pk__in=found.values("pk")).exclude(author=author)
        return list(seen.values_list("body", flat=True))

    return words
