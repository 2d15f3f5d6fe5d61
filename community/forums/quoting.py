"""Quotes in replies: who said it stands above them, and is forgotten there, too, once the account is deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from community.members.models import former_name

if TYPE_CHECKING:
    from .models import Post, Topic

MARK = "**, #"  # stands in every line that says whom one quotes
MARKS = r" {0,3}>(?:[ \t]*>)*[ \t]?"
HEADER = re.compile(rf"(?P<marks>{MARKS})\*\*.*?\*\*, #(?P<number>[0-9]{{1,9}}):(?P<rest>.*)")
QUOTED = re.compile(rf"(?P<marks>{MARKS})(?P<words>.*)")


def quote(post: Post) -> str:
    """Give the words of a post as the beginning of a reply, below a line that says whose they are."""
    lines = "\n".join(f"> {line}".rstrip() for line in post.body.splitlines())
    return f"> **{post.author.name}**, #{post.number}:\n>\n{lines}\n\n"


def numbers_in(body: str) -> set[int]:
    """Name the posts of the topic that a body quotes."""
    return {int(found["number"]) for found in map(HEADER.match, body.split("\n")) if found}


def without_names(body: str, gone: Mapping[int, bool], *, language: str) -> str:
    """Say "Former member" above quotes of posts by their number; those that say False lose the quoted words, too.

    What it gives it leaves as it is, however often it is asked.
    """
    with override(language):
        removed = _("(removed)")
    name, lines, place, given = former_name(language), body.split("\n"), 0, list[str]()
    while place < len(lines):
        line, place = lines[place], place + 1
        found = HEADER.match(line)
        if not found or int(found["number"]) not in gone:
            given.append(line)
            continue
        keeps, marks = gone[int(found["number"])], found["marks"]
        given.append(f"{marks}**{name}**, #{found['number']}:{found['rest'] if keeps else ''}")
        end = place if keeps else _end_of_quote(lines, place, depth=marks.count(">"))
        if any(not (quoted := QUOTED.match(each)) or quoted["words"].strip() for each in lines[place:end]):
            given += [marks.rstrip(), f"{marks}{removed}"]
            place = end
    return "\n".join(given)


def without_names_of_the_gone(topic: Topic, body: str) -> str:
    """Give a body that is about to be stored without the names of those whose accounts are being or were deleted."""
    numbers = numbers_in(body) if MARK in body else None
    if not numbers:
        return body
    posts = topic.posts.filter(number__in=numbers, author__erasure__began_at__isnull=False)
    return without_names(body, dict(posts.values_list("number", "author__erasure__keeps")), language=topic.language)


def _end_of_quote(lines: list[str], place: int, *, depth: int) -> int:
    """Find where a quote of this depth ends: at a line outside of it, or where the next one begins."""
    while place < len(lines):
        found, header = QUOTED.match(lines[place]), HEADER.match(lines[place])
        if not found or found["marks"].count(">") < depth:
            break
        if header and header["marks"].count(">") == depth:
            break
        place += 1
    return place
