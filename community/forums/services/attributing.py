"""That a quote says whose words it has is true: it names whom the quoted post shows, and only above words of that post.

What is put under another name, or under a post that the writer or those who read along may not see, stays as a quote of
nobody. Once stored it counts as true, though the quoted post may be changed, closed or deleted later.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from django.db.models import Exists, F, OuterRef

from community.members.permissions import EVERYONE, MEMBERS, Viewer
from community.writing.history import services as history
from community.writing.services import plain_text

from ..models import POST, Post
from .quoting import (
    PATH,
    Header,
    Lines,
    Reference,
    end_of_quote,
    marks_of,
    next_words,
    quoted,
    references_in,
    ways_to_refer,
    without_names,
    without_words,
)
from .unread_names import without_unread_names

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Topic

MOST = 20  # quotes of a text that are looked at; further ones name nobody
SIGNS = re.compile(r"[\s!-/:-@\[-`{-~…“”‘’–—]+")  # what doesn't tell one text from another
LEFT_OUT = re.compile(r"…|\.{3,}")
WROTE = re.compile(r"\A\W*(?:menulis|berkata|wrote|writes|said|says)\s*:", re.IGNORECASE)
EMPHASIS = re.compile(r"\*[^*]|(?<!\w)_[^_]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
AROUND = " \t*_,:([<"  # stands around a name in a line that says whom one quotes
SEEN = re.compile(r"\w")
ITEM = re.compile(r"[^ \t>]")
Claim = tuple[str, tuple[str, ...]]
"""A line that says whom one quotes, and the words below it."""


def settle_quotes(body: str, *, topic: Topic, writer: User, before: str = "") -> str:
    """Give a body that is about to be stored with quotes that name whom they quote, and nobody who is gone.

    `before` is what the text said so far: what it quotes may have been changed or closed since.
    """
    old = {line for line in before.split("\n") if ">" in marks_of(line)}
    places = set[int]()
    if references := references_in(body):
        body, places = _settled(body, references, topic=topic, writer=writer, before=before)
    places |= {place for place, line in enumerate(body.split("\n")) if line in old}
    return without_unread_names(body, settled=places)


def _settled(
    body: str, references: Collection[Reference], *, topic: Topic, writer: User, before: str
) -> tuple[str, set[int]]:
    """Do so with the quotes that lead to posts as the line reader knows it; say also which lines are looked at."""
    first = {found.reference for found in list(Lines(body.split("\n")).headers.values())[:MOST]}
    gone: dict[Reference, bool] = {}
    fallen: dict[Reference, Post] = {}
    if further := {each for each in references if each not in first}:
        ended = quoted(further, topic.pk).filter(author__erasure__began_at__isnull=False)
        for key, of, number, keeps in ended.values_list("pk", "topic", "number", "author__erasure__keeps"):
            gone |= dict.fromkeys(ways_to_refer(key, of, number, from_topic=topic.pk), keeps)
    shown = Post.objects.visible_to(Viewer(writer)).live().filter(pk=OuterRef("pk"), topic__is_live=True)
    rows: Any = quoted(first, topic.pk).annotate(
        is_shown=Exists(shown), began_at=F("author__erasure__began_at"), keeps=F("author__erasure__keeps")
    )
    posts: dict[Reference, Post] = {}
    for post in rows.select_related("author", "topic__category"):
        for each in ways_to_refer(post.pk, post.topic_id, post.number, from_topic=topic.pk):
            if post.began_at:
                gone[each] = post.keeps
            elif post.is_shown and is_read_along(post.topic, topic):
                posts[each] = post
            elif not (post.is_live and post.topic.is_live):
                fallen[each] = post
    body = without_names(body, gone, language=topic.language)
    body = without_words(body, _repeated(body, fallen, before=before), language=topic.language)
    known = {claim for text in {before, *(post.body for post in posts.values())} for claim in _claims(text)}
    return _attributed(body, posts, spared=gone.keys(), known=known)


def _repeated(body: str, posts: Mapping[Reference, Post], *, before: str) -> set[Reference]:
    """Say of which of these posts, which stand no longer, a text has words that it hadn't before."""
    lines, known = Lines(body.split("\n")), set(_claims(before))
    found = set[Reference]()
    for place in list(lines.headers)[:MOST] if posts else ():
        post, pieces = posts.get(lines.headers[place].reference), _pieces(lines, place)
        if post and (lines.words[place], pieces) not in known and Said(post).has(pieces):
            found.add(lines.headers[place].reference)
    return found


