"""What the results say of an entry, and where they lead."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language

from search.addresses import address_of
from search.filters import LONGEST_TEXT
from search.models import SearchEntry
from search.similar import similar_topics

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from search.engines import Hit

register = template.Library()
NAMES = ("region", "member", "organisation")  # kinds whose title is a name


register.simple_tag(address_of, name="entry_url")


@register.simple_tag
def longest_text() -> int:
    """Say how many characters of a text are looked for, so that no box takes more."""
    return LONGEST_TEXT


@register.simple_tag
def language_of(entry: SearchEntry) -> str:
    """Say in which language a text is, where that is not the page's; names are of none."""
    if entry.kind in NAMES or entry.language == get_language():
        return ""
    return format_html(' lang="{}"', entry.language)


@register.inclusion_tag("search/includes/similar.html", takes_context=True)
def topics_like(context: RequestContext, title: str) -> dict[str, list[Hit]]:
    """Show topics like one that has this title."""
    hits = similar_topics(title or "", viewer=context["request"].viewer, language=get_language() or "id")
    return {"hits": hits}


@register.filter
def meta_line(entry: SearchEntry) -> str:
    """Name place, author and day, as far as there are; of a file also its type and size."""
    day = date_format(localtime(entry.date), "j F Y") if entry.date and entry.kind != "region" else ""
    return " · ".join(part for part in (_file_line(entry), entry.place, entry.written_by, day) if part)


def _file_line(entry: SearchEntry) -> str:
    if entry.kind != "document":
        return ""
    size = filesizeformat(entry.size) if entry.size is not None else ""
    return ", ".join(filter(None, [PurePath(entry.path).suffix.lstrip(".").upper(), size]))
