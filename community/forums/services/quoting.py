"""Quotes in topics: who said it stands above them, and is forgotten there, too, once the account is deleted.

The line above a quote leads to the post, so that it can be told in whichever topic it is put; older ones have the
number in their own topic alone. Who touches that line, as by another emphasis, names the same post as long as it leads
there. Which posts are quoted by name is kept as rows (`Quote`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.members.models import former_name
from community.writing.leading import without_language

from ..models import Post, Quote

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import Topic

Reference = tuple[str, int]
"""What a line says of the post: its key (`post`), or its number in the topic (`number`)."""

MARK, PATH = "**, ", "/forum/kiriman/"  # one of them stands in every line that says whom one quotes
BY_NUMBER = "**, #"  # in those that say it by the number in their topic
MARKS = r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*+"  # of quotes and lists, however deep
BY_KEY = rf"\[#[0-9]{{1,9}}\]\((?:/[a-z]{{2}})?{PATH}(?P<key>[0-9]{{1,18}})/\)"
HEADER = re.compile(rf"{MARKS}\*\*.*?\*\*, (?P<at>#(?P<number>[0-9]{{1,9}})|{BY_KEY}):(?P<rest>.*)")
QUOTED = re.compile(rf"(?P<marks>{MARKS})(?P<words>.*)")
NUMBERED = re.compile(r"\[#([0-9]{1,9})\]\(\Z")
COLON = re.compile(r"\A\W*:|:(?![0-9]|//)")  # no clock and no address
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
    whom: str = ""  # as it was typed, with the emphasis
    is_said: bool = False  # whether what follows stands behind a colon

    @property
    def depth(self) -> int:
        """How deep the quote stands whose words it names."""
        return self.marks.count(">") + self.is_above

    def naming(self, name: str, *, keeps: bool) -> str:
        """Give the line with another name; what was quoted in it, too, goes where it doesn't stay."""
        whom = f"**{name}**{self.between}" if self.names else ""
        colon, rest = ("", self.rest) if self.is_above else (":", self.rest if keeps else "")
        return f"{self.marks}{self.lead}{whom}{self.at}{colon}{rest}"

    def without_rest(self, line: str) -> str:
        """Give the line as it stands, but for words that are quoted in it."""
        return line if self.is_above or not self.rest.strip() else f"{self.marks}{self.whom}{self.at}:"


class Lines(list[str]):
    """The lines of a text, of which each is read once, however many quotes it stands in."""

    @cached_property
    def marks(self) -> list[str]:
        """The marks of quotes and lists with which each begins."""
        return [marks_of(line) for line in self]

    @cached_property
    def depths(self) -> list[int]:
        """How many quotes each says that it stands in."""
        return [marks.count(">") for marks in self.marks]

    @cached_property
    def words(self) -> list[str]:
        """Each without its marks."""
        return [line[len(marks) :].strip() for line, marks in zip(self, self.marks, strict=True)]

    @cached_property
    def headers(self) -> dict[int, Header]:
        """What those say that tell whom one quotes."""
        return {place: found for place in range(len(self)) if (found := header_at(self, place))}

    @cached_property
    def goes_on(self) -> list[bool]:
        """Whether each, without its marks, belongs to the paragraph above it (CommonMark's lazy continuation)."""
        is_open = [False, *(bool(words) and not BLOCK.match(words) for words in self.words)]
        own = (line.lstrip(" \t>") for line in self)
        return [above and bool(line) and not BLOCK.match(line) for above, line in zip(is_open, own, strict=False)]


def quote(post: Post) -> str:
    """Give the words of a post as the beginning of a reply, below a line that says whose they are."""
    address = without_language(post.get_absolute_url())
    lines = "\n".join(f"> {line}".rstrip() for line in post.shown_body.splitlines())
    return f"> **{post.author.name}**, [#{post.number}]({address}):\n>\n{lines}\n\n"


def references_in(body: str) -> set[Reference]:
    """Name the posts that a body quotes."""
    if MARK not in body and PATH not in body:
        return set()
    return {found.reference for found in Lines(body.split("\n")).headers.values()}


