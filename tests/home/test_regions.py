"""The regions that ship with the project."""

from io import StringIO

import pytest
from django.core.management import call_command

from home.models import Region
from home.services.regions import load_shipped_regions

pytestmark = pytest.mark.django_db

NEAR = 0.15
"""Degrees; about 17 km."""


def test_all_provinces_regencies_and_cities_and_the_kei_islands_ship() -> None:
    load_shipped_regions()

    count = {kind: Region.objects.filter(kind=kind).count() for kind in Region.Kind.values}
    assert count == {"province": 38, "regency": 416, "city": 98, "district": 16, "village": 221, "island": 140}


def test_loading_what_ships_again_changes_nothing() -> None:
    load_shipped_regions()
    before = list(Region.objects.values())

    report = load_shipped_regions()

    assert (report.created, report.changed) == (0, 0)
    assert list(Region.objects.values()) == before


def test_loading_what_ships_keeps_what_an_editor_corrected() -> None:
    load_shipped_regions()
    Region.objects.filter(code="81.02").update(latitude=-5.7, name="Kei", alternative_names=["Nuhu Evav"])

    load_shipped_regions()

    region = Region.objects.get(code="81.02")
    assert (region.latitude, region.name, region.alternative_names) == (-5.7, "Kei", ["Nuhu Evav"])


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("81.02", -5.67, 132.74),  # Langgur
        ("81.72", -5.63, 132.75),  # Tual
        ("81.71", -3.70, 128.18),  # Ambon
        ("81.07", -5.76, 134.23),  # Dobo
        ("11.71", 5.55, 95.32),  # Banda Aceh
        ("12.71", 3.59, 98.67),  # Medan
        ("31.71", -6.18, 106.83),  # Jakarta Pusat
        ("32.04", -7.03, 107.52),  # Soreang
        ("33.05", -7.67, 109.65),  # Kebumen
        ("33.25", -6.91, 109.73),  # Batang
        ("35.78", -7.25, 112.75),  # Surabaya
        ("51.71", -8.65, 115.22),  # Denpasar
        ("53.10", -8.61, 120.47),  # Ruteng
        ("61.06", 0.86, 112.93),  # Putussibau
        ("64.72", -0.50, 117.15),  # Samarinda
        ("71.71", 1.49, 124.84),  # Manado
        ("73.71", -5.15, 119.43),  # Makassar
        ("74.07", -5.33, 123.54),  # Wanci
        ("82.71", 0.79, 127.38),  # Ternate
        ("91.71", -2.53, 140.71),  # Jayapura
        ("93.01", -8.49, 140.40),  # Merauke
        ("96.71", -0.88, 131.26),  # Sorong
    ],
)
def test_a_region_is_where_everybody_knows_it_to_be(code: str, latitude: float, longitude: float) -> None:
    load_shipped_regions()

    region = Region.objects.get(code=code)

    assert region.latitude == pytest.approx(latitude, abs=NEAR)
    assert region.longitude == pytest.approx(longitude, abs=NEAR)


def test_no_regency_or_city_lies_far_from_its_province() -> None:
    load_shipped_regions()

    for region in Region.objects.filter(kind__in=["regency", "city"]).exclude(latitude=None).select_related("parent"):
        assert region.parent is not None
        assert abs((region.latitude or 0) - (region.parent.latitude or 0)) < 5, region
        assert abs((region.longitude or 0) - (region.parent.longitude or 0)) < 5.5, region


def test_the_check_lists_the_regions_without_a_point() -> None:
    load_shipped_regions()
    out = StringIO()

    call_command("check_regions", stdout=out)

    lines = out.getvalue().splitlines()
    assert "62.10 Kabupaten Gunung Mas" in lines
    assert lines[-1] == "4 of 552 have no point"


def test_regions_of_divided_papua_know_their_former_codes_and_provinces_their_short_names() -> None:
    load_shipped_regions()

    assert Region.objects.get(code="93.01").former_codes == ["91.01"]
    assert "NTT" in Region.objects.get(code="53").alternative_names
    assert Region.objects.get(code="81.03").former_names == ["Maluku Tenggara Barat"]
