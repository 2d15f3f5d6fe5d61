"""Where drafts belong. An app says in `AppConfig.ready` what its places are called and where one goes on writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.members.permissions import Viewer

if TYPE_CHECKING:
    from .models import Draft


@dataclass(frozen=True)
class Place:
    """What a draft is for, and the address of its form."""

    title: str
    address: str


# By the first word of a draft's key: the places of these keys (what follows the word), those that the viewer may see.
PLACES: dict[str, Callable[[Viewer, list[str]], dict[str, Place]]] = {}
Shown = Callable[[list[tuple[str, str]]], list[str]]
# By the same words: of texts, each beside what follows the word in its key, what may be shown of them by now.
SHOWN: dict[str, Shown] = {}


def place(word: str, find: Callable[[Viewer, list[str]], dict[str, Place]], *, shown: Shown | None = None) -> None:
    """Say how places of one kind are found, and what their drafts may no longer show, if anything."""
    PLACES[word] = find
    if shown:
        SHOWN[word] = shown


def withhold(drafts: Iterable[Draft]) -> None:
    """Let drafts that were read show only what they may by now, in as many queries as there are kinds of places."""
    waiting: dict[str, list[tuple[str, Draft]]] = {}
    for draft in drafts:
        word, rest = split(draft.key)
        if draft.text and word in SHOWN:
            waiting.setdefault(word, []).append((rest, draft))
    for word, rows in waiting.items():
        texts = [(rest, draft.text.replace("\r\n", "\n")) for rest, draft in rows]
        for (_rest, draft), (_key, before), after in zip(rows, texts, SHOWN[word](texts), strict=True):
            if after != before:
                draft.show(after)


def places_of(viewer: Viewer, drafts: Iterable[Draft]) -> dict[int, Place]:
    """Find the places of drafts, in as few queries as there are kinds of places; what is gone has none."""
    wanted: dict[str, list[tuple[int, str]]] = {}
    for draft in drafts:
        word, rest = split(draft.key)
        wanted.setdefault(word, []).append((draft.pk, rest))
    found: dict[int, Place] = {}
    for word, keys in wanted.items():
        places = PLACES[word](viewer, [rest for _pk, rest in keys]) if word in PLACES else {}
        found.update({pk: places[rest] for pk, rest in keys if rest in places})
    return found


def split(key: str) -> tuple[str, str]:
    """Take a key apart: `reply-7` and, of a mentor who writes for somebody, `reply-7-for-3` are `reply` and `7`."""
    word, _dash, rest = key.partition("-")
    return word, rest.rpartition("for-")[0].rstrip("-") if "for-" in rest else rest
