"""Texts of members: cleaned when they arrive, screened, and shown as safe HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .markdown import render, words
from .signals import Hold, screening

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from community.members.models import User

MAX_TITLE = 160
MAX_BODY = 20_000
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
RENDERER_VERSION = 1  # raised when the same Markdown gives other HTML, so that stored HTML is made anew


def render_markdown(text: str) -> SafeString:
    """Markdown as HTML that is safe to show; what is longer than any text may be is cut off."""
    return render(text[:MAX_BODY])


def plain_text(text: str, length: int = 0) -> str:
    """Give the words of a Markdown text without its marks, for excerpts and the search, at most `length` characters."""
    plain = words(text[:MAX_BODY])
    if not length or len(plain) <= length:
        return plain
    cut = plain[: length - 1]
    whole_words = plain[:length].rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,;:") + "…"


def clean_body(text: str) -> str:
    """Bring a body into the form that is stored, without control characters; raise `ValidationError` if it is unfit."""
    text = _without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()
    if not _is_seen(text):
        raise ValidationError(_("Please write something."), code="required")
    if len(text) > MAX_BODY:
        raise ValidationError(
            _("The text has %(length)s characters; at most %(limit)s are possible. Please shorten it or split it."),
            code="max_length",
            params={"length": len(text), "limit": MAX_BODY},
        )
    return text


def clean_title(text: str) -> str:
    """Bring a title into the form that is stored, on one line; raise `ValidationError` if it is unfit."""
    text = " ".join(_without_control_characters(re.sub(r"\s", " ", text)).split())
    if not any(character.isalnum() for character in text):
        raise ValidationError(_("Please write a title."), code="required")
    if len(text) > MAX_TITLE:
        raise ValidationError(
            _("The title is too long: at most %(limit)s characters."), code="max_length", params={"limit": MAX_TITLE}
        )
    return text


def screen(*, author: User | None, text: str, thing: Any) -> Hold | None:
    """Ask all receivers of `screening` whether this text must wait for a moderator; the first who holds it decides."""
    answers: Sequence[tuple[object, object]] = screening.send(sender=type(thing), author=author, text=text, thing=thing)
    return next((answer for _receiver, answer in answers if isinstance(answer, Hold)), None)


def _without_control_characters(text: str) -> str:
    """Leave out characters that no keyboard writes: NUL, escapes, direction overrides, lone surrogates."""
    return "".join(
        character
        for character in text
        if character in "\n\t" or (unicodedata.category(character) not in {"Cc", "Cs"} and character not in OVERRIDES)
    )


OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_seen(text: str) -> bool:
    """Whether anything of a text shows: spaces of no width don't, nor does Markdown that only names an address."""
    return any(_has_ink(sign) for sign in plain_text(text)) or "<img" in render_markdown(text)


def _has_ink(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ" and sign not in BLANK
