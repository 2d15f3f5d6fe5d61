"""What not everybody may see shows nowhere: lists, regions, map, feeds, sitemap, calendars, search, comment links.

`HIDDEN` names the ways in which a thing is not public, `PLACES` where a public one would show. An app that adds
a place adds it there; `test_a_public_thing_shows_in_its_places` proves that the places are looked at in earnest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from home.models import RegionPage
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree
from tests.factories.events import make_event
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SECRET, SECRET_EN = "Rahasiadagang", "Tradesecret"
CODE = "81.02"
PLACES = [
    "/",
    "/cerita/",
    "/cerita/?region=81.02",
    "/acara/",
    "/acara/?when=past",
    "/wilayah/",
    "/wilayah/81/",
    "/wilayah/81.02/",
    "/cerita/atom.xml",
    "/wilayah/81/atom.xml",
    "/cerita/bidang/rumput-laut/atom.xml",
    "/acara.ics",
    "/wilayah/81/acara.ics",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-regions.xml",
    "/sitemap-stories.xml",
    "/sitemap-events.xml",
]


def draft(page: Page) -> None:
    page.unpublish()


def scheduled(page: Page) -> None:
    page.unpublish()
    page.refresh_from_db()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def expired(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def for_members(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def with_password(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="buka")


def below_a_private_region(page: Page) -> None:
    for_members(RegionPage.objects.get(region__code=CODE, locale=Locale.get_default()))


HIDDEN: list[Callable[[Page], None]] = [draft, scheduled, expired, for_members, with_password, below_a_private_region]
MAKERS: list[Callable[..., Page]] = [make_story, make_event]


@pytest.mark.parametrize("hide", HIDDEN)
@pytest.mark.parametrize("make", MAKERS)
def test_what_not_everybody_may_see_shows_nowhere(
    client: Client, make: Callable[..., Page], hide: Callable[[Page], None]
) -> None:
    page, english = make_told(make)
    hide(page)
    if hide in {draft, scheduled, expired}:
        hide(english)
    for address in places(page, english):
        html = client.get(address, follow=True).content.decode()
        assert SECRET not in html, address
        assert address in (page.url, english.url) or SECRET.lower() not in html, address
        assert SECRET_EN not in html, address


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (make_story, ["/", "/cerita/", "/wilayah/81/", "/cerita/atom.xml", "/wilayah/81/atom.xml"]),
        (make_event, ["/", "/acara/", "/wilayah/81/", "/acara.ics", "/wilayah/81/acara.ics"]),
    ],
)
def test_a_public_thing_shows_in_its_places(client: Client, make: Callable[..., Page], shown: list[str]) -> None:
    page, english = make_told(make)
    for address in [*shown, page.url]:
        assert SECRET in client.get(address, follow=True).content.decode(), address
    for address in [*shown, english.url.removeprefix("/en")]:
        assert SECRET_EN in client.get(f"/en{address}", follow=True).content.decode(), address


@pytest.mark.parametrize("hide", [for_members, with_password, below_a_private_region])
def test_an_untranslated_page_is_as_closed_in_english(client: Client, hide: Callable[[Page], None]) -> None:
    page = make_told(make_event, translated=False)[0]
    hide(page)
    for address in ("/en/", "/en/acara/", "/en/wilayah/81/", "/en/acara.ics"):
        assert SECRET not in client.get(address, follow=True).content.decode(), address


def make_told(make: Callable[..., Page], *, translated: bool = True) -> tuple[Page, Page]:
    """A page below a regency, in a sector, in both languages."""
    make_region(CODE)
    make_site_tree()
    make_region_pages()
    make_region_aliases("en")
    parent = RegionPage.objects.get(region__code=CODE, locale=Locale.get_default())
    page = make(SECRET, parent=parent, slug=SECRET.lower())
    page.sectors.add(make_sector())
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    return page, translate(page, SECRET_EN) if translated else page


def places(page: Page, english: Page) -> list[str]:
    """Every address where the page could show, in both languages."""
    addresses = [*PLACES, page.get_parent().url, f"/acara/{page.translation_key}.ics"]
    addresses.append(f"{reverse('search:results')}?q={page.intro.split()[0]}")
    both = [*addresses, *(f"/en{each}" for each in addresses if not each.startswith("/sitemap"))]
    return [*both, page.url, english.url]
