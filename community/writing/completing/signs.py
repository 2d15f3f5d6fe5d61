"""Emoji by the beginning of a name."""

from __future__ import annotations

from collections.abc import Iterator

from ..markdown_rules.emoji import named_signs

USUAL = ("+1", "pray", "smile", "heart", "clap", "tada", "fish", "muscle")  # for who has typed no letter yet


def named(text: str) -> Iterator[tuple[str, str]]:
    """Give signs of which a name begins so, then those of which a later word of a name does, each with that name."""
    text = text.lower().replace(" ", "_")
    if not text:
        yield from ((sign, names[0]) for usual in USUAL for sign, names in named_signs() if names[0] == usual)
        return
    given = set()
    for beginning in (text, f"_{text}", f"-{text}"):
        for sign, names in named_signs():
            found = next((name for name in names if _has(name, beginning, text)), None)
            if found and sign not in given:
                given.add(sign)
                yield sign, found


def _has(name: str, beginning: str, text: str) -> bool:
    return name.startswith(text) if beginning == text else beginning in name
