"""Adds pages in both languages as drafts, and publishes them once all that they point to is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.models import Locale, Page

from home.models import RegionPage

from .bodies import body_of
from .keys import key_of
from .loading import LANGUAGES, Row, text
from .things import Things


@dataclass(frozen=True)
class Draft:
    """A page that was just added, and the row that it tells."""

    page: Page
    row: Row
    language: str


def add_pages(
    model: type[Page],
    rows: list[Row],
    index: type[Page],
    build: Callable[[Row, str, Things], Page],
    things: Things,
) -> list[Draft]:
    """Add those pages of some rows that are missing, the Indonesian one first; it is the original.

    What is there stays as editors left it.
    """
    drafts = []
    for row in rows:
        for language in LANGUAGES:
            key, locale = key_of(model, row["slug"]), Locale.objects.get(language_code=language)
            if model.objects.filter(translation_key=key, locale=locale).exists():
                continue
            page = build(row, language, things)
            page.title = text(row, "title", language)
            page.slug = row["slug"] if language == "id" else row.get("slug_en") or slugify(page.title)[:80].strip("-")
            page.translation_key, page.locale, page.live = key, locale, False
            _parent(row, index, language).add_child(instance=page)
            drafts.append(Draft(page, row, language))
    return drafts


def publish(drafts: list[Draft], things: Things) -> None:
    """Give drafts their bodies and publish them."""
    for draft in drafts:
        draft.page.body = body_of(draft.row, draft.language, things)
        draft.page.save_revision().publish()


def _parent(row: Row, index: type[Page], language: str) -> Page:
    place = row.get("parent", "national")
    if place == "national":
        return index.objects.get(locale__language_code=language)
    return RegionPage.objects.get(region__code=place, locale__language_code=language)
