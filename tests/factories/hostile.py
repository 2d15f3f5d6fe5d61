"""Texts that are made to take long, or to break what reads them: a few signs, over and over.

What comes of them is tested; how long they take is measured by `make bench ONLY=hostile`.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import AnyStr

from community.writing.services import LONGEST_TEXT

ENDLESS = 10_000_000  # signs: far more than any text may have
LONG_PAGE = 600_000

MARKDOWN = [
    *("||", "||a", "|| ", "[spoiler]", "[spoiler]\n", "[spoiler]\n> ", "[spoiler]x[/spoiler]", "- [spoiler]\n"),
    *("[^1]", "[^a]: b\n", "^[", "^[a]", "@maria ", "@a", ":fish:", ":a", "- [ ] a\n", "- [x] ", "[^a]:[^a]"),
    *("> [spoiler]\n", "www.", "www.a."),
]
ENDS_OF_MARKDOWN = ["", "[/spoiler]", "\n[/spoiler]", "\n\n> [/spoiler]", "\n\n[^1]: a"]
ENDLESS_MARKDOWN = ["[", "*a ", ">", "- ", "![[", "a**b", "<", "[a](", "|a|\n|-|\n", "http://"]

QUOTES = [
    *("> ", "- ", "1. ", ">\n", "*", "> **", "_*", "[", "[#1](", "/forum/kiriman/", "/forum/kiriman/7/ ", "(/"),
    *("> [#1](/forum/kiriman/7/)\n", "> **a**, [#1](/forum/kiriman/7/):\n", "a [#1](/forum/kiriman/7/)\n>\n"),
    *("> /forum/kiriman/7/\n>\n>\n", "**, #", "//testserver"),
]
# Of a post that is there: `{at}` leads to it, `{word}` is one that it says.
QUOTES_OF_A_POST = [
    *("> *a* {at}\n", "> **a**, [#1][1] ", "> *a* [#1](/forum/)\n", "> **a**, {at}:\n", "**a**, {at}:\n> x\n"),
    *("> **a**, {at}:\n> {word}\n\n", "a {at}\n> x\n"),
]

PAGES = [
    *(b"<meta ", b"<title", b"<!--", b"<meta a=", b'<meta a="', b"<", b"charset=", b"<title ", b"a=", b"&"),
    *(b"<meta property='og:title' content='a", b"<meta 'a=\"", b"'<meta >"),
]

# How many words there are to choose from, what stands behind each, and which texts come of it.
CHOICES = list(product([2, 30, 1_000, 40_000], [" ", "\n"], range(3)))


def repeated(unit: AnyStr, length: int = LONGEST_TEXT) -> AnyStr:
    """Give a text of so many signs that says one thing over and over."""
    return unit * (length // len(unit))


def ended(unit: str, end: str) -> str:
    """Give such a text of Markdown with an end of its own."""
    return repeated(unit, LONGEST_TEXT - len(end)) + end


def wrapped_quotes(unit: str) -> list[str]:
    """Give a text of quotes bare, in a quote, behind a name that doesn't end, and above a quote."""
    body = repeated(unit)
    return [body, f"> {body}", f"> **{body}", f"{body}\n> x /forum/kiriman/7/"]


def quotes_of_a_post(unit: str, *, at: str, word: str) -> str:
    """Give a text that quotes a post as one of `QUOTES_OF_A_POST` says."""
    return repeated(unit.format(at=at, word=word))


def two_texts(words: int, ending: str, seed: int) -> tuple[str, str]:
    """Give two long texts of words by chance, that have little in common or much."""
    choice = Random(seed)
    before, after = ([f"k{choice.randrange(words)}" for _each in range(LONGEST_TEXT // 4)] for _text in range(2))
    return ending.join(before)[:LONGEST_TEXT], ending.join(after)[:LONGEST_TEXT]
