"""Quoting a part of a post: the words that its reader has chosen on the page."""

from __future__ import annotations

import re

from community.writing.services import plain_text

LONGEST = 1500


def part_of(body: str, chosen: str) -> str:
    """Give the chosen words as Markdown: as they stand in the body, or plain; nothing when it doesn't say them."""
    words = chosen[: LONGEST + 1].split()
    if not words or len(chosen) > LONGEST:
        return ""
    found = re.search(r"\s+".join(re.escape(word) for word in words), body)
    if found:
        return found[0]
    if " ".join(words) not in " ".join(plain_text(body).split()):
        return ""
    lines = (" ".join(line.split()) for line in chosen.splitlines())
    return "\n\n".join(quiet(line) for line in lines if line)


def quiet(line: str) -> str:
    """Let no sign of a line mean anything in Markdown."""
    line = re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", line)
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", line)
