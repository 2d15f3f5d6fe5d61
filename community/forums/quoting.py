"""Quotes in topics: who said it stands above them, and is forgotten there, too, once the account is deleted.

The line above a quote leads to the post, so that it can be told in whichever topic it is put; older ones have the
number in their own topic alone. Which posts are quoted by name is kept as rows (`Quote`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.members.models import former_name

from .models import Post, Quote

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import Topic

Reference = tuple[str, int]
"""What a line says of the post: its key (`post`), or its number in the topic (`number`)."""

MARK = "**, "  # stands in every line that says whom one quotes
MARKS = r" {0,3}>(?:[ \t]*>)*[ \t]?"
BY_KEY = r"\[#[0-9]{1,9}\]\((?:/[a-z]{2})?/forum/kiriman/(?P<key>[0-9]{1,18})/\)"
HEADER = re.compile(rf"(?P<marks>{MARKS})\*\*.*?\*\*, (?P<at>#(?P<number>[0-9]{{1,9}})|{BY_KEY}):(?P<rest>.*)")
QUOTED = re.compile(rf"(?P<marks>{MARKS})(?P<words>.*)")


def quote(post: Post) -> str:
    """Give the words of a post as the beginning of a reply, below a line that says whose they are."""
    with override(post.topic.language):
        address = post.get_absolute_url()
    lines = "\n".join(f"> {line}".rstrip() for line in post.body.splitlines())
    return f"> **{post.author.name}**, [#{post.number}]({address}):\n>\n{lines}\n\n"


def references_in(body: str) -> set[Reference]:
    """Name the posts that a body quotes."""
    if MARK not in body:
        return set()
    return {_reference(found) for found in map(HEADER.match, body.split("\n")) if found}


def quoted(references: Collection[Reference], topic_id: int | None) -> QuerySet[Post]:
    """Find the posts that are meant; numbers count in the topic, if there is one yet."""
    keys = [number for kind, number in references if kind == "post"]
    numbers = [number for kind, number in references if kind == "number"] if topic_id else []
    return Post.objects.filter(Q(pk__in=keys) | Q(topic_id=topic_id, number__in=numbers))


def note_quotes(post: Post, *, is_new: bool = False) -> None:
    """Write down whom a post names above quotes, once it is stored; who is gone by now is named no more."""
    references = references_in(post.body)
    standing = quoted(references, post.topic_id).filter(author__erasure__began_at=None)
    keys = list(standing.values_list("pk", flat=True)) if references else []
    if not is_new:
        Quote.objects.filter(post=post).exclude(quoted__in=keys).delete()
    Quote.objects.bulk_create((Quote(post=post, quoted_id=key) for key in keys), ignore_conflicts=True)


def without_names(body: str, gone: Mapping[Reference, bool], *, language: str) -> str:
    """Say "Former member" above quotes of these posts; those that say False lose the quoted words, too.

    What it gives it leaves as it is, however often it is asked.
    """
    with override(language):
        removed = _("(removed)")
    name, lines, place, given = former_name(language), body.split("\n"), 0, list[str]()
    while place < len(lines):
        line, place = lines[place], place + 1
        found = HEADER.match(line)
        if not found or _reference(found) not in gone:
            given.append(line)
            continue
        keeps, marks = gone[_reference(found)], found["marks"]
        given.append(f"{marks}**{name}**, {found['at']}:{found['rest'] if keeps else ''}")
        end = place if keeps else _end_of_quote(lines, place, depth=marks.count(">"))
        if any(not (words := QUOTED.match(each)) or words["words"].strip() for each in lines[place:end]):
            given += [marks.rstrip(), f"{marks}{removed}"]
            place = end
    return "\n".join(given)


def without_names_of_the_gone(body: str, *, topic_id: int | None, language: str) -> str:
    """Give a body that is about to be stored without the names of those whose accounts are being or were deleted."""
    references = references_in(body)
    if not references:
        return body
    posts = quoted(references, topic_id).filter(author__erasure__began_at__isnull=False)
    rows = posts.values_list("pk", "topic_id", "number", "author__erasure__keeps")
    gone = {each: keeps for *post, keeps in rows for each in ways_to_refer(*post, from_topic=topic_id)}
    return without_names(body, gone, language=language)


def ways_to_refer(key: int, topic_id: int, number: int, *, from_topic: int | None) -> Iterable[Reference]:
    """Say how a post may be named in a topic: by its key, and in its own by its number."""
    yield "post", key
    if topic_id == from_topic:
        yield "number", number


def names_to_forget(post: Post, topic: Topic, author_id: int) -> list[Reference]:
    """Say how a post may name those that it quotes of an author."""
    rows = post.quotes.filter(quoted__author=author_id).values_list("quoted", "quoted__topic", "quoted__number")
    return [each for row in rows for each in ways_to_refer(*row, from_topic=topic.pk)]


def _reference(found: re.Match[str]) -> Reference:
    return ("post", int(found["key"])) if found["key"] else ("number", int(found["number"]))


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
