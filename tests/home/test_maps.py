"""Maps as inline SVG: what they weigh, and that everybody can use them."""

import gzip
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from home.models import Region
from home.services.map_labels import Spot, _box, _overlap
from home.services.maps import Mark, chart, mark
from home.services.regions import load_shipped_regions
from home.templatetags.map_tags import country_map

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions() -> None:
    load_shipped_regions()


def test_the_country_map_is_light_and_links_all_provinces() -> None:
    html = render("{% country_map regions %}", Region.objects.filter(kind="province"))

    assert len(gzip.compress(html.encode())) <= 22 * 1024
    assert [link.get("href") for link in links(html)] == [f"/wilayah/{code}/" for code in province_codes()]


def test_the_hero_leaves_room_for_the_rest_of_the_home_page() -> None:
    html = render("{% hero_map regions %}", Region.objects.filter(code__in=["81.02", "81.07", "53.11"]))

    assert len(gzip.compress(html.encode())) <= 8 * 1024


def test_regions_that_lie_together_are_one_mark_on_the_hero() -> None:
    html = render("{% hero_map regions %}", Region.objects.filter(code__in=["81.02", "81.72"]))

    assert [link.get("href") for link in links(html)] == ["/wilayah/81.02/"]


def test_the_kei_map_is_light_and_lights_the_town_of_the_region() -> None:
    html = render("{% kei_map regions.0 %}", Region.objects.filter(code="81.02"))

    assert len(gzip.compress(html.encode())) <= 12 * 1024
    [lit] = [link for link in links(html) if link.get("class") == "mark-lit"]
    assert lit.get("aria-label") == "Langgur"


def test_every_name_on_the_kei_map_is_in_the_list_below_it_too() -> None:
    html = render("{% kei_map %}")

    _, _, below = html.partition("<details")
    assert all(f'href="{link.get("href")}"' in below for link in links(html))


@pytest.mark.parametrize("tag", ["country_map regions", "hero_map regions", "kei_map", "locator_map regions.0"])
def test_a_map_is_well_formed_named_and_the_same_in_every_language(tag: str) -> None:
    regions = Region.objects.filter(kind="province")
    with translation.override("en"):
        english = render(f"{{% {tag} %}}", regions)
    with translation.override("id"):
        indonesian = render(f"{{% {tag} %}}", regions)

    for html in (english, indonesian):
        assert re.search(r'role="(group|img)" aria-label="[^"]+"', html)
    assert coordinates(svg_of(english)) == coordinates(svg_of(indonesian))
    assert not any("," in number for number in coordinates(svg_of(indonesian)))


@pytest.mark.parametrize("tag", ["country_map regions", "kei_map regions.0", "hero_map regions"])
def test_every_mark_is_a_link_with_a_name(tag: str) -> None:
    found = links(render(f"{{% {tag} %}}", Region.objects.filter(code__in=["81", "82"])))

    assert found
    for link in found:
        assert link.get("aria-label")
        assert link.findtext("title") == link.get("aria-label")


def test_no_identifier_stands_twice_in_a_map() -> None:
    html = render("{% country_map regions %}{% hero_map regions %}{% kei_map %}", Region.objects.filter(code="81.02"))

    page = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314 (our own output)
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_a_region_without_a_point_has_no_mark() -> None:
    assert mark(Region.objects.get(code="62.10"), on=chart("indonesia")) is None
    assert "<circle" not in render("{% locator_map regions.0 %}", Region.objects.filter(code="62.10"))


def test_a_mark_is_where_the_projection_puts_it() -> None:
    country = chart("indonesia")

    assert country.place(6.5, 94) == (0, 0)
    assert country.place(-11.5, 142) == (country.width, country.height)


def test_names_on_the_country_map_do_not_cover_each_other() -> None:
    marks = [one for one in country_map(Region.objects.filter(kind="province"))["marks"] if one.text_x]

    assert len(marks) >= 30
    boxes = [label_box(one) for one in marks]
    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def test_a_map_of_many_regions_asks_the_database_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        render("{% kei_map %}")
    with django_assert_num_queries(1):
        render("{% country_map regions %}", Region.objects.filter(kind="province"))


def render(source: str, regions: object = ()) -> str:
    """Render a tag with some regions at hand."""
    return Template("{% load map_tags %}" + source).render(Context({"regions": regions}))


def svg_of(html: str) -> ElementTree.Element:
    """Parse the drawing, which must be well-formed XML."""
    start, end = html.index("<svg"), html.index("</svg>") + len("</svg>")
    return ElementTree.fromstring(html[start:end])  # noqa: S314 (our own output)


def links(html: str) -> list[ElementTree.Element]:
    """List the links of the drawing."""
    return list(svg_of(html).iter("a"))


def coordinates(svg: ElementTree.Element) -> list[str]:
    """List what places the marks and names."""
    return [node.get(name, "") for node in svg.iter() for name in ("x", "y", "cx", "cy", "r") if node.get(name)]


def province_codes() -> list[str]:
    """List the codes of all provinces."""
    return list(Region.objects.filter(kind="province").values_list("code", flat=True))


def label_box(one: Mark) -> tuple[float, float, float, float]:
    """Give the room that a name takes."""
    spot = Spot(float(one.text_x) - float(one.x), float(one.text_y) - float(one.y), one.anchor)
    return _box(one, spot)
