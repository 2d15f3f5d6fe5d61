"""The whole gazetteer from a package, good and broken."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from home.models import Region
from home.services.gazetteer import BrokenPackageError
from home.services.regions import load_regions, load_shipped_regions
from home.signals import regions_loaded

pytestmark = pytest.mark.django_db

GOOD = {
    "provinces": "code,name\n31,Daerah Khusus Ibukota Jakarta\n81,Maluku\n",
    "regencies": (
        "code,province_code,name\n31.01,31,Kabupaten Administrasi Kepulauan Seribu\n"
        "81.02,81,Kabupaten Maluku Tenggara\n81.72,81,Kota Tual\n"
    ),
    "districts": "code,regency_code,name\n81.02.01,81.02,Kei Kecil\n",
    "villages": "code,district_code,name\n81.02.01.2014,81.02.01,Langgur\n",
    "islands": (
        "code,regency_code,coordinate,is_populated,is_outermost_small,name\n"
        '81.02.40100,81.02,"05°51\'15.99"" S 132°32\'29.00"" E",1,0,Pulau Ur\n'
        '81.00.40001,,"05°30\'00.00"" S 132°30\'00.00"" E",0,0,Pulau Bersama\n'
    ),
}


def test_a_package_becomes_regions_with_bare_names_kinds_parents_and_the_points_of_islands(tmp_path: Path) -> None:
    report = load_regions(package(tmp_path))

    assert (report.created, report.changed, report.unchanged, report.refused) == (9, 0, 0, [])
    assert Region.objects.get(code="31").name == "DKI Jakarta"
    assert str(Region.objects.get(code="31.01")) == "Kabupaten Kepulauan Seribu"
    assert Region.objects.get(code="81.72").kind == Region.Kind.CITY
    assert Region.objects.get(code="81.02.01.2014").parent == Region.objects.get(code="81.02.01")
    island = Region.objects.get(code="81.02.40100")
    assert (island.latitude, island.longitude) == (-5.85444, 132.54139)
    assert str(island) == "Pulau Ur"


def test_an_island_without_a_regency_belongs_to_its_province(tmp_path: Path) -> None:
    load_regions(package(tmp_path))

    assert Region.objects.get(code="81.00.40001").parent == Region.objects.get(code="81")


def test_a_second_load_changes_nothing(tmp_path: Path) -> None:
    load_regions(package(tmp_path))
    before = list(Region.objects.values())

    report = load_regions(package(tmp_path))

    assert (report.created, report.changed, report.unchanged) == (0, 0, 9)
    assert list(Region.objects.values()) == before


def test_a_renamed_region_is_changed_and_keeps_its_point_and_its_other_names(tmp_path: Path) -> None:
    load_shipped_regions()
    point = Region.objects.values_list("latitude", "longitude").get(code="81.02")
    renamed = GOOD["regencies"].replace("Maluku Tenggara", "Kepulauan Kei")

    load_regions(package(tmp_path, regencies=renamed))

    region = Region.objects.get(code="81.02")
    assert region.name == "Kepulauan Kei"
    assert (region.latitude, region.longitude) == point
    assert "Malra" in region.alternative_names


def test_progress_is_told_up_to_the_last_row(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    load_regions(package(tmp_path), on_progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (9, 9)


def test_a_load_announces_itself_once_and_only_when_something_changed(tmp_path: Path) -> None:
    heard: list[object] = []

    def listener(**kwargs: object) -> None:
        heard.append(kwargs["sender"])

    regions_loaded.connect(listener)
    load_regions(package(tmp_path))
    load_regions(package(tmp_path))
    regions_loaded.disconnect(listener)

    assert heard == [Region]


@pytest.mark.parametrize(
    ("file", "row", "reason"),
    [
        ("districts", "81.02.1,81.02,Kei Besar", "is not a code of this kind"),
        ("districts", "81.02.01,81.02,Kei Kecil lagi", "stands twice"),
        ("districts", "81.02.03,81.72,Kei Besar", "its code contradicts"),
        ("districts", "81.02.03,81.02,", "has no usable name"),
        ("districts", f"81.02.03,81.02,{'x' * 121}", "has no usable name"),
        ("regencies", "81.03,81,Kepulauan Tanimbar", "says neither Kabupaten nor Kota"),
        ("islands", "81.02.40101,81.02,5.8 S 132 E,0,0,Pulau A", "is not a coordinate"),
        ("islands", '81.02.40101,81.02,"05°51\'75.00"" S 132°32\'29.00"" E",0,0,Pulau A', "is not a coordinate"),
        ("islands", '81.02.40101,81.02,"55°51\'15.00"" N 132°32\'29.00"" E",0,0,Pulau A', "lies outside Indonesia"),
    ],
)
def test_a_senseless_row_is_refused_with_its_line_and_the_rest_is_loaded(
    tmp_path: Path, file: str, row: str, reason: str
) -> None:
    report = load_regions(package(tmp_path, **{file: f"{GOOD[file]}{row}\n"}))

    assert report.created == 9
    [refusal] = report.refused
    assert reason in refusal.reason
    assert (refusal.file, refusal.line) == (f"{file}.csv", GOOD[file].count("\n") + 1)


def test_what_lies_below_a_refused_row_is_refused_as_well(tmp_path: Path) -> None:
    nameless = GOOD["districts"].replace("Kei Kecil", " ")

    report = load_regions(package(tmp_path, districts=nameless))

    assert [refusal.file for refusal in report.refused] == ["districts.csv", "villages.csv"]
    assert not Region.objects.filter(code__startswith="81.02.01").exists()


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("villages", None, "villages.csv is missing"),
        ("villages", "code,name\n81.02.01.2014,Langgur\n", "lacks the column district_code"),
        ("villages", GOOD["villages"] + "81.02.01.2015,81.02", "ends in the middle of a line"),
        ("villages", GOOD["villages"] + "81.02.01.2015,81.02.01\n", "differ in length"),
        ("villages", "code,district_code,name\n", "has no rows"),
        (
            "villages",
            GOOD["villages"].encode() + b"81.02.01.2015,81.02.01,F\xe9an\n",
            "villages.csv:3: this is not UTF-8",
        ),
        (
            "districts",
            GOOD["districts"] + "81.09.01,81.09,Leksula\n",
            "the region above 81.09.01, 81.09, is in no file",
        ),
        ("districts", GOOD["districts"] + '81.02.03,81.02,"Kei\n', "districts.csv"),
    ],
)
def test_a_broken_package_changes_nothing(
    tmp_path: Path, file: str, content: str | bytes | None, complaint: str
) -> None:
    broken = package(tmp_path, **{file: content})

    with pytest.raises(BrokenPackageError, match=complaint):
        load_regions(broken)

    assert not Region.objects.exists()


def test_the_command_says_what_it_did_and_what_it_refused(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()

    call_command("load_regions", package(tmp_path, districts=GOOD["districts"] + "9,81.02,x\n"), stdout=out, stderr=err)

    assert "9 created, 0 changed, 0 unchanged, 1 refused" in out.getvalue()
    assert "Refused districts.csv:3: '9' is not a code" in err.getvalue()


def test_the_command_fails_on_a_broken_package_without_a_trace(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nothing was changed: provinces\.csv is missing"):
        call_command("load_regions", tmp_path)


def package(folder: Path, **files: str | bytes | None) -> Path:
    """Write a small package, with other files where given; None leaves one out."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for name, content in {**GOOD, **files}.items():
        if content is not None:
            (data / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
