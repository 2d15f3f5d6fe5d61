"""What one can react to. An app says so once in `AppConfig.ready`, with how its things are found and who may.

A thing has an `author` (None where a visitor wrote it), an address, and is called by its `str`. It needn't be a text as
those of `writing.kinds`; and of texts only what stands can be reacted to, also by who sees what is held or hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guard.keys import LARGEST

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User
    from community.members.permissions import Viewer


@dataclass(frozen=True)
class ReactableKind:
    """One kind of things: those that a viewer may see, and whether a member may react to one of them."""

    name: str
    visible_to: Callable[[Viewer], QuerySet[Any]]
    may_react: Callable[[User, Any], bool]


KINDS: dict[str, ReactableKind] = {}


def reactable(
    name: str, *, visible_to: Callable[[Viewer], QuerySet[Any]], may_react: Callable[[User, Any], bool]
) -> None:
    """Let members react to things of this kind; `visible_to` fetches their authors with them."""
    KINDS[name] = ReactableKind(name, visible_to, may_react)


def one(viewer: Viewer, kind: str, key: int) -> Any | None:
    """Find one thing that the viewer may see."""
    if kind not in KINDS or key > LARGEST:
        return None
    return KINDS[kind].visible_to(viewer).filter(pk=key).first()