def quoted(references: Collection[Reference], topic_id: int | None) -> QuerySet[Post]:
    """Find the posts that are meant; numbers count in the topic, if there is one yet."""
    keys = [number for kind, number in references if kind == "post"]
    numbers = [number for kind, number in references if kind == "number"] if topic_id else []
    return Post.objects.written().filter(Q(pk__in=keys) | Q(topic_id=topic_id, number__in=numbers))


def note_quotes(post: Post, *, is_new: bool = False, earlier: Iterable[str] = ()) -> None:
    """Write down whom a post names above quotes, once it is stored; who is gone by now is named no more.

    Whom its `earlier` texts name is kept, too: the name must go from these as well one day.
    """
    references = set().union(*map(references_in, (post.body, *earlier)))
    standing = quoted(references, post.topic_id).filter(author__erasure__began_at=None)
    keys = list(standing.values_list("pk", flat=True)) if references else []
    if not is_new:
        Quote.objects.filter(post=post).exclude(quoted__in=keys).delete()
    Quote.objects.bulk_create((Quote(post=post, quoted_id=key) for key in keys), ignore_conflicts=True)


def numbers_in(body: str) -> set[int]:
    """Name the posts of its own topic that a body quotes by their numbers alone."""
    return {number for kind, number in references_in(body) if kind == "number"} if BY_NUMBER in body else set()


def with_addresses(body: str, *, posts: Mapping[int, Post]) -> str:
    """Give a body that quotes posts by their numbers with their addresses instead, which hold in every topic."""
    lines = body.split("\n")
    for place, line in enumerate(lines):
        found = HEADER.match(line) if ">" in marks_of(line) else None
        post = posts.get(int(found["number"])) if found and found["number"] else None
        if found and post:
            at = f"[#{found['number']}]({without_language(post.get_absolute_url())})"
            lines[place] = f"{line[: found.start('at')]}{at}{line[found.end('at') :]}"
    return "\n".join(lines)


def without_names(body: str, gone: Mapping[Reference, bool], *, language: str, in_parts: bool = False) -> str:
    """Say "Former member" above quotes of these posts; those that say False lose the quoted words, too.

    With `in_parts` further quotes that name nobody go as well: they are taken for the rest of what was answered piece
    by piece. What it gives it leaves as it is, however often it is asked.
    """
    return _without(body, gone, name=former_name(language), language=language, in_parts=in_parts)


def without_words(body: str, gone: Collection[Reference], *, language: str, is_own: bool = False) -> str:
    """Leave the words of these posts out of their quotes; whose they are is still said.

    For who wrote the body (`is_own`) what follows a quote without its marks stays: it may be their own.
    """
    return _without(body, dict.fromkeys(gone, False), name=None, language=language, is_own=is_own)


def _without(
    body: str,
    gone: Mapping[Reference, bool],
    *,
    name: str | None,
    language: str,
    in_parts: bool = False,
    is_own: bool = False,
) -> str:
    """Do so with another name, or with the one that stands there."""
    removed = removed_in(language)
    lines, place, given = Lines(body.split("\n")), 0, list[str]()
    losing = 0  # the depth of the quotes whose words go
    while place < len(lines):
        found, place = lines.headers.get(place), place + 1
        if not found:
            depth = lines.depths[place - 1]
            losing = losing if depth >= losing - 1 else 0
            if in_parts and losing and depth >= losing and lines.words[place - 1]:
                given.append(f"{lines.marks[place - 1]}{removed}")
                place = end_of_quote(lines, place, depth=losing)
            else:
                given.append(lines[place - 1])
            continue
        if found.depth <= losing:
            losing = 0
        if found.reference not in gone:
            given.append(lines[place - 1])
            continue
        keeps = gone[found.reference]
        given.append(found.without_rest(lines[place - 1]) if name is None else found.naming(name, keeps=keeps))
        if keeps:
            continue
        losing = found.depth
        instead, place = in_place_of_words(lines, place, removed=removed, is_own=is_own)
        given += instead
    return "\n".join(given)


