"""Stories: their pages, their index, their place in regions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail import hooks
from wagtail.models import PageViewRestriction

from home.blocks import BodyBlock, video_key
from home.permissions import Visitor
from home.services import stories
from home.services.renditions import QUICK, make_missing_renditions
from tests.factories.home import add_author, make_full_story, make_region_page
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    cache.clear()


def test_a_story_shows_every_kind_of_block(client: Client) -> None:
    story = make_full_story(title="Tali yang sama")
    make_missing_renditions(QUICK)
    add_author(story, MemberFactory(name="Maria Letsoin"))
    html = client.get(story.url).content.decode()
    for words in (
        "Tali yang sama",
        "Pukul lima pagi.",
        "Bentangan tali",
        "Kami hanya belajar menunggu.",
        "data-video",
        "Sekilas",
        "Baca lagi",
        "Maria Letsoin",
        "Redaksi Negeri",
        "<picture>",
    ):
        assert words in html
    assert "<iframe" not in html
    assert "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" in html


@pytest.mark.parametrize("count", [1, 50])
def test_a_warm_story_costs_at_most_twelve_queries(client: Client, count: int, django_assert_max_num_queries) -> None:
    region = make_region_page(make_region("81.02"))
    story = make_full_story(parent=region)
    for _number in range(count):
        make_story(parent=region)
    client.get(story.url)
    with django_assert_max_num_queries(12):
        client.get(story.url)


@pytest.mark.parametrize("count", [1, 50])
def test_the_warm_index_costs_at_most_twelve_queries(client: Client, count: int, django_assert_max_num_queries) -> None:
    region = make_region_page(make_region("81.02"))
    for _number in range(count):
        make_story(parent=region, sectors=[make_sector()])
    client.get("/cerita/")
    with django_assert_max_num_queries(12):
        assert client.get("/cerita/").status_code == 200


def test_the_index_shows_twelve_stories_a_page_newest_first(client: Client) -> None:
    for day in range(1, 15):
        make_story(f"Cerita hari {day:02}", date=date(2026, 3, day))
    first = client.get("/cerita/").content.decode()
    assert first.index("Cerita hari 14") < first.index("Cerita hari 13")
    assert "Cerita hari 02" not in first
    assert "Cerita hari 02" in client.get("/cerita/?page=2").content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("region=81", True),
        ("region=81.02", True),
        ("region=82", False),
        ("sector=rumput-laut", True),
        ("format=vlog", False),
        ("format=article", True),
        ("year=2026", True),
        ("year=2025", False),
        ("region=99", False),
        ("sector=%00", False),
        ("year=abc", False),
    ],
)
def test_the_index_narrows_by_region_sector_format_and_year(client: Client, query: str, shown: bool) -> None:
    region = make_region_page(make_region("81.02"))
    make_region("82")
    make_story("Ikan asar", parent=region, sectors=[make_sector()], date=date(2026, 3, 1))
    response = client.get(f"/cerita/?{query}")
    assert response.status_code == 200
    assert ("Ikan asar" in response.content.decode()) is shown


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999", "1.5"])
def test_a_page_of_the_index_that_is_not_there_is_answered_404(client: Client, page: str) -> None:
    make_story()
    assert client.get(f"/cerita/?page={page}").status_code == 404


def test_a_story_counts_for_its_region_all_above_it_and_its_further_regions() -> None:
    story = make_story(parent=make_region_page(make_region("81.02")), regions=(make_region("82.01"),))
    for code, told in (("81.02", True), ("81", True), ("82", True), ("82.01", True), ("81.72", False)):
        assert (story in stories.stories(Visitor(), region=make_region(code))) is told


def test_a_code_that_only_begins_alike_is_no_region_below() -> None:
    story = make_story(regions=(make_region("81.02"),))
    assert story not in stories.stories(Visitor(), region=make_region("8"))


def test_a_story_below_a_closed_page_is_listed_nowhere(client: Client) -> None:
    region = make_region_page(make_region("81.02"))
    story = make_story("Rahasia kelompok", parent=region)
    PageViewRestriction.objects.create(page=region, restriction_type=PageViewRestriction.LOGIN)
    for path in ("/cerita/", "/", "/wilayah/81/", story.url):
        assert "Rahasia kelompok" not in client.get(path, follow=True).content.decode()


def test_an_english_reader_finds_the_translation_and_a_switch_back(client: Client) -> None:
    story = make_story("Tali yang sama")
    english = translate(story, "The same rope")
    html = client.get(english.url).content.decode()
    assert f'href="{story.url}"' in html
    assert "The same rope" in client.get("/en/cerita/").content.decode()
    assert "Tali yang sama" not in client.get("/en/cerita/").content.decode()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "dQw4w9WgXcQ"),
        ("https://vimeo.com/123456789", "123456789"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", ""),
        ("javascript:alert(1)//youtu.be/dQw4w9WgXcQ", ""),
        ("https://[youtu.be/dQw4w9WgXcQ", ""),
    ],
)
def test_only_videos_at_youtube_and_vimeo_are_known(url: str, key: str) -> None:
    assert video_key(url) == key


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "forum/", "/\\evil.example", ""]
)
def test_a_next_step_leads_to_this_site_only(path: str) -> None:
    hooks.search_for_hooks()
    block = BodyBlock().child_blocks["next_step"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"kind": "read", "title": "Lanjut", "path": path}))


def test_a_next_step_is_searched_by_its_words_not_by_its_address() -> None:
    block = BodyBlock().child_blocks["next_step"]
    value = block.to_python({"kind": "attend", "title": "Baca lagi", "text": "Tentang sasi", "path": "/cerita/"})
    assert block.get_searchable_content(value) == ["Baca lagi", "Tentang sasi"]


def test_a_next_step_keeps_only_the_path_of_an_address_on_this_site(settings) -> None:
    hooks.search_for_hooks()
    block = BodyBlock().child_blocks["next_step"]
    value = block.to_python({"kind": "read", "title": "Lanjut", "path": f"{settings.BASE_URL}/forum/"})
    assert block.clean(value)["path"] == "/forum/"
