import pytest
from django.core.exceptions import ValidationError

from home.fields import RegionField
from home.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions():
    maluku = region("81", "Maluku", "province", alternative_names=["Tanah Raja-Raja"])
    city = region("81.72", "Tual", "city", maluku, former_codes=["81.99"])
    return {
        "maluku": maluku,
        "ambon": region("81.71", "Ambon", "city", maluku),
        "tual": city,
        "village": region("81.72.02.1001", "Tual", "village", city),
    }


@pytest.mark.parametrize("typed", ["81.72", "Kota Tual", "kota tual", "Kota Tual (81.72)", "  81.72 ", "81.99"])
def test_a_region_is_found_by_code_name_or_former_code(regions, typed):
    assert RegionField().clean(typed) == regions["tual"]


def test_a_region_is_found_by_another_name(regions):
    assert RegionField().clean("Tanah Raja-Raja") == regions["maluku"]


def test_a_name_of_several_regions_is_answered_with_the_choices():
    with pytest.raises(ValidationError) as refused:
        RegionField().clean("Tual")
    assert "Kota Tual (81.72)" in refused.value.messages[0]
    assert "Tual (81.72.02.1001)" in refused.value.messages[0]


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(ValidationError) as refused:
        RegionField().clean("Ambonia")
    assert "Kota Ambon (81.71)" in refused.value.messages[0]


@pytest.mark.parametrize("typed", ["99.99", "Atlantis", "%", "'; DROP TABLE", "(", "81.72.99.9999"])
def test_nonsense_is_refused_with_a_word(typed):
    with pytest.raises(ValidationError):
        RegionField(max_regions=1).clean(typed)


def test_several_regions_are_separated_by_semicolons_or_lines_and_count_once(regions):
    cleaned = RegionField(max_regions=5).clean("81.71; Kota Tual\n81.72")
    assert cleaned == [regions["ambon"], regions["tual"]]


def test_too_many_regions_are_refused():
    with pytest.raises(ValidationError):
        RegionField(max_regions=1).clean("81.71; 81.72")


def test_nothing_is_nothing_where_it_is_optional():
    assert RegionField(required=False).clean("") is None
    assert RegionField(max_regions=5, required=False).clean(" ; ") == []


def test_what_is_shown_can_be_read_back(regions):
    field = RegionField(max_regions=5)
    shown = field.prepare_value(list(regions.values()))
    assert field.clean(shown) == list(regions.values())


def region(code, name, kind, parent=None, **fields):
    return Region.objects.create(code=code, name=name, kind=kind, parent=parent, **fields)
