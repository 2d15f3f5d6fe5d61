"""What the menus hold and where a page continues in the other language."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, IntegerField, Value, When
from django.utils import translation
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.models import EventIndexPage, RegionIndexPage, RegionPage, SiteSettings, StandardPage, StoryIndexPage

CACHE_KEY = "home.navigation"
SURROUNDINGS_KEY = "home.surroundings"
GENERATION_KEY = "home.generation"
MARKED_KEY = "home.marked"
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
    cache.delete_many([CACHE_KEY, GENERATION_KEY, MARKED_KEY])


@dataclass(frozen=True)
class Translation:
    """Where a page continues in a language: itself, or the nearest page above it that exists there."""

    title: str
    url: str
    is_exact: bool
    is_alias: bool


@dataclass(frozen=True)
class Surroundings:
    """The live pages above a page, from the home page down, and where it continues in the other languages."""

    breadcrumbs: list[Page]
    translations: dict[str, Translation]


def surroundings(page: Page) -> Surroundings:
    """Return what lies around a page in the tree, remembered until any page changes."""
    key = f"{SURROUNDINGS_KEY}:{cache.get_or_set(GENERATION_KEY, _new_generation, None)}:{page.pk}"
    found: Surroundings | None = cache.get(key) if page.pk else None
    if found is None:
        crumbs = page.get_ancestors().filter(depth__gt=1, live=True).order_by("path")
        found = Surroundings(list(crumbs), _translations(page))
        cache.set(key, found, CACHE_SECONDS)
    return found


def breadcrumbs(page: Page) -> list[Page]:
    """Return the live pages above a page, from the home page down."""
    return surroundings(page).breadcrumbs


def page_at(path: str) -> RouteResult | None:
    """Find the live page at a path below the home page of the reader's language by its whole address at once.

    Which model is behind an address is remembered; whether the page is still there is asked every time.
    """
    root = next((root for root in Site.get_site_root_paths() if root.language_code == get_language()), None)
    if root is None:
        return None
    url_path = f"{root.root_path}{path}"
    key = f"home.model:{blake2s(url_path.encode()).hexdigest()}"
    if model := cache.get(key):
        related = ["region__parent"] if model is RegionPage else []
        page = model.objects.live().filter(url_path=url_path).select_related(*related).first()
    else:
        page = Page.objects.live().filter(url_path=url_path).specific().first()
        if page:
            cache.set(key, type(page), CACHE_SECONDS)
    return RouteResult(page) if page else None


def _new_generation() -> str:
    return uuid.uuid4().hex


def _translations(page: Page) -> dict[str, Translation]:
    """Find the live page of each language that is this page, else the nearest above it."""
    above = Page.objects.filter(pk__in=Page.objects.ancestor_of(page, inclusive=True).values("pk"))
    pages = Page.objects.live().filter(translation_key__in=above.values("translation_key")).select_related("locale")
    found: dict[str, Translation] = {}
    for each in pages.order_by("depth"):
        exact = each.translation_key == page.translation_key
        found[each.locale.language_code] = Translation(each.title, each.url, exact, each.alias_of_id is not None)
    return found


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
