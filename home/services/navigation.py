"""What the menus hold and where a page continues in the other language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, IntegerField, Value, When
from django.utils import translation
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.models import EventIndexPage, RegionIndexPage, SiteSettings, StandardPage, StoryIndexPage

CACHE_KEY = "home.navigation"
CACHE_SECONDS = 300


@dataclass(frozen=True)
class Link:
    """A line of a menu."""

    title: str
    url: str


@dataclass(frozen=True)
class Menus:
    """What the menus of one language are made of."""

    regions_url: str
    stories_url: str
    events_url: str
    help: tuple[Link, ...]
    legal: tuple[Link, ...]
    organisation: str
    contact_email: str
    footer_text: str


def menus() -> Menus:
    """Return what the menus hold in the reader's language, remembered until a page changes."""
    language = get_language() or settings.LANGUAGE_CODE
    known: dict[str, Menus] = cache.get(CACHE_KEY) or {}
    if language not in known:
        known = {**known, language: _read(language)}
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return known[language]


def forget_navigation() -> None:
    """Have the menus read anew, and what the home page marks."""
    cache.delete_many([CACHE_KEY, "home.marked"])


@dataclass(frozen=True)
class Translation:
    """Where a page continues in a language: itself, or the nearest page above it that exists there."""

    page: Page
    is_exact: bool


def translation_of(page: Page, language: str) -> Translation | None:
    """Return the live page in a language that is this page, else the nearest above it; one query."""
    above = Page.objects.filter(pk__in=_ancestor_ids(page)).values("translation_key")
    found = Page.objects.live().filter(locale__language_code=language, translation_key__in=above)
    nearest = found.order_by("-depth").first()
    return Translation(nearest, nearest.translation_key == page.translation_key) if nearest else None


def page_at(path: str) -> RouteResult | None:
    """Find the live page at a path below the home page of the reader's language by its whole address at once."""
    language = get_language()
    for root in Site.get_site_root_paths():
        if root.language_code == language:
            page = Page.objects.live().filter(url_path=f"{root.root_path}{path}").specific().first()
            return RouteResult(page) if page else None
    return None


def breadcrumbs(page: Page) -> list[Page]:
    """Return the live pages above a page, from the home page down; read once for each page object."""
    crumbs: list[Page] | None = getattr(page, "_breadcrumbs", None)
    if crumbs is None:
        ancestors = page.get_ancestors().filter(depth__gt=1, live=True)
        crumbs = page._breadcrumbs = list(ancestors.defer_streamfields())
    return crumbs


def _read(language: str) -> Menus:
    indexes = _index_urls(language)
    pages = StandardPage.objects.live().public().filter(locale__language_code=language, alias_of=None)
    links: dict[str, list[Link]] = {}
    for page in pages.exclude(menu=StandardPage.Menu.NONE).order_by("path"):
        links.setdefault(page.menu, []).append(Link(page.title, page.url))
    site = SiteSettings.load()
    return Menus(
        regions_url=indexes.get(RegionIndexPage, ""),
        stories_url=indexes.get(StoryIndexPage, ""),
        events_url=indexes.get(EventIndexPage, ""),
        help=tuple(links.get(StandardPage.Menu.FOOTER, ())),
        legal=tuple(links.get(StandardPage.Menu.LEGAL, ())),
        organisation=site.organisation,
        contact_email=site.contact_email,
        footer_text=site.local_footer_text,
    )


def _index_urls(language: str) -> dict[Any, str]:
    """Addresses of the indexes, in the language where they exist there, else in the default language."""
    rank = Case(When(locale__language_code=language, then=Value(1)), default=Value(0), output_field=IntegerField())
    indexes = Page.objects.live().type(RegionIndexPage, StoryIndexPage, EventIndexPage).order_by(rank, "-path")
    with translation.override(language):
        return {page.specific_class: page.url for page in indexes if page.url}


def _ancestor_ids(page: Page) -> Any:
    """Return the page itself and all above it, by path alone."""
    return Page.objects.ancestor_of(page, inclusive=True).values("pk")
