"""The sitemap and robots.txt: every public page in both languages; apps above register what they have."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from guard.access import EVERYONE, access
from wagtail.models import Page

from home.models import EventPage, RegionPage, StoryPage
from home.permissions import Visitor, pages_visible_to

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from wagtail.models import PageQuerySet

MAX_AGE = 3600  # seconds
sitemaps: dict[str, type[Sitemap[Any]]] = {}


def register(name: str, sitemap: type[Sitemap[Any]]) -> None:
    """Add a section to the sitemap; apps call this in `AppConfig.ready`."""
    sitemaps[name] = sitemap


class SiteSitemap(Sitemap[Any]):
    """A section whose addresses are those of `BASE_URL`, whatever host the request names."""

    limit = 5000

    def get_protocol(self, protocol: str | None = None) -> str:
        """Take the protocol of the site."""
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """Take the host of the site."""
        return urlsplit(settings.BASE_URL).netloc


class PageSitemap(SiteSitemap):
    """Pages of one model; each names its translations."""

    model: type[Page] = Page
    leave_out: tuple[type[Page], ...] = ()

    def pages(self) -> PageQuerySet:
        """Select what everybody may see, without the root."""
        pages = pages_visible_to(Visitor(), self.model).filter(depth__gt=1)
        return pages.not_exact_type(*self.leave_out) if self.leave_out else pages

    def items(self) -> PageQuerySet:
        """List the pages in the order of the tree."""
        return self.pages().select_related("locale").order_by("path")

    def location(self, item: Page) -> str:
        """Give the path of a page."""
        return str(item.get_url() or "/")

    def lastmod(self, item: Page) -> datetime | None:
        """When a page was last changed."""
        return item.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Add to each address those of its translations."""
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            told = self._translations[url["item"].translation_key]
            if len(told) > 1:
                url["alternates"] = [{"lang_code": code, "location": location} for code, location in told.items()]
                url["alternates"].append({"lang_code": "x-default", "location": next(iter(told.values()))})
        return urls

    @cached_property
    def _translations(self) -> dict[Any, dict[str, str]]:
        told: dict[Any, dict[str, str]] = {}
        for page in self.pages().select_related("locale").order_by("pk"):
            address = f"{settings.BASE_URL}{self.location(page)}"
            told.setdefault(page.translation_key, {})[page.locale.language_code] = address
        return told


class PlainPages(PageSitemap):
    """Home, indexes, plain pages."""

    leave_out = (StoryPage, EventPage, RegionPage)


class Regions(PageSitemap):
    """Pages of regions."""

    model = RegionPage


class Stories(PageSitemap):
    """Stories."""

    model = StoryPage


class Events(PageSitemap):
    """Events."""

    model = EventPage


register("pages", PlainPages)
register("regions", Regions)
register("stories", Stories)
register("events", Events)


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
def index(request: HttpRequest) -> HttpResponse:
    """List the sections, each in parts of the size that search engines take."""
    parts = []
    for name, sitemap in sitemaps.items():
        listed = sitemap()
        address = f"{settings.BASE_URL}{reverse('sitemap_section', args=[name])}"
        changed = listed.get_latest_lastmod()
        for number in range(1, listed.paginator.num_pages + 1):
            parts.append(views.SitemapIndexItem(f"{address}?p={number}" if number > 1 else address, changed))  # type: ignore[arg-type]
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
def section(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one section."""
    return views.sitemap(request, dict(sitemaps), section=section)


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where to go, and what is of no use to them."""
    return render(request, "home/robots.txt", {"base_url": settings.BASE_URL}, content_type="text/plain; charset=utf-8")
