"""The home page in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from home.models import HomeRegion
from tests.factories.events import make_event
from tests.factories.forums import TopicFactory
from tests.factories.home import make_home
from tests.factories.regions import make_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    cache.clear()


def test_the_featured_story_stands_first_then_the_newest(client: Client) -> None:
    old = make_story("Cerita unggulan", date="2020-01-01")
    for number in range(6):
        make_story(f"Cerita {number}")
    home = make_home()
    home.featured_story = old
    home.save_revision().publish()
    html = client.get("/").content.decode()
    assert html.index("Cerita unggulan") < html.index("Cerita 5") < html.index("Cerita 2")
    assert "Cerita 0" not in html


def test_active_and_planned_regions_stand_on_the_chart_and_in_the_list_below(client: Client) -> None:
    home = make_home()
    home.regions.add(HomeRegion(region=make_region("81.02")), HomeRegion(region=make_region("82"), state="planned"))
    home.save_revision().publish()
    html = client.get("/").content.decode()
    assert 'href="/wilayah/81.02/"' in html
    assert 'href="/wilayah/82/"' in html


@pytest.mark.parametrize("count", [1, 50])
def test_a_warm_home_page_costs_at_most_fifteen_queries(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    TopicFactory()
    for _number in range(count):
        make_story()
    make_event()
    for path in ("/", "/en/"):
        client.get(path)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200


def test_a_visitor_gets_no_cookie(client: Client) -> None:
    make_home()
    response = client.get("/")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
