import gzip

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from home.templatetags.interface_tags import canonical_url, contour_field, elided_pages, icon, initials, tone


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria Letsoin", "ML"), ("Yosina van den Rahanra", "YR"), ("Petrus", "P"), ("  ", "?"), ("‘Ali (admin)", "?")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_keeps_the_same_colour() -> None:
    assert tone(7) == tone("7")
    assert {tone(key) for key in range(200)} == set(range(1, 9))


@pytest.mark.parametrize(
    ("number", "pages"),
    [
        (1, [1, 2, None, 28]),
        (3, [1, 2, 3, 4, None, 28]),
        (14, [1, None, 13, 14, 15, None, 28]),
        (28, [1, None, 27, 28]),
    ],
)
def test_a_long_list_of_pages_leaves_out_the_far_ones(number: int, pages: list[int | None]) -> None:
    assert elided_pages(Paginator(range(28), 1).page(number)) == pages


def test_own_icons_come_before_heroicons_and_an_unknown_name_still_draws() -> None:
    assert 'class="icon"' in icon("seaweed")
    assert 'class="icon"' in icon("magnifying-glass")
    assert icon("no such icon") == icon("../base") == icon("region")


def test_a_contour_field_is_small_and_the_same_for_the_same_seed() -> None:
    assert contour_field("goa") == contour_field("goa") != contour_field("bagan")
    assert max(len(gzip.compress(contour_field(seed).encode())) for seed in range(40)) <= 600


@pytest.mark.parametrize(("query", "end"), [("", ""), ("?page=3&utm=x", "?page=3"), ("?page=1", ""), ("?page=x", "")])
def test_the_canonical_address_keeps_only_the_page(query: str, end: str) -> None:
    request = RequestFactory().get(f"/cerita/{query}")
    assert canonical_url(request).endswith(f"/cerita/{end}")
