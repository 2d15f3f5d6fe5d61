"""What is typed in the box: one operator several times, names of kinds, codes without dots, and what is said of it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from home.models import Region
from search.alerts import new_matches
from search.engines.words import Words
from search.facets import sorts
from search.filters import LONGEST_TEXT, Filters
from search.kind_names import kind_named
from search.services import refresh_many
from search.sources import SOURCES
from search.typed import Typed
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.saved import make_saved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "days", "left"),
    [
        ("before:2026-03 before:2026-01", (None, "2026-01-01"), ["before:2026-03"]),
        ("sebelum:2026-01 before:2026-03 before:2027", (None, "2026-01-01"), ["before:2026-03", "before:2027"]),
        ("after:2025 after:2026-01-02", ("2026-01-02", None), ["after:2025"]),
        ("after:2026-01-02 after:nonsense", ("2026-01-02", None), []),
        ("after:2025 sesudah:2025-01-01", ("2025-01-01", None), []),
    ],
)
def test_of_several_days_the_narrowest_counts_and_the_others_are_said_to_be_left_out(
    text: str, days: tuple[str | None, str | None], left: list[str]
) -> None:
    with override("en"):
        typed = Typed.read(text)
    assert (typed.since and str(typed.since), typed.until and str(typed.until)) == days
    reason = "of several days the one counts that leaves the fewest results."
    assert typed.notes == [f"“{written}” was left out: {reason}" for written in left]


def test_of_several_places_the_last_counts_that_there_is() -> None:
    for code, name in (("81.72", "Tual"), ("92.71", "Sorong")):
        make_region(code, name=name, kind=Region.Kind.CITY, latitude=-5.0, longitude=132.0)
    refresh_many("region", SOURCES["region"].things())
    with override("en"):
        typed = Typed.read("near:tual near:sorong near:tual near:sorong near:nowhere")
    assert typed.near == Region.objects.get(code="92.71")
    assert typed.notes == ["“near:tual” was left out: of several places the last one counts."]
    assert typed.problems == ["“near:nowhere” was left out: no region with a place on the map has this code or name."]


@pytest.mark.parametrize("path", ["/cari/", "/en/cari/"])
def test_the_page_says_what_was_left_out(client: Client, path: str) -> None:
    make_entry("Tali")
    words = " ".join(f"kata{number}" for number in range(14))
    for text, parts in (
        ("tali near:nirwana", ["“near:nirwana”"]),
        ("tali before:2030 before:2031", ["“before:2031”"]),
        (words, ["“kata12 kata13”", "12"]),
    ):
        page = client.get(path, {"q": text}, REMOTE_ADDR=f"10.0.0.{len(text)}").content.decode()
        assert all(part in page for part in parts)
        assert 'class="notice warning"' in page


def test_what_stands_in_a_typed_place_counts_before_the_one_in_the_address() -> None:
    for code, name in (("81.72", "Tual"), ("92.71", "Sorong")):
        make_region(code, name=name, kind=Region.Kind.CITY, latitude=-5.0, longitude=132.0)
    filters = Filters.read(QueryDict("q=tali+near:92.71&near=81.72&sort=nearest"))
    assert filters.place == Region.objects.get(code="92.71")


def test_several_authors_are_any_of_them(client: Client) -> None:
    members = [MemberFactory(name=name) for name in ("Maria Letsoin", "Bram Tethool", "Yosina Rahanra")]
    for member in members:
        member.profile.is_listed = True
        member.profile.save()
        make_entry(f"Tali {member.pk}", author=member.name, terms=[("author", f"user:{member.pk}")])
    first, second, _third = members
    text = f'tali author:@{first.profile.handle.text} penulis:"{second.name}"'
    found = client.get("/api/v1/search", {"q": text}).json()
    assert {result["title"] for result in found["results"]} == {f"Tali {first.pk}", f"Tali {second.pk}"}
    assert found["problems"] == []


def test_a_token_cannot_be_typed(client: Client) -> None:
    member = MemberFactory()
    make_entry("Tali", author=member.name, terms=[("author", f"user:{member.pk}")])
    assert client.get("/api/v1/search", {"q": f"tali author:user:{member.pk}"}).json()["total"] == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("events", "event"),
        ("Stories", "story"),
        ("replies", "post"),
        ("acara", "event"),
        ("ACARA-ACARA", "event"),
        ("kisah", "story"),
        ("organizations", "organisation"),
        ("people", "member"),
        ("acara-cerita", ""),
        ("-", ""),
        ("x", ""),
    ],
)
def test_a_kind_is_called_by_its_names_in_both_languages_of_one_or_of_several(name: str, kind: str) -> None:
    assert kind_named(name) == kind


def test_every_kind_has_its_name() -> None:
    assert {kind_named(kind) for kind in SOURCES} == set(SOURCES)


@pytest.mark.parametrize("text", ["region:8102", "wilayah:81.02", "region:“8102”"])
def test_a_region_is_demanded_by_its_code_without_dots(text: str) -> None:
    make_region("81.02")
    assert Typed.read(text).demanded == {"region": ("81.02",)}


@pytest.mark.parametrize("address", ["region=8102", "region=810201&region=81.02"])
def test_an_address_may_have_a_code_without_dots(address: str) -> None:
    make_region("81.02.01")
    filters = Filters.read(QueryDict(address))
    assert filters.refused == ()
    assert "81.02" in " ".join(filters.chosen["region"])


def test_a_code_without_dots_finds_the_region_first_and_what_has_the_number(client: Client) -> None:
    make_region("81.02", name="Maluku Tenggara")
    make_region("81.02.01", name="Kei Kecil")
    refresh_many("region", SOURCES["region"].things())
    for number in range(10):
        make_entry(f"Tali {number}")
    make_entry("Formulir 8102")
    results = client.get("/api/v1/search", {"q": "8102"}).json()["results"]
    assert results[0]["title"] == "Kabupaten Maluku Tenggara"
    assert "Formulir 8102" in [result["title"] for result in results]


@pytest.mark.parametrize("text", ["2026", '"8102"', "8.102", "8102.5", "x8102", "81021", "99.99"])
def test_other_numbers_stay_as_they_are(text: str) -> None:
    make_region("81.02")
    assert Filters.read(QueryDict(f"q={text}")).words.terms == Words.parse(text).terms


def test_short_names_of_regencies_are_known(client: Client) -> None:
    make_region("81.03", name="Kepulauan Tanimbar", former_names=["Maluku Tenggara Barat"])
    refresh_many("region", SOURCES["region"].things())
    assert Typed.read("region:MTB").demanded == {"region": ("81.03",)}
    assert client.get("/api/v1/search", {"q": "mtb"}).json()["results"][0]["title"] == "Kabupaten Kepulauan Tanimbar"


def test_words_beyond_the_limit_are_told() -> None:
    words = Words.parse(" ".join(f"kata{number}" for number in range(13)) + ' "satu frasa"')
    assert (len(words.terms), words.beyond) == (12, ("kata11", "kata12"))
    words = Words.parse("tali " + " ".join(f"-k{number}" for number in range(13)))
    assert (len(words.excluded), words.beyond) == (12, ("-k12",))
    assert Words.parse("tali tali").beyond == ()


def test_what_goes_beyond_the_longest_text_is_told() -> None:
    with override("en"):
        assert Filters.read(QueryDict("q=" + "x" * LONGEST_TEXT)).problems == []
        problems = Filters.read(QueryDict("q=" + "x" * (LONGEST_TEXT + 1))).problems
    assert problems == ["Only the first 200 characters were looked for."]


def test_a_text_of_common_words_only_says_so_and_one_without_a_word_too() -> None:
    with override("en"):
        (common,) = Filters.read(QueryDict("q=yang+dan")).problems
        (senseless,) = Filters.read(QueryDict('q=""')).problems
        assert Filters.read(QueryDict("q=laut+dan")).problems == []
    assert common.startswith("These words stand in almost every text.")
    assert senseless == "What you typed has no word or number to look for."


def test_a_saved_search_of_which_a_part_does_not_count_still_tells_what_is_new() -> None:
    text = "teripang before:2100 before:2101 " + " ".join(f"-k{number}" for number in range(13))
    saved = make_saved(f"q={text}")
    entry = make_entry("Teripang", date=timezone.now())
    assert Filters.read(QueryDict(saved.query)).problems
    assert new_matches(saved, above=saved.high_water, up_to=entry.pk).entries == [entry]


@pytest.mark.parametrize("typed", ["ru\x01mput la\x02ut", "rum\u200bput laut", "ｒｕｍｐｕｔ\u3000laut"])
def test_signs_that_nobody_sees_and_wide_letters_change_nothing(typed: str) -> None:
    assert Filters.read(QueryDict(urlencode({"q": typed}))).text == "rumput laut"


def test_a_decomposed_letter_is_the_letter() -> None:
    assert Filters.read(QueryDict(urlencode({"q": "cafe\u0301"}))).text == "café"


def test_where_a_place_is_typed_best_match_is_no_choice() -> None:
    make_region("81.72", name="Kota Tual", latitude=-5.6, longitude=132.7)
    labels = {typed: [address for _label, address, _now in sorts(Filters.read(QueryDict(f"q={typed}")))]
              for typed in ("ikan", "ikan near:81.72")}  # fmt: skip
    assert len(labels["ikan"]) == 3
    assert all("sort=" in address for address in labels["ikan near:81.72"])


@pytest.mark.parametrize(
    ("text", "written", "example"),
    [
        ("kind:", "kind:", "kind:event"),
        ("rumput penulis: laut", "penulis:", "author:@maria"),
        ("rumput before:", "before:", "before:2026-07-01"),
        ("sesudah: 2026", "sesudah:", "after:2026-01-31"),
        ('rumput region:""', "region:", "region:81.02"),
        ("rumput near:“ ”", "near:", "near:81.72"),
        ("rumput SECTOR:", "SECTOR:", "sector:fisheries"),
        ("rumput label: laut", "label:", "tag:cooperative"),
    ],
)
def test_an_operator_behind_which_nothing_stands_is_told_with_an_example(text: str, written: str, example: str) -> None:
    with override("en"):
        typed = Typed.read(text)
    reason = f"nothing stands right behind the colon. Write it without a space, such as {example}."
    assert typed.problems == [f"“{written}” was left out: {reason}"]
    assert written.rstrip(":").lower() not in typed.words.lower()
    assert not typed.is_demanding


def test_the_example_is_one_that_the_reader_can_type() -> None:
    with override("id"):
        (problem,) = Typed.read("rumput penulis:").problems
        example = problem.split()[-1].rstrip(".")
        assert example == "penulis:@maria"
    assert Typed.read(f"rumput {example}").words == "rumput"


def test_an_operator_without_anything_else_finds_nothing_and_the_page_says_why(client: Client) -> None:
    make_entry("Jenis ikan")
    page = client.get("/cari/", {"q": "jenis:"}).content.decode()
    assert "“jenis:” tidak dipakai" in page
    assert "Jenis ikan" not in page


def test_a_colon_behind_another_word_or_within_one_is_no_operator() -> None:
    for text in ("catatan: ikan", "subjenis: ikan", "http://x"):
        assert (Typed.read(text).words, Typed.read(text).problems) == (text, [])