def is_read_along(source: Topic, topic: Topic) -> bool:
    """Tell whether all who read a topic may read the one from which is quoted, too."""
    if source.pk == topic.pk:
        return True
    if source.is_private:
        return False
    audience, here = source.category.audience_see, topic.category.audience_see
    return audience in {EVERYONE, here} or (audience == MEMBERS and here != EVERYONE)


def attributed_anew(body: str, post: Post, *, from_topic: int) -> str:
    """Give a body with the name of who owns a post now above its words; under others it names nobody any more."""
    ways = ways_to_refer(post.pk, post.topic_id, post.number, from_topic=from_topic)
    return _attributed(body, dict.fromkeys(ways, post), only=True)[0]


def _attributed(
    body: str,
    posts: dict[Reference, Post],
    *,
    spared: Collection[Reference] = (),
    known: Collection[Claim] = (),
    only: bool = False,
) -> tuple[str, set[int]]:
    """Put names right, line by line; with `only` quotes of other posts stay as they are.

    The lines that are looked at are told, too: those that name somebody now, and the words below them.
    """
    lines = Lines(body.split("\n"))
    given, texts, settled, passed = list(lines), dict[int, Said](), set[int](), set[int]()
    for count, (place, found) in enumerate(lines.headers.items()):
        if place in passed or (only and found.reference not in posts):
            continue
        if found.reference in spared:
            settled.add(place)
            continue
        post, says = posts.get(found.reference) if count < MOST else None, _says_whom(lines.words[place], found)
        if post and post.author.name:
            said = texts.setdefault(post.pk, Said(post))
            passing = _passing(lines, place, said)
            if said.has(_pieces(lines, place, passing=passing)):
                is_named = _name(found.whom) == _name(post.author.name)
                if (says or only) and not is_named:
                    given[place] = found.naming(post.author.name, keeps=True)
                passed |= passing
                settled |= _looked_at(lines, place, passing=passing)
                continue
            says = says or (not found.is_above and _name(found.whom) == _name(post.author.name))
        if known and count < MOST and (lines.words[place], _pieces(lines, place)) in known:
            settled |= _looked_at(lines, place)
        elif says:
            rest = "" if found.is_above else found.rest.lstrip(" \t):*_")
            given[place] = f"{found.marks}{rest}".rstrip()
    return "\n".join(given), settled


def _passing(lines: Lines, place: int, said: Said) -> set[int]:
    """Name the lines of a quote that would begin another one, but are what the quoted post says itself."""
    depth, passing = lines.headers[place].depth, set[int]()
    for at, found in lines.headers.items():
        if at > place and not found.is_above and found.depth == depth:
            if lines.words[at] not in said.leading:
                break
            passing.add(at)
    _begin, end = _range(lines, place, passing=passing)
    return {at for at in passing if at < end}


def _looked_at(lines: Lines, place: int, *, passing: Collection[int] = ()) -> set[int]:
    """Name a line that says whose words stand below it, and these, without what names others in between."""
    below = range(*_range(lines, place, passing=passing))
    return {place, *(at for at in below if at in passing or not _names(lines, at))}


def _names(lines: Lines, place: int) -> bool:
    """Tell whether a line is put as one that names whom one quotes."""
    found = lines.headers.get(place)
    return bool(found and _says_whom(lines.words[place], found))


