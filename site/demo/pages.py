"""The frame of the site, filled: home pages, indexes, plain pages, the footer."""

from __future__ import annotations

from wagtail.models import Page

from home.models import (
    EventIndexPage,
    HomePage,
    HomeRegion,
    RegionIndexPage,
    SiteSettings,
    StandardPage,
    StoryIndexPage,
)

from .loading import LANGUAGES, Row, read, text
from .targets import find_page
from .things import Things
from .tree import Draft, add_pages

INDEXES: dict[str, type[Page]] = {
    "region_index": RegionIndexPage,
    "story_index": StoryIndexPage,
    "event_index": EventIndexPage,
}


def add_plain_pages(things: Things) -> list[Draft]:
    """Add the plain pages that are missing."""
    return add_pages(StandardPage, read("pages")["page"], HomePage, _build, things)


def fill_frame(things: Things) -> None:
    """Fill the home pages, the indexes and the footer where nobody has yet."""
    content = read("pages")
    for language in LANGUAGES:
        _fill_home(content["home"], language, things)
        for name, model in INDEXES.items():
            page = model.objects.get(locale__language_code=language)
            if not page.intro:
                page.title = text(content[name], "title", language)
                page.intro = text(content[name], "intro", language)
                page.save_revision().publish()
    site = SiteSettings.load()
    if not site.footer_text:
        site.footer_text, site.footer_text_en = (text(content["home"], "footer_text", each) for each in LANGUAGES)
        site.save()


def _build(row: Row, language: str, things: Things) -> StandardPage:
    return StandardPage(intro=text(row, "intro", language), menu=row.get("menu", ""))


def _fill_home(row: Row, language: str, things: Things) -> None:
    page = HomePage.objects.get(locale__language_code=language)
    if page.regions.exists():
        return
    for name in ("title", "hero_title", "hero_text", "hero_primary", "hero_secondary", "join_title", "join_text"):
        setattr(page, name, text(row, name, language))
    page.hero_primary_page = find_page(row["hero_primary_target"], language).page_ptr
    page.hero_secondary_page = find_page(row["hero_secondary_target"], language).page_ptr
    page.join_page = find_page(row["join_target"], language).page_ptr
    page.featured_story = find_page(row["featured_story"], language)
    page.join_image = things.image_of(row, "join_image")
    codes = [*((code, HomeRegion.State.ACTIVE) for code in row["active"])]
    codes += [(code, HomeRegion.State.PLANNED) for code in row["planned"]]
    page.regions = [
        HomeRegion(region=things.regions[code], state=state, sort_order=order)
        for order, (code, state) in enumerate(codes)
    ]
    page.save_revision().publish()
