"""Where the thing of an entry stands, and the entry of what stands at an address that somebody copied."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from home.models import RegionPage
from home.services.navigation import page_at

from .models import SearchEntry
from .sources import SOURCES


def address_of(entry: SearchEntry) -> str:
    """Lead to the thing, in the reader's language where it has one page for both."""
    language = get_language()
    if SOURCES[entry.kind].has_own_languages or language == settings.LANGUAGE_CODE:
        return entry.path
    return f"/{language}{entry.path}"


def entry_at(address: str) -> SearchEntry | None:
    """Return the entry at an address of this site, with or without scheme, host and query; None if nothing is there."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return None
    path = f"/{path.strip('/')}/"
    language, bare = _split(path)
    return _entry(path) or _entry(bare) or _entry_of_region_page(bare, language)


def _split(path: str) -> tuple[str, str]:
    """Take the language's prefix off a path."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return code, path[len(code) + 1 :]
    return settings.LANGUAGE_CODE, path


def _entry(path: str) -> SearchEntry | None:
    return SearchEntry.objects.filter(path=path.replace("\0", ""), is_deleted=False).order_by("pk").first()


def _entry_of_region_page(path: str, language: str) -> SearchEntry | None:
    """Find a region by the address of its page: its entry names the address by its code."""
    with translation.override(language):
        found = page_at(path.lstrip("/").replace("\0", ""))
    if found is None or not isinstance(found.page, RegionPage):
        return None
    keys = {"kind": "region", "object_id": str(found.page.region_id)}
    return SearchEntry.objects.filter(**keys, is_deleted=False).first()
