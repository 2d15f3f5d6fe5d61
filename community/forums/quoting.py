"""Quotes in topics: who said it stands above them, and is forgotten there, too, once the account is deleted.

The line above a quote leads to the post, so that it can be told in whichever topic it is put; older ones have the
number in their own topic alone. Who touches that line, as by another emphasis, names the same post as long as it leads
there. Which posts are quoted by name is kept as rows (`Quote`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
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

MARK, PATH = "**, ", "/forum/kiriman/"  # one of them stands in every line that says whom one quotes
MARKS = r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*+"  # of quotes and lists, however deep
BY_KEY = rf"\[#[0-9]{{1,9}}\]\((?:/[a-z]{{2}})?{PATH}(?P<key>[0-9]{{1,18}})/\)"
HEADER = re.compile(rf"{MARKS}\*\*.*?\*\*, (?P<at>#(?P<number>[0-9]{{1,9}})|{BY_KEY}):(?P<rest>.*)")
QUOTED = re.compile(rf"(?P<marks>{MARKS})(?P<words>.*)")
NUMBERED = re.compile(r"\[#([0-9]{1,9})\]\(\Z")
EMPHASISED = re.compile(r"([^*_]*)[*_].*[*_]([^*_]*)\Z")
# What is no paragraph: a heading, code, an item of a list, a line across.
BLOCK = re.compile(r"#{1,6}(?:\s|$)|```|~~~|[-+*](?:\s|$)|[0-9]{1,9}[.)](?:\s|$)|([-*_])(?:\s*\1){2,}\s*$")
LONGEST = 100  # signs before a link outside of the quote that can be a name


@dataclass(frozen=True)
class Header:
    """A line that says whom one quotes; `lead` is what stays before the name where it stands above the quote."""

    reference: Reference
    marks: str
    at: str
    rest: str
    lead: str = ""
    between: str = ", "
    is_above: bool = False
    names: bool = True

    @property
    def depth(self) -> int:
        """How deep the quote stands whose words it names."""
        return self.marks.count(">") + self.is_above

    def naming(self, name: str, *, keeps: bool) -> str:
        """Give the line with another name; what was quoted in it, too, goes where it doesn't stay."""
        whom = f"**{name}**{self.between}" if self.names else ""
        colon, rest = ("", self.rest) if self.is_above else (":", self.rest if keeps else "")
        return f"{self.marks}{self.lead}{whom}{self.at}{colon}{rest}"


def quote(post: Post) -> str:
    """Give the words of a post as the beginning of a reply, below a line that says whose they are."""
    with override(post.topic.language):
        address = post.get_absolute_url()
    lines = "\n".join(f"> {line}".rstrip() for line in post.body.splitlines())
    return f"> **{post.author.name}**, [#{post.number}]({address}):\n>\n{lines}\n\n"


def references_in(body: str) -> set[Reference]:
    """Name the posts that a body quotes."""
    if MARK not in body and PATH not in body:
        return set()
    lines = body.split("\n")
    return {found.reference for place in range(len(lines)) if (found := _header(lines, place))}


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


def without_names(body: str, gone: Mapping[Reference, bool], *, language: str, in_parts: bool = False) -> str:
    """Say "Former member" above quotes of these posts; those that say False lose the quoted words, too.

    With `in_parts` further quotes that name nobody go as well: they are taken for the rest of what was answered piece
    by piece. What it gives it leaves as it is, however often it is asked.
    """
    with override(language):
        removed = _("(removed)")
    name, lines, place, given = former_name(language), body.split("\n"), 0, list[str]()
    losing = 0  # the depth of the quotes whose words go
    while place < len(lines):
        found, place = _header(lines, place), place + 1
        if not found:
            depth = _marks(lines[place - 1]).count(">")
            losing = losing if depth >= losing - 1 else 0
            if in_parts and losing and depth >= losing and _words(lines[place - 1]):
                given.append(f"{_marks(lines[place - 1])}{removed}")
                place = _end_of_quote(lines, place, depth=losing)
            else:
                given.append(lines[place - 1])
            continue
        if found.depth <= losing:
            losing = 0
        if found.reference not in gone:
            given.append(lines[place - 1])
            continue
        keeps = gone[found.reference]
        given.append(found.naming(name, keeps=keeps))
        if keeps:
            continue
        losing = found.depth
        begin = _next_words(lines, place) if found.is_above else place
        end = _end_of_quote(lines, begin, depth=losing)
        if not any(_words(each) for each in lines[begin:end]):
            continue
        if found.is_above:
            given += [*lines[place:begin], f"{_marks(lines[begin])}{removed}"]
        else:
            marks = re.sub(r"[^ \t>]", " ", found.marks)
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


