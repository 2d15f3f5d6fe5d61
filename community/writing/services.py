"""Texts of members: cleaned when they arrive, screened, and shown as safe HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .leading import in_readers_language
from .markdown import render, words
from .mentions.handles import links_by
from .signals import Hold, screening

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from community.members.models import User

    from .mentions.handles import Handles

MAX_TITLE = 160
MAX_BODY = 20_000
LONGEST_TITLE, LONGEST_TEXT = 255, 32_000  # of all kinds of texts; each kind may have narrower bounds
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
RENDERER_VERSION = 3  # raised when the same Markdown gives other HTML, so that stored HTML is made anew


def render_markdown(text: str, *, prefix: str = "", handles: Handles | None = None) -> SafeString:
    """Markdown as HTML that is safe to show; what is longer than any text may be is cut off.

    Names and links within the site lead to pages in the language of now; names by `handles` that are at hand
    (`handles_in`), or else by one query for the whole text. Texts that stand on one page have each a `prefix` of their
    own, for their footnotes.
    """
    return in_readers_language(render(text[:LONGEST_TEXT], links_of=links_by(handles), prefix=prefix))


def plain_text(text: str, length: int = 0) -> str:
    """Give the words of a Markdown text without its marks, for excerpts and the search, at most `length` characters."""
    plain = words(text[:LONGEST_TEXT])
    if not length or len(plain) <= length:
        return plain
    cut = plain[: length - 1]
    whole_words = plain[:length].rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,;:.") + "…"


def clean_body(text: str, *, least: int = 0, most: int = MAX_BODY, before: str = "") -> str:
    """Bring a body into the form that is stored, without control characters; raise `ValidationError` if it is unfit.

    What it said `before` may stay, whatever the bounds are now.
    """
    text = _without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()
    if not _is_seen(text):
        raise ValidationError(_("Please write something."), code="required")
    if text == before:
        return text
    if (length := len(text.strip())) < least:
        raise ValidationError(_too_short_text(least, length), code="min_length")
    if len(text) > most:
        raise ValidationError(
            _("The text has %(length)s characters; at most %(limit)s are possible. Please shorten it or split it."),
            code="max_length",
            params={"length": len(text), "limit": most},
        )
    return text


def clean_title(text: str, *, least: int = 0, most: int = MAX_TITLE, before: str = "") -> str:
    """Bring a title into the form that is stored, on one line; raise `ValidationError` if it is unfit.

    What it was `before` may stay, whatever the bounds are now.
    """
    text = " ".join(_without_control_characters(re.sub(r"\s", " ", text)).split())
    if not any(character.isalnum() for character in text):
        raise ValidationError(_("Please write a title."), code="required")
    if text == before:
        return text
    if len(text) < least:
        raise ValidationError(_too_short_title(least, len(text)), code="min_length")
    if len(text) > most:
        raise ValidationError(
            _("The title is too long: at most %(limit)s characters."), code="max_length", params={"limit": most}
        )
    return text


def screen(*, author: User | None, text: str, thing: Any) -> Hold | None:
    """Ask all receivers of `screening` whether this text must wait for a moderator; the first who holds it decides."""
    answers: Sequence[tuple[object, object]] = screening.send(sender=type(thing), author=author, text=text, thing=thing)
    return next((answer for _receiver, answer in answers if isinstance(answer, Hold)), None)


def _too_short_title(least: int, length: int) -> str:
    said = ngettext(
        "A title has at least %(least)s character, and this one has %(length)s. Please say more of what it is about.",
        "A title has at least %(least)s characters, and this one has %(length)s. Please say more of what it is about.",
        least,
    )
    return said % {"least": least, "length": length}


def _too_short_text(least: int, length: int) -> str:
    said = ngettext(
        "A text has at least %(least)s character here, and this one has %(length)s. Please say a little more.",
        "A text has at least %(least)s characters here, and this one has %(length)s. Please say a little more.",
        least,
    )
    return said % {"least": least, "length": length}


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
    return any(_has_ink(sign) for sign in plain_text(text)) or "<img" in render_markdown(text, handles={})


def _has_ink(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ" and sign not in BLANK
