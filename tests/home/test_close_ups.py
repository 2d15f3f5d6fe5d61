"""Close-ups of the country's chart: what they show, and that every name is in a list too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template

from home.services.close_ups import CLOSE, HEIGHT, WIDTH, close_up
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from home.models import Region

pytestmark = pytest.mark.django_db


def test_a_region_is_lit_in_the_middle_among_its_neighbours() -> None:
    here = place("11.03", 4.6, 97.7)
    place("11.08", 4.9, 97.2)
    place("73.01", -5.0, 119.5)

    found = close_up(here)

    assert found
    lit, *others = found.marks
    assert (lit.state, float(lit.x), float(lit.y)) == ("lit", WIDTH / 2, HEIGHT / 2)
    assert [one.url for one in others] == ["/wilayah/11.08/"]


def test_a_province_shows_all_that_lies_in_it_however_wide() -> None:
    province = place("81", -3.7, 128.2)
    for number, east in enumerate([126.0, 130.0, 134.5], start=1):
        place(f"81.0{number}", -5.0, east)

    found = close_up(province)

    assert found
    assert len(found.marks) == 4
    assert all(0 < float(one.x) < WIDTH and 0 < float(one.y) < HEIGHT for one in found.marks)


def test_a_place_without_a_point_is_shown_where_the_region_above_lies() -> None:
    place("11.03", 4.6, 97.7)
    found = close_up(make_region("11.03.01"))

    assert found
    assert found.marks[0].url == "/wilayah/11.03/"


def test_nothing_is_drawn_where_no_point_is_known() -> None:
    assert close_up(make_region("11.03.01")) is None
    assert render(make_region("11.03.01")).strip() == ""


def test_a_mark_that_the_lit_one_would_cover_is_left_out() -> None:
    here = place("11.03", 4.6, 97.7)
    place("11.71", 4.6 + CLOSE / (WIDTH / 5) / 2, 97.7)

    found = close_up(here)

    assert found
    assert len(found.marks) == 1


def test_a_city_and_a_regency_of_one_name_are_told_apart() -> None:
    here = place("32.04", -7.0, 107.5)
    place("32.01", -6.5, 106.8, name="Bogor")
    place("32.71", -6.6, 106.6, name="Bogor", kind="city")

    found = close_up(here)

    assert found
    assert {one.label for one in found.marks[1:]} == {"Kota Bogor", "Kabupaten Bogor"}


def test_only_coasts_in_the_window_are_drawn() -> None:
    west, east = close_up(place("11.03", 4.6, 97.7)), close_up(place("91.03", -2.5, 140.7))

    assert west
    assert east
    assert west.land
    assert east.land
    assert not set(west.land.split("z")[:-1]) & set(east.land.split("z")[:-1])


def test_every_name_on_the_map_is_in_the_list_below_it_too() -> None:
    here = place("11.03", 4.6, 97.7)
    place("11.08", 4.9, 97.2)

    drawing, _, below = render(here).partition("<details")

    links = re.findall(r'<a href="([^"]+)" class="mark', drawing)
    assert len(links) == 2
    assert all(f'href="{link}"' in below for link in links)


def place(code: str, latitude: float, longitude: float, **fields: str) -> Region:
    return make_region(code, latitude=latitude, longitude=longitude, **fields)


def render(region: Region) -> str:
    return Template("{% load map_tags %}{% near_map region %}").render(Context({"region": region}))
