"""Names above quoted words whose link leads to a post in a way that the reader of lines doesn't know: they go.

An address may be typed with escapes, by the number in the topic, as a reference or on the next line; the page shows all
of these alike. So what is left is read as it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings

from community.writing.markdown import quoted_paragraphs

from .quoting import marks_of
from .quoting_part import quiet

if TYPE_CHECKING:
    from markdown_it.token import Token

TOPIC, POST = r"/forum/topik/[0-9]+/[^/]+/", r"/forum/kiriman/[0-9]+/?"
TO_POST = re.compile(rf"(?:/[a-z]{{2}})?(?:{POST}|{TOPIC}[0-9]+/?|{TOPIC}\#post-[0-9]+)", re.IGNORECASE)
NUMBER = re.compile(r"\s*#\s*[0-9]+\s*")
SEEN = re.compile(r"\w")
BREAKS = {"softbreak", "hardbreak"}
STEPS = {"strong_open": 1, "em_open": 1, "strong_close": -1, "em_close": -1}


def without_unread_names(body: str, *, settled: Collection[int]) -> str:
    """Give a body whose quoted paragraphs name nobody in emphasis before a link to a post, but in settled lines."""
    if ">" not in body or not ("*" in body or "_" in body) or not ("/forum/" in body or "#" in body):
        return body
    lines = body.split("\n")
    for begin, end, parts in sorted(quoted_paragraphs(body), key=itemgetter(0), reverse=True):
        _take_names(lines, begin, end, parts, settled)
    return "\n".join(lines)


def _take_names(lines: list[str], begin: int, end: int, parts: Sequence[Token], settled: Collection[int]) -> None:
    """Take the names away from a paragraph; what was a line of it stays one, where that can be told."""
    rows = _rows(parts)
    is_plain = rows[-1] == end - begin - 1  # else something in it goes over lines: it is one piece
    goes, touched = set[int](), set[int]()
    for first, last in _names(parts):
        ofs = set(range(rows[first], rows[last] + 1))
        places = {begin + row for row in ofs} if is_plain else range(begin, end)
        if not all(place in settled for place in places):
            goes |= set(range(first, last + 1))
            touched |= ofs
    if not goes:
        return
    marks = [marks_of(line) for line in lines[begin:end]]
    given = lines[begin:end] if is_plain else [""] * (rows[-1] + 1)
    left = _left(parts, rows, goes)
    for row in touched if is_plain else range(len(given)):
        given[row] = f"{marks[row]}{quiet(left[row])}".rstrip()
    lines[begin:end] = given


def _rows(parts: Sequence[Token]) -> list[int]:
    """Tell in which line of its paragraph each part stands."""
    rows, row = list[int](), 0
    for part in parts:
        rows.append(row)
        row += part.type in BREAKS
    return rows


def _left(parts: Sequence[Token], rows: Sequence[int], goes: Collection[int]) -> list[str]:
    """Give the words of each line that stay."""
    before, after = ([""] * (rows[-1] + 1) for _side in range(2))
    cut = {rows[at] for at in goes}
    behind = -1  # the line in which something went already
    for at, (part, row) in enumerate(zip(parts, rows, strict=True)):
        if at in goes:
            if behind == row:
                before[row], after[row] = before[row] + after[row], ""
            behind = row
        elif part.type not in BREAKS:
            side = after if behind == row else before
            side[row] += part.content
    heads = (said if row not in cut or SEEN.search(said) else "" for row, said in enumerate(before))
    return [
        f"{head}{tail.lstrip(' ,:)') if not head else tail}".strip() for head, tail in zip(heads, after, strict=True)
    ]


def _names(parts: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Find names in emphasis with what leads to a post: where they begin a line, or with no word in between."""
    near: int | None = None  # where a name begins that no word parts from what follows
    leading: int | None = None  # and where one that begins its line
    depth, is_first, at = 0, True, 0
    while at < len(parts):
        part, step = parts[at], STEPS.get(parts[at].type, 0)
        depth += step
        if step > 0 and depth == 1:
            near = at if near is None else near
            leading = at if is_first else leading
        elif part.type in BREAKS:
            is_first, leading = True, None
        elif part.type == "link_open":
            end = next(place for place in range(at, len(parts)) if parts[place].type == "link_close")
            begin = _named_by(parts[at:end], near, leading, at)
            if begin is not None:
                yield begin, end
            near = leading = None
            is_first, at = False, end
        elif SEEN.search(part.content):
            near, is_first = near if depth else None, False
        at += 1


def _named_by(link: Sequence[Token], near: int | None, leading: int | None, at: int) -> int | None:
    """Tell where the name begins that a link says to be that of a post, if there is one."""
    address = unquote(str(link[0].attrGet("href")))
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", urlsplit(settings.BASE_URL).netloc}:
        return None
    is_number = bool(NUMBER.fullmatch("".join(each.content for each in link)))
    is_post = bool(TO_POST.match(f"{parts.path}#{parts.fragment}"))
    if near is not None and (is_number or is_post):
        return near if leading is None else min(near, leading)
    if leading is not None and is_number:
        return leading
    return at if is_post and any(each.type in STEPS for each in link) else None
