"""Menus and the way from one language to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.utils import translation

from home.models import RegionPage, SiteSettings, StandardPage
from home.services import navigation
from home.services.region_pages import make_region_aliases
from tests.factories.home import make_home, make_region_page
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story, story_index, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    cache.clear()


@pytest.mark.parametrize(("path", "other"), [("/tidak/ada/", "/en/"), ("/en/not/here/", "/")])
def test_from_where_nothing_is_the_other_language_leads_home(client: Client, path: str, other: str) -> None:
    make_home()
    response = client.get(path)
    assert response.status_code == 404
    assert f'href="{other}" lang=' in response.content.decode()
    assert 'rel="alternate" hreflang' not in response.content.decode()


def test_the_foot_offers_to_become_a_member_to_those_who_are_none(client: Client) -> None:
    make_home()
    join = 'href="/akun/daftar/">Jadi anggota'
    assert join in client.get("/forum/").content.decode()
    client.force_login(MemberFactory())
    page = client.get("/forum/").content.decode()
    assert join not in page
    assert 'href="/forum/baru/"' in page


def test_the_form_of_a_comment_is_kept_in_the_other_language(client: Client) -> None:
    story = make_story()
    translate(story, "A story")
    path = f"/diskusi/{story.translation_key}/tulis/?balas=0"
    assert f'href="/en{path}"' in client.get(path).content.decode()
    assert f'href="{path}"' in client.get(f"/en{path}").content.decode()


def test_an_untranslated_story_leads_to_the_nearest_page_that_is_translated(client: Client) -> None:
    region = make_region_page(make_region("81"))
    make_region_aliases("en")
    story = make_story(parent=region)
    alias = RegionPage.objects.get(alias_of=region)
    found = navigation.surroundings(story).translations["en"]
    assert (found.url, found.is_exact) == (alias.url, False)
    html = client.get(story.url).content.decode()
    assert f'href="{alias.url}"' in html
    assert 'rel="alternate" hreflang="en"' not in html


def test_a_translated_story_names_its_other_language_to_machines(client: Client) -> None:
    story = make_story()
    english = translate(story, "The same rope")
    html = client.get(story.url).content.decode()
    assert f'hreflang="en" href="http://testserver{english.url}"' in html
    assert 'hreflang="x-default"' in html


def test_the_filter_of_a_list_is_kept_in_the_other_language_and_its_page_number_is_not(client: Client) -> None:
    for number in range(13):
        make_story(f"Cerita {number}")
    index = story_index("en")
    html = client.get("/cerita/?format=article&page=2").content.decode()
    assert f'href="{index.url}?format=article"' in html


def test_the_menus_follow_a_page_that_is_published_renamed_and_hidden() -> None:
    home = make_home()
    page = StandardPage(title="Cara kerja", slug="cara-kerja", menu="footer", locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
    with translation.override("id"):
        assert [link.title for link in navigation.menus().help] == ["Cara kerja"]
        page.title = "Cara kerja Negeri"
        page.save_revision().publish()
        assert [link.title for link in navigation.menus().help] == ["Cara kerja Negeri"]
        page.unpublish()
        assert navigation.menus().help == ()


def test_the_settings_of_the_site_reach_every_footer(client: Client) -> None:
    make_home()
    SiteSettings.objects.create(organisation="Perkumpulan Contoh", contact_email="redaksi@example.org")
    html = client.get("/").content.decode()
    assert "Perkumpulan Contoh" in html
    assert "mailto:redaksi@example.org" in html


@pytest.mark.parametrize(
    ("path", "place"), [("/cerita/", "/cerita/"), ("/wilayah/", "/wilayah/"), ("/en/acara/", "/en/acara/")]
)
def test_the_current_place_is_marked(client: Client, path: str, place: str) -> None:
    make_home()
    assert f'href="{place}" aria-current="page"' in client.get(path).content.decode()


def test_a_story_below_a_region_belongs_to_the_stories(client: Client) -> None:
    story = make_story(parent=make_region_page(make_region("81")))
    assert 'href="/cerita/" aria-current="page"' in client.get(story.url).content.decode()