def _says_whom(words: str, found: Header) -> bool:
    """Tell a line that is put as one that names from a sentence of one's own that leads to a post."""
    if found.is_above:
        is_first = words.startswith(("*", "_")) or not SEEN.search(unescape(found.lead))
        return bool(found.whom) and is_first and found.between == ", " and found.rest.strip() in {"", ":"}
    return found.is_said or words.startswith(("*", "_")) or words.endswith(":") or bool(EMPHASIS.search(found.whom))


def _name(whom: str) -> str:
    """Give a name without what stands around it, and as it is read."""
    return normalize("NFC", ESCAPED.sub(r"\1", whom)).strip(AROUND)


def _claims(text: str) -> Iterator[Claim]:
    """Tell what a stored text says of whom it quotes."""
    lines = Lines(text.split("\n"))
    for place in list(lines.headers)[:MOST]:
        yield lines.words[place], _pieces(lines, place)


def _range(lines: Lines, place: int, *, passing: Collection[int] = ()) -> tuple[int, int]:
    """Tell where the words below a line that says whose they are begin and end."""
    found = lines.headers[place]
    begin = next_words(lines, place + 1) if found.is_above or not found.rest.strip() else place + 1
    return begin, end_of_quote(lines, begin, depth=found.depth, passing=passing)


def _pieces(lines: Lines, place: int, *, passing: Collection[int] = ()) -> tuple[str, ...]:
    """Give the words below a line that says whose they are: what follows each other without a gap in one piece."""
    found = lines.headers[place]
    begin, end = _range(lines, place, passing=passing)
    pieces, depth = [["" if found.is_above else WROTE.sub("", found.rest)]], found.depth
    for at in range(begin, end):
        words = _words(lines, at, passing=passing)
        if not words or ITEM.search(lines.marks[at]) or lines.depths[at] != depth:
            pieces.append([])
        depth = lines.depths[at]
        pieces[-1].append(words)
    parts = (_plain(part) for piece in pieces for part in LEFT_OUT.split(" ".join(piece)))
    return tuple(part for part in parts if part)


def _words(lines: Lines, at: int, *, passing: Collection[int] = ()) -> str:
    """Give the words of a line; of one that says whom it quotes only those that it quotes itself."""
    if at in passing or not _names(lines, at):
        return lines.words[at]
    found = lines.headers[at]
    return "" if found.is_above else found.rest.strip()


class Said:
    """What a post says, and said in texts that everybody may look up; read once, however often it is quoted."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.lines = Lines(post.body.split("\n"))

    def has(self, pieces: Sequence[str]) -> bool:
        """Tell whether the post says these words, in their order, or did."""
        if _has(self.own, pieces) or _has(self.plain, pieces):
            return True
        return any(_has(text, pieces) for text in (*self.shown, *self.earlier))

    @cached_property
    def leading(self) -> set[str]:
        """Its own lines with a link to a post: where it is quoted they may look as if they named somebody."""
        lines = self.lines
        own = (at for at, line in enumerate(lines) if PATH in line and not lines.depths[at])
        return {lines.words[at] for at in own if not _names(lines, at)}

    @cached_property
    def own(self) -> str:
        """Its words as they were typed, without the names above quotes."""
        return f" {_plain(chr(10).join(_words(self.lines, at) for at in range(len(self.lines))))} "

    @cached_property
    def plain(self) -> str:
        """Its words as they are read."""
        return f" {_plain(plain_text(self.post.body))} "

    @cached_property
    def shown(self) -> list[str]:
        """Its words without those of others that were taken from view, where some were."""
        return [] if self.post.body_shown is None else [f" {_plain(plain_text(self.post.shown_body))} "]

    @cached_property
    def earlier(self) -> list[str]:
        """The latest of what it said before."""
        if not self.post.edited_at:
            return []
        return [f" {_plain(text)} " for text in history.open_bodies(kind=POST, key=self.post.pk, most=MOST)]


def _has(text: str, pieces: Sequence[str]) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(f" {piece} ", at)
        if at < 0:
            return False
        at += len(piece) + 1
    return bool(pieces) or not text.strip()


def _plain(text: str) -> str:
    return SIGNS.sub(" ", normalize("NFC", text).casefold()).strip()
