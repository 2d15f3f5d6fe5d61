"""The kinds of texts that apps above keep. An app registers its own in `AppConfig.ready`; writing asks them here.

A text is named by its kind (`post`, `topic`, `comment`) and its key. Whatever hangs on a text (a picture, its history)
is open to whoever may see the text, so each kind says which of its things a viewer sees.

Two more registries ask something narrower, of other things: `mentions.kinds` and `reactions.kinds` say what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from guard.keys import LARGEST

from community.members.permissions import Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User


def nobody_looks_after(_viewer: Viewer, _thing: Any) -> bool:
    """Answer for kinds of texts whose history no moderator tends."""
    return False


@dataclass(frozen=True)
class Text:
    """What a text says."""

    title: str
    body: str


@dataclass(frozen=True)
class TextKind:
    """One kind of texts.

    `authored_by` are those of a member; `looks_after` says whether a viewer keeps order there; `now` is what one says
    at present, `then` how what it said earlier is shown; `further` names other texts whose history is shown with it,
    as a topic's title with its first post; `way` leads back from it, as titles with their addresses, the place of the
    site first.
    """

    name: str
    visible_to: Callable[[Viewer], QuerySet[Any]]
    authored_by: Callable[[User], QuerySet[Any]]
    looks_after: Callable[[Viewer, Any], bool] = nobody_looks_after
    now: Callable[[Any], Text] = lambda thing: Text("", thing.body)
    then: Callable[[Any, str], str] = lambda _thing, body: body
    further: Callable[[Any], Iterable[tuple[str, Any]]] = lambda _thing: ()
    way: Callable[[Any], list[tuple[str, str]]] = lambda _thing: []


KINDS: dict[str, TextKind] = {}


def register(kind: TextKind) -> None:
    """Let writing know of a kind of texts."""
    KINDS[kind.name] = kind


def one(viewer: Viewer, kind: str, key: int) -> Any | None:
    """Find a text that the viewer may see."""
    if kind not in KINDS or not 0 < key <= LARGEST:
        return None
    return KINDS[kind].visible_to(viewer).filter(pk=key).first()


def sees(viewer: Viewer, kind: str, key: int) -> bool:
    """Say whether a viewer may see a text."""
    return kind in KINDS and KINDS[kind].visible_to(viewer).filter(pk=key).exists()


def everyone() -> Viewer:
    """Return who looks without an account: what they see is public."""
    return Viewer(AnonymousUser())
