"""The pages of the five regions that the demo tells more of."""

from __future__ import annotations

import uuid

from home.models import GalleryImage, KeyFact, Potential, RegionPage

from .bodies import body_of
from .keys import NAMESPACE
from .loading import LANGUAGES, Row, read, text
from .things import Things


def fill_regions(things: Things) -> None:
    """Fill those pages that tell nothing yet; the alias in English becomes a translation of its own."""
    for row in read("regions")["region"]:
        pages = {
            page.locale.language_code: page
            for page in RegionPage.objects.filter(region__code=row["code"]).select_related("locale", "region")
        }
        if not pages["id"].introduction:
            for language in LANGUAGES:
                _fill(pages[language], row, language, things)


def _fill(page: RegionPage, row: Row, language: str, things: Things) -> None:
    page.alias_of = None
    page.introduction = text(row, "introduction", language)
    page.cover = things.image_of(row, "cover")
    page.key_facts = [
        KeyFact(
            **{name: text(fact, name, language) for name in ("label", "value", "source")},
            year=fact.get("year"),
            **_shared(page, f"fact:{order}"),
            sort_order=order,
        )
        for order, fact in enumerate(row.get("key_facts", []))
    ]
    page.potentials = [
        Potential(
            sector=things.sectors[potential["sector"]],
            text=text(potential, "text", language),
            **_shared(page, f"potential:{order}"),
            sort_order=order,
        )
        for order, potential in enumerate(row.get("potentials", []))
    ]
    page.gallery = [
        GalleryImage(
            image=things.images[picture["image"]],
            caption=text(picture, "caption", language),
            **_shared(page, f"picture:{order}"),
            sort_order=order,
        )
        for order, picture in enumerate(row.get("gallery", []))
    ]
    page.body = body_of(row, language, things)
    page.save()
    page.save_revision().publish()


def _shared(page: RegionPage, name: str) -> dict[str, object]:
    """Tie a part of a page to the same part in the other language."""
    return {"locale": page.locale, "translation_key": uuid.uuid5(NAMESPACE, f"{page.region.code}:{name}")}
