"""What who wrote a text is given back of it while it quotes posts that stand no longer: all but the words of these.

A form shows it so, and where the form is sent the words take their places again in what is stored, shown to nobody:
once the quoted post comes back they do, too. A draft is shown without them wherever it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from guard.keys import key_in

from ..models import Post, Topic
from .quoting import Lines, in_place_of_words, references_in, removed_in, ways_to_refer, without_words
from .withdrawing import gone_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Part = tuple[list[str], list[list[str]]]
"""Lines of a quote as they were written, and as they are given back in each language."""


def text_to_change(post: Post) -> str:
    """Give the text of a post to who may change it."""
    gone = gone_in(post) if references_in(post.body) else ()
    return without_words(post.body, gone, language=post.topic.language, is_own=True) if gone else post.body


def put_back(text: str, *, before: str) -> tuple[str, list[list[str]]]:
    """Put words that a form didn't show where they stood `before`, if the lines around them are as they were.

    The lines that came back are told, too.
    """
    lines: list[str | list[str]] = list(text.split("\n"))
    found: list[list[str]] = []
    for written, ways in _parts(before) if references_in(before) else ():
        for place in range(len(lines)):
            shown = next((shown for shown in ways if lines[place : place + len(shown)] == shown), None)
            if shown:
                lines[place : place + len(shown)] = [written]
                found.append(written)
                break
    return "\n".join("\n".join(each) if isinstance(each, list) else each for each in lines), found


def is_withheld(text: str, written: Sequence[list[str]]) -> bool:
    """Tell whether lines that came back still stand where they can be taken from view."""
    kept = [part for part, _ways in _parts(text)]
    for part in written:
        if part not in kept:
            return False
        kept.remove(part)
    return True


def _parts(text: str) -> Iterator[Part]:
    """Take a text apart into its quotes, as they would be shown if what each quotes stood no longer."""
    lines = Lines(text.split("\n"))
    signs = [removed_in(language) for language, _name in settings.LANGUAGES]
    for place, header in lines.headers.items():
        line, ways, end = header.without_rest(lines[place]), list[list[str]](), place + 1
        for removed in signs:
            instead, end = in_place_of_words(lines, place + 1, removed=removed, is_own=True)
            ways.append([line.rstrip(), *(each.rstrip() for each in instead)])
        if lines[place:end] not in ways:
            yield [*lines[place:end]], ways


def drafts_of_replies(texts: list[tuple[str, str]]) -> list[str]:
    """Give the texts of drafts that belong to topics of these keys."""
    topics = Topic.objects.filter(pk__in=_keys(texts)).values_list("pk", "pk", "language")
    return _withheld(texts, {str(key): (topic, language) for key, topic, language in topics})


def drafts_of_edits(texts: list[tuple[str, str]]) -> list[str]:
    """Give the texts of drafts to change posts of these keys."""
    posts = Post.objects.filter(pk__in=_keys(texts)).values_list("pk", "topic", "topic__language")
    return _withheld(texts, {str(key): (topic, language) for key, topic, language in posts})


def drafts_of_topics(texts: list[tuple[str, str]]) -> list[str]:
    """Give the texts of drafts of new topics and conversations."""
    return _withheld(texts, {})


def _keys(texts: list[tuple[str, str]]) -> list[int]:
    """Name the keys of those that quote anything; where none does nothing is asked."""
    return [key_in(key) for key, text in texts if references_in(text)]


def _withheld(texts: list[tuple[str, str]], places: dict[str, tuple[int, str]]) -> list[str]:
    """Ask once of all posts that the texts quote which of them stand no longer."""
    elsewhere = (None, settings.LANGUAGE_CODE)
    named = [(text, *places.get(key, elsewhere), references_in(text)) for key, text in texts]
    wanted = Q()
    for _text, topic, _language, references in named:
        wanted |= Q(pk__in=[number for kind, number in references if kind == "post"])
        if numbers := [number for kind, number in references if kind == "number"]:
            wanted |= Q(topic=topic, number__in=numbers)
    if not any(references for *_text, references in named):
        return [text for _key, text in texts]
    fallen = Post.objects.filter(wanted).exclude(is_live=True, topic__is_live=True)
    rows = list(fallen.values_list("pk", "topic", "number"))
    given = []
    for text, topic, language, references in named:
        gone = {way for row in rows for way in ways_to_refer(*row, from_topic=topic)} & references
        given.append(without_words(text, gone, language=language, is_own=True) if gone else text)
    return given
