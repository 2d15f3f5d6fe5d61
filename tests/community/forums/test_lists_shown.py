"""What readers see of lists and of the page of a category: what topics are about, who looks after it, how to narrow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.services.row_facts import tell_about
from home.models import Tag
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def page_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def facts_of(html: str) -> list[str]:
    """What the rows of a list say below their titles."""
    rows = html.split('<article class="topic-row')[1:]
    found = [re.search(r'<p class="meta">(.*?)</p>', row, re.DOTALL)[1] for row in rows]
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def test_a_row_says_category_region_sector_and_tags_in_the_readers_language(client):
    tag = Tag.objects.create(name="bibit", name_en="seedlings", slug="bibit")
    sector = make_sector()
    sector.name_en = "Seaweed"
    sector.save()
    category = CategoryFactory(name="Budidaya", name_en="Farming")
    TopicFactory(category=category, regions=[make_region("81.02")], sectors=[sector], tags=[tag])
    region = make_region("81.02").name
    assert facts_of(page_of(client, "/forum/")) == [f"Budidaya {region} · Rumput laut #bibit"]
    assert facts_of(page_of(client, "/en/forum/")) == [f"Farming {region} · Seaweed #seedlings"]


def test_a_row_without_a_region_is_about_all_of_them(client):
    category = CategoryFactory(name="Balai")
    TopicFactory(category=category)
    assert facts_of(page_of(client, "/forum/")) == ["Balai Semua wilayah"]


def test_a_row_stays_short(client):
    tags = [Tag.objects.create(name=f"tag{number}", slug=f"tag{number}") for number in range(5)]
    TopicFactory(category=CategoryFactory(name="Balai"), tags=tags)
    assert facts_of(page_of(client, "/forum/")) == ["Balai Semua wilayah #tag0 #tag1 #tag2"]


@pytest.mark.parametrize("count", [1, 20])
def test_what_rows_are_about_is_read_by_one_query(count):
    tag = Tag.objects.create(name="bibit", slug="bibit")
    about = {"regions": [make_region("81.02")], "sectors": [make_sector()], "tags": [tag]}
    rows = [TopicFactory(**about) for _number in range(count)]
    with CaptureQueriesContext(connection) as queries:
        tell_about(rows)
    assert len(queries) == 1
    assert {(*row.region_names, *row.sector_names, *row.tag_names) for row in rows} == {
        (make_region("81.02").name, "Rumput laut", "bibit")
    }


def test_the_filters_stand_behind_a_button_that_says_what_is_chosen(client):
    TopicFactory(sectors=[make_sector()])
    page = page_of(client, "/forum/")
    folded = page.split('<details class="facets">')[1].split("</details>")[0]
    assert all(f'name="{name}"' in folded for name in ("region", "sector", "tag"))
    for address, said in (("/forum/", "Saring"), ("/forum/?sector=rumput-laut", "Saring: Rumput laut")):
        summary = page_of(client, address).split('<details class="facets">')[1].split("</summary>")[0]
        assert re.search(r"<span>(.*?)</span>", summary)[1].strip() == said


def test_who_looks_after_a_category_is_named_to_readers_and_who_can_do_nothing_is_not(client):
    listed, unlisted, above = MemberFactory(is_listed=True), MemberFactory(), MemberFactory()
    suspended = MemberFactory(suspended_until=timezone.now() + timedelta(days=3))
    left = MemberFactory(is_active=False)
    parent = CategoryFactory()
    category, other = CategoryFactory(parent=parent), CategoryFactory()
    category.moderators.set([listed, unlisted, suspended, left])
    parent.moderators.set([above])
    page = page_of(client, category.get_absolute_url())
    assert "Dijaga oleh" in page
    assert f'<a href="{listed.profile.get_absolute_url()}">{listed.name}</a>' in page
    assert all(member.name in page for member in (unlisted, above))
    assert all(member.name not in page for member in (suspended, left))
    of_parent = page_of(client, parent.get_absolute_url())
    assert above.name in of_parent
    assert listed.name not in of_parent
    assert "Dijaga oleh" not in page_of(client, other.get_absolute_url())


def test_naming_who_looks_after_a_category_costs_the_same_for_one_and_many(client):
    asked = []
    for count in (1, 6):
        category = CategoryFactory()
        category.moderators.set([MemberFactory(is_listed=True) for _number in range(count)])
        client.get(category.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, category.get_absolute_url())
        assert all(member.name in page for member in category.moderators.all())
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("place", ["", "cetak/"])
def test_a_heading_in_a_text_is_none_of_the_pages_own(client, place):
    topic = PostFactory(body="# Besar\n\n## Kecil\n\nBegini di tempat kami.").topic
    page = page_of(client, topic.get_absolute_url() + place)
    assert page.count("<h1") == 1
    assert "<h3>Besar</h3>" in page
    assert "<h4>Kecil</h4>" in page