def _header(lines: list[str], place: int) -> Header | None:
    """Read a line that says whom one quotes: as the button has it, or with a link where a quote begins or above it."""
    line, marks = lines[place], _marks(lines[place])
    depth = marks.count(">")
    if depth and (found := HEADER.match(line)):
        reference = ("post", int(found["key"])) if found["key"] else ("number", int(found["number"]))
        return Header(reference, marks, found["at"], found["rest"])
    if PATH not in line or not (link := _address(urlsplit(settings.BASE_URL).netloc).search(line, len(marks))):
        return None
    is_inside = depth > 0 and (line[len(marks)] in "*_" or _begins(lines, place, depth))
    below = _next_words(lines, place + 1)
    if not is_inside and (below == len(lines) or _marks(lines[below]).count(">") <= depth):
        return None
    return _read(line, marks, link, is_above=not is_inside)


def _read(line: str, marks: str, link: re.Match[str], *, is_above: bool) -> Header:
    """Take a line with a link apart; in one above a quote only what can be the name is taken away."""
    before, after = line[len(marks) : link.start()], line[link.end() :]
    number = NUMBERED.search(before)
    at = f"[#{number[1] if number else ''}]({link['path']}/)"
    closing = {"(": ")", "<": ">"}.get(before[-1:], "")
    _further, closed, behind = after.partition(closing) if closing else ("", "", "")
    rest = (behind if closed else after.removeprefix("/")).lstrip("*_")
    before = before[: before.rfind("[")] if before.endswith("](") else before.removesuffix("<")
    reference = ("post", int(link["key"]))
    if not is_above:
        if not before.strip("*_ \t") and ":" in rest:
            return Header(reference, marks, at, rest.partition(":")[2])
        return Header(reference, marks, at, rest.removeprefix(":"))
    if found := EMPHASISED.match(before):
        return Header(reference, marks, at, rest, lead=found[1], between=found[2], is_above=True)
    if not before.strip("*_ \t") and (found := EMPHASISED.match(rest)):
        return Header(reference, marks, at, found[2], is_above=True)
    if len(before) > LONGEST:
        return Header(reference, marks, at, rest, lead=before, is_above=True, names=False)
    return Header(reference, marks, at, rest, is_above=True)


@lru_cache
def _address(host: str) -> re.Pattern[str]:
    """Find the address of a post of this site, in full or not."""
    ours = rf"(?<![\w.:/-])(?:(?:https?:)?//{re.escape(host)})?"
    return re.compile(rf"{ours}(?P<path>(?:/[a-z]{{2}})?{PATH}(?P<key>[0-9]{{1,18}}))(?![0-9])", re.IGNORECASE)


def _marks(line: str) -> str:
    found = QUOTED.match(line)
    return found["marks"] if found else ""


def _words(line: str) -> str:
    return line[len(_marks(line)) :].strip()


def _next_words(lines: list[str], place: int) -> int:
    """Find the next line that has words."""
    while place < len(lines) and not _words(lines[place]):
        place += 1
    return place


def _begins(lines: list[str], place: int, depth: int) -> bool:
    """Tell whether a quote of this depth has no words before a line."""
    while place and _marks(lines[place - 1]).count(">") >= depth and not _words(lines[place - 1]):
        place -= 1
    return not place or _marks(lines[place - 1]).count(">") < depth


def _end_of_quote(lines: list[str], place: int, *, depth: int) -> int:
    """Find where a quote of this depth ends: at a line outside of it, or where the next one begins."""
    while place < len(lines):
        if _marks(lines[place]).count(">") < depth and not _goes_on(lines, place):
            break
        header = _header(lines, place)
        if header and not header.is_above and header.marks.count(">") == depth:
            break
        place += 1
    return place


def _goes_on(lines: list[str], place: int) -> bool:
    """Tell whether a line without its marks belongs to the paragraph above it (CommonMark's lazy continuation)."""
    above, line = _words(lines[place - 1]) if place else "", lines[place].lstrip(" \t>")
    return bool(above and line) and not any(BLOCK.match(text) for text in (above, line))
