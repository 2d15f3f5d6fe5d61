"""The piece of a text around what was looked for, as safe HTML with `<mark>`."""

from __future__ import annotations

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from search.engines.words import Words
from search.phrases import unaccented

AROUND = 90
LONGEST = 220


def mark(text: str, words: Words) -> SafeString:
    """Escape a text and mark every place where one of the words begins, or several in a row."""
    if not words:
        return SafeString(escape(text))
    pieces, last = [], 0
    for start, end in _spans(text, words):
        pieces.append((text[last:start], text[start:end]))
        last = end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return SafeString(marked + escape(text[last:]))


def _spans(text: str, words: Words) -> list[tuple[int, int]]:
    """Find where the words stand; those with nothing but a space between them are one place, as one reads them."""
    spans: list[tuple[int, int]] = []
    for match in words.pattern.finditer(unaccented(text)):
        if spans and text[spans[-1][1] : match.start()].isspace():
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append(match.span())
    return spans


def excerpt(summary: str, body: str, words: Words) -> SafeString:
    """Cut the text that shows best why it was found: the summary if it has one of the words, else the body."""
    if words:
        pattern = words.pattern
        for text in (summary, body):
            match = pattern.search(unaccented(text))
            if match:
                return mark(_cut(text, match.start()), words)
    return mark(_cut(summary or body, 0), words)


def _cut(text: str, position: int) -> str:
    """Cut about `LONGEST` characters around a position, at whole words, with ellipses where something is left out."""
    if len(text) <= LONGEST:
        return text
    start = max(0, position - AROUND)
    if start:
        start = text.find(" ", start, position) + 1 or start
    end = start + LONGEST
    if end < len(text):
        end = text.rfind(" ", start + LONGEST // 2, end) if " " in text[start + LONGEST // 2 : end] else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
