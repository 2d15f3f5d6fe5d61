"""Links within the site lead each reader to pages in their own language, whoever wrote them in which.

Stored texts are one for all readers: what is written by the site into them names no language, and the links are turned
to the reader's where a text is shown.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# The beginnings of addresses that are the same in all languages. Pages of editors have their own in each.
SHARED = ("forum", "anggota", "organisasi", "diskusi", "cari", "pemberitahuan", "tulisan", "akun")
REGION = r"wilayah/(?=\d)"  # by its code; what lies below the page of a region is of editors
_OTHERS = "|".join(re.escape(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
_BARE = rf"(?:/(?:{_OTHERS}))?(?P<bare>/(?:(?:{'|'.join(SHARED)})/|{REGION}))"
_ADDRESS = re.compile(_BARE)
_LINK = re.compile(rf'(?P<before><a href="){_BARE}')


def without_language(address: str) -> str:
    """Give an address within the site as it is stored in texts: without the language of its page."""
    found = _ADDRESS.match(address)
    return f"{found['bare']}{address[found.end() :]}" if found else address


def in_readers_language(html: str) -> SafeString:
    """Turn the links of a text, as HTML that the renderer made, to pages in the language of now."""
    language = get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return mark_safe(_LINK.sub(rf"\g<before>{prefix}\g<bare>", html))  # noqa: S308
