"""Who proposes what for which sign. Apps above add to `SOURCES` in `AppConfig.ready`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from . import people, signs

if TYPE_CHECKING:
    from community.members.permissions import Viewer

MOST = 8
LONGEST = 40  # letters after the sign
MARKS = re.compile(r"([\\`*_\[\]<>&~|:])")


@dataclass(frozen=True)
class Completion:
    """What is put in the place of what was typed, and how it is shown: what it is called, and what tells more of it."""

    text: str
    name: str
    told: str = ""


@dataclass(frozen=True)
class Asked:
    """What was typed after the sign, by whom, and where: `topic:12` is answered, or `discussion:…`."""

    viewer: Viewer
    text: str
    near: str = ""


Source = Callable[[Asked], Iterable[Completion]]


def _people(asked: Asked) -> Iterable[Completion]:
    for handle, name in people.proposed(asked.viewer, asked.text, asked.near):
        yield Completion(f"@{handle}", f"@{handle}", name)


def _signs(asked: Asked) -> Iterable[Completion]:
    return (Completion(sign, f"{sign} :{name}:") for sign, name in signs.named(asked.text))


SOURCES: dict[str, list[Source]] = {"@": [_people], "#": [], ":": [_signs]}


def completions(viewer: Viewer, typed: str, *, near: str = "") -> list[Completion]:
    """Propose what a sign and what follows it may become; nothing for what is no such sign."""
    sources = SOURCES.get(typed[:1], [])
    asked = Asked(viewer, typed[1 : LONGEST + 1].replace("\0", "").strip(), near)
    return list(islice(chain.from_iterable(source(asked) for source in sources), MOST))


def link(title: str, address: str) -> str:
    """Write a link in Markdown, so that its text stays what it is."""
    words = MARKS.sub(r"\\\1", title)
    return f"[{words}]({address})"
