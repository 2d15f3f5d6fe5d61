"""The kinds of texts in which one is mentioned. An app registers its own in `AppConfig.ready`.

They are not those of `writing.kinds`, though posts are in both: there a query finds what a viewer sees. Whether
somebody reads a comment depends on the page above it, which no query of comments tells; and comments have neither a
history nor pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from community.members.permissions import Viewer, viewers_of

if TYPE_CHECKING:
    from community.members.models import User

Readers = Callable[[Sequence[Viewer], int], Sequence[Viewer]]


@dataclass(frozen=True)
class MentionableKind:
    """One kind of texts: which of some viewers may read the one with a key, and how those stored are rendered anew."""

    name: str
    readers: Readers
    rerender: Callable[[Collection[int]], None] | None = None


KINDS: dict[str, MentionableKind] = {}


def mentionable(kind: MentionableKind) -> None:
    """Let members be mentioned in texts of a kind."""
    KINDS[kind.name] = kind


def readers(kind: str, key: int, users: Collection[User]) -> set[int]:
    """Say which of some members may read a text, in as many queries for all as for one.

    What is open to visitors is open to everybody, so that is asked first.
    """
    find = KINDS[kind].readers
    if find([Viewer(AnonymousUser())], key):
        return {user.pk for user in users}
    return {viewer.user_id for viewer in find(viewers_of(users), key) if viewer.user_id}