def removed_in(language: str) -> str:
    """Name what stands in the place of words that were taken from view."""
    with override(language):
        return _("(removed)")


def in_place_of_words(lines: Lines, place: int, *, removed: str, is_own: bool = False) -> tuple[list[str], int]:
    """Give what stands in place of the words below a line that says whose they are, and where they end.

    `place` is that of the next line; where there are no words nothing stands in their place.
    """
    found = lines.headers[place - 1]
    begin = next_words(lines, place) if found.is_above else place
    end = end_of_quote(lines, begin, depth=found.depth)
    while is_own and end > begin and lines.depths[end - 1] < found.depth:
        end -= 1
    if not any(lines.words[begin:end]):
        return [], place
    if found.is_above:
        return [*lines[place:begin], f"{lines.marks[begin]}{removed}"], end
    marks = re.sub(r"[^ \t>]", " ", found.marks)
    return [marks.rstrip(), f"{marks}{removed}"], end


def ways_to_refer(key: int, topic_id: int, number: int, *, from_topic: int | None) -> Iterable[Reference]:
    """Say how a post may be named in a topic: by its key, and in its own by its number."""
    yield "post", key
    if topic_id == from_topic:
        yield "number", number


def names_to_forget(post: Post, topic: Topic, author_id: int) -> list[Reference]:
    """Say how a post may name those that it quotes of an author."""
    rows = post.quotes.filter(quoted__author=author_id).values_list("quoted", "quoted__topic", "quoted__number")
    return [each for row in rows for each in ways_to_refer(*row, from_topic=topic.pk)]


def header_at(lines: Lines, place: int) -> Header | None:
    """Read a line that says whom one quotes: as the button has it, or with a link where a quote begins or above it."""
    line, marks, depth = lines[place], lines.marks[place], lines.depths[place]
    if depth and (found := HEADER.match(line)):
        reference = ("post", int(found["key"])) if found["key"] else ("number", int(found["number"]))
        whom = line[len(marks) : found.start("at")]
        return Header(reference, marks, found["at"], found["rest"], whom=whom, is_said=True)
    if PATH not in line or not (link := _address(urlsplit(settings.BASE_URL).netloc).search(line, len(marks))):
        return None
    is_inside = depth > 0 and (line[len(marks)] in "*_" or _begins(lines, place, depth))
    below = next_words(lines, place + 1)
    if not is_inside and (below == len(lines) or lines.depths[below] <= depth):
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
            whom, _colon, words = rest.partition(":")
            return Header(reference, marks, at, words, whom=whom, is_said=True)
        is_said = bool(COLON.search(rest))
        return Header(reference, marks, at, rest.removeprefix(":"), whom=before, is_said=is_said)
    if found := EMPHASISED.match(before):
        whom = before[len(found[1]) : len(before) - len(found[2])]
        return Header(reference, marks, at, rest, lead=found[1], between=found[2], is_above=True, whom=whom)
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


def marks_of(line: str) -> str:
    """Give the marks of quotes and lists with which a line begins."""
    found = QUOTED.match(line)
    return found["marks"] if found else ""


def next_words(lines: Lines, place: int) -> int:
    """Find the next line that has words."""
    while place < len(lines) and not lines.words[place]:
        place += 1
    return place


def _begins(lines: Lines, place: int, depth: int) -> bool:
    """Tell whether a quote of this depth has no words before a line."""
    while place and lines.depths[place - 1] >= depth and not lines.words[place - 1]:
        place -= 1
    return not place or lines.depths[place - 1] < depth


def end_of_quote(lines: Lines, place: int, *, depth: int, passing: Collection[int] = ()) -> int:
    """Find where a quote of this depth ends: at a line outside of it, or where the next one begins, but for some."""
    while place < len(lines):
        if lines.depths[place] < depth and not lines.goes_on[place]:
            break
        header = lines.headers.get(place) if place not in passing else None
        if header and not header.is_above and lines.depths[place] == depth:
            break
        place += 1
    return place
