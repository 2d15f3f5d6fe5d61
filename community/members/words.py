"""Short words and addresses that members write of themselves: cleaned, and folded where they are shared."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from .parts import LONGEST_WORD

SEPARATORS = re.compile(r"[,;\n]")
LONGEST_LINK = 200
UNFIT = re.compile(
    r"""[\s"'<>\\^`{|}\u200b-\u200f\u202a-\u202e\u2060-\u2069]"""
)  # what an address has only to hide something
SCHEMES = ["http", "https"]


def clean_words(text: str, *, most: int) -> list[str]:
    """Give the words of a text with commas between, each once; raises `ValidationError` for too many or too long."""
    words: dict[str, str] = {}
    for part in SEPARATORS.split(text):
        if folded := fold_word(part):
            words.setdefault(folded, " ".join(_printable(part).split()))
    if len(words) > most:
        raise ValidationError(_("At most %(count)d, please, with commas between."), code="many", params={"count": most})
    for word in words.values():
        if len(word) > LONGEST_WORD or len(fold_word(word)) > LONGEST_WORD:
            raise ValidationError(
                _("“%(word)s” is too long: at most %(limit)d characters each, with commas between."),
                code="long",
                params={"word": word, "limit": LONGEST_WORD},
            )
    return list(words.values())


def fold_word(word: str) -> str:
    """Reduce a word to what is meant: *Pembukuan* and *pembukuan* are one; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())


def clean_links(text: str, *, most: int) -> list[str]:
    """Give the web addresses of a text, one a line, each once; raises `ValidationError` for what is none."""
    links = list(dict.fromkeys(_clean_link(line.strip()) for line in text.splitlines() if line.strip()))
    if len(links) > most:
        raise ValidationError(_("At most %(count)d links, please."), code="many", params={"count": most})
    return links


def _clean_link(text: str) -> str:
    """Give one address, with `https://` where no scheme was written; never one with a password in it."""
    link = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=SCHEMES)(link)
        is_plain = "@" not in urlsplit(link).netloc and len(link) <= LONGEST_LINK and not UNFIT.search(link)
    except (ValidationError, ValueError):
        is_plain = False
    if not is_plain:
        raise ValidationError(
            _("“%(link)s” is not an address of the web. Write it as in a browser, such as https://example.org/me."),
            code="link",
            params={"link": text[:LONGEST_LINK]},
        )
    return link


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
