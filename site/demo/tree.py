"""Adds pages in both languages as drafts, and publishes them once all that they point to is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.models import Locale, Page

from home.models import RegionPage

from .bodies import body_of
from .loading import LANGUAGES, Row, text
from .things import Things

NAMESPACE = uuid.UUID("6f1c8e0a-8f4b-4f0c-9c5e-2f5a3c1d7b90")


@dataclass(frozen=True)
class Draft:
    """A page that was just added, and the row that it tells."""

    page: Page
    row: Row
    language: str


def add_pages(
    rows: list[Row], index: type[Page], build: Callable[[Row, str, Things], Page], things: Things
) -> list[Draft]:
    """Add those pages of some rows that are missing, the Indonesian one first; it is the original."""
    drafts = []
    for row in rows:
        for language in LANGUAGES:
            page = build(row, language, things)
            page.title = text(row, "title", language)
            page.slug = row["slug"] if language == "id" else row.get("slug_en") or slugify(page.title)[:80].strip("-")
            page.translation_key = key_of(type(page), row["slug"])
            page.locale, page.live = Locale.objects.get(language_code=language), False
            if not type(page).objects.filter(translation_key=page.translation_key, locale=page.locale).exists():
                _parent(row, index, language).add_child(instance=page)
                drafts.append(Draft(page, row, language))
    return drafts


def publish(drafts: list[Draft], things: Things) -> None:
    """Give drafts their bodies and publish them."""
    for draft in drafts:
        draft.page.body = body_of(draft.row, draft.language, things)
        draft.page.save_revision().publish()


def key_of(model: type[Page], slug: str) -> uuid.UUID:
    """Return the key that all translations of a page of the demo share."""
    return uuid.uuid5(NAMESPACE, f"{model.__name__}:{slug}")


def _parent(row: Row, index: type[Page], language: str) -> Page:
    place = row.get("parent", "national")
    if place == "national":
        return index.objects.get(locale__language_code=language)
    return RegionPage.objects.get(region__code=place, locale__language_code=language)
