"""What an entry says: the words that stand on the page of a thing, also those that come from elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from community.forums.models import Topic
from home.models import Region, Sector, StoryPage, Tag
from search.models import BESIDE, SearchEntry
from search.services import rebuild, refresh, refresh_region_entries
from tests.factories.events import make_event
from tests.factories.forums import TopicFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

pytestmark = pytest.mark.django_db


def test_a_region_lists_the_names_of_those_directly_below_it() -> None:
    make_region("81.02", name="Maluku Tenggara", alternative_names=["Malra"])
    make_region("81.02.01", name="Kei Kecil")
    rebuild(["region"], lambda kind, done, total: None)
    province = body("region", Region.objects.get(code="81").pk)
    assert "Maluku Tenggara · Malra" in province
    assert "Kei Kecil" not in province
    assert "Kei Kecil" in body("region", Region.objects.get(code="81.02").pk)


def test_the_region_above_follows_a_new_name() -> None:
    region = make_region("81.03", name="Maluku Tenggara Barat")
    rebuild(["region"], lambda kind, done, total: None)
    Region.objects.filter(pk=region.pk).update(name="Kepulauan Tanimbar")
    refresh_region_entries(region.pk)
    assert "Kepulauan Tanimbar" in body("region", region.parent_id)


def test_a_story_says_its_sectors_and_tags_in_its_language() -> None:
    sector = make_sector("wisata")
    Sector.objects.update(name_en="Tourism")
    story = make_story(sectors=[sector])
    story.tags.add(Tag.objects.create(name="Goa", name_en="Cave"))
    story.save_revision().publish()
    english = translate(story, "Hawang Cave")
    assert {f"{BESIDE}Wisata", f"{BESIDE}Goa"} <= lines("story", story.pk)
    assert {f"{BESIDE}Tourism", f"{BESIDE}Cave"} <= lines("story", english.pk)


def test_a_next_step_is_told_by_what_its_card_shows_and_not_where_it_has_none(client: Client) -> None:
    target, story = make_story("Goa Hawang"), make_story("Tali yang sama")
    step = {"kind": "read", "title": "Baca tentang goa", "text": "Airnya biru.", "page": target.pk}
    story.body = [{"type": "next_step", "value": step}]
    story.save_revision().publish()
    refresh("story", StoryPage.objects.get(pk=story.pk))
    assert "Airnya biru." in client.get(story.url).content.decode()
    assert body("story", story.pk) == "Baca tentang goa\nAirnya biru."
    target.unpublish()
    refresh("story", StoryPage.objects.get(pk=story.pk))
    cache.clear()
    assert "Airnya biru." not in client.get(story.url).content.decode()
    assert body("story", story.pk) == ""


def test_an_event_says_its_days_in_words() -> None:
    event = make_event(dates=[{"start_day": date(2026, 12, 5)}, {"start_day": date(2027, 1, 9)}])
    assert "5 Desember 2026 · 9 Januari 2027" in body("event", event.pk)


def test_a_topic_says_its_sectors_and_tags() -> None:
    topic: Topic = TopicFactory()
    topic.sectors.add(make_sector("wisata"))
    topic.tags.add(Tag.objects.create(name="sasi"))
    refresh("topic", topic)
    assert "Wisata · sasi" in body("topic", topic.pk)


def body(kind: str, key: object) -> str:
    return SearchEntry.objects.get(kind=kind, object_id=str(key)).body


def lines(kind: str, key: object) -> set[str]:
    return set(body(kind, key).splitlines())
