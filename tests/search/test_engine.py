"""Every engine answers the same: the embedded one on whichever database the suite runs, and Elasticsearch."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from search.engines import Answer, OtherEngineError, Point, Question
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.words import Words
from search.models import EntryTerm, SearchEntry, SynonymGroup
from search.services import forget
from search.spelling import learn
from search.wording import forget_wording, synonyms

pytestmark = pytest.mark.django_db

EVERYONE = frozenset({"everyone"})

Search = Callable[..., Answer]
Suggest = Callable[[str], list[str]]


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def search(request: pytest.FixtureRequest) -> Search:
    """Ask an engine, which knows all that was written before."""
    engine, catch_up = DatabaseEngine(), None
    if request.param == "elasticsearch":
        engine, catch_up = ElasticsearchEngine(), request.getfixturevalue("catch_up")

    def ask(text: str, tokens: frozenset[str] = EVERYONE, language: str = "id", **filters: object) -> Answer:
        if catch_up:
            catch_up()
        return engine.search(Question(Words.parse(text, synonyms()), tokens, language, **filters))

    return ask


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def suggest(request: pytest.FixtureRequest) -> Suggest:
    """Ask an engine for titles that begin so."""
    engine, catch_up = DatabaseEngine(), None
    if request.param == "elasticsearch":
        engine, catch_up = ElasticsearchEngine(), request.getfixturevalue("catch_up")

    def ask(text: str) -> list[str]:
        if catch_up:
            catch_up()
        return [row.entry.title for row in engine.suggest(text, EVERYONE, "id")]

    return ask


def test_finds_an_entry_by_a_word_of_its_title_and_marks_it(search: Search) -> None:
    entry = make_entry("Tali yang sama, panen yang berbeda")
    answer = search("panen")
    assert [hit.entry for hit in answer.hits] == [entry]
    assert "<mark>panen</mark>" in answer.hits[0].title


def test_finds_nothing_for_a_viewer_without_the_token(search: Search) -> None:
    make_entry("Rahasia kelompok", audience="group:3")
    assert search("rahasia").total == 0
    assert search("rahasia", tokens=EVERYONE | {"group:3"}).total == 1


def test_counts_nothing_that_the_viewer_may_not_see(search: Search) -> None:
    make_entry("Rumput laut", audience="restriction:1", kind="story")
    assert search("rumput").counts["kind"] == {}


def test_a_tombstone_is_not_found(search: Search) -> None:
    entry = make_entry("Gudang kering")
    forget(entry.kind, [entry.object_id])
    assert search("gudang").total == 0


@pytest.mark.parametrize(
    "text", ['"', "' OR 1=1 --", "a:b*", "NEAR(", "\0!", "!!!", "()", "%", "&", "x" * 5000, "-", "tanda & <b>"]
)
def test_any_text_gets_an_answer(search: Search, text: str) -> None:
    make_entry("Pasar ikan")
    assert search(text).total == 0


def test_a_phrase_in_quotes_is_found_as_a_phrase_only(search: Search) -> None:
    make_entry("Rumput laut kering")
    make_entry("Laut dan rumput")
    assert search('"rumput laut"').total == 1
    assert search("rumput laut").total == 2


def test_entries_with_all_words_come_alone_and_entries_with_some_when_there_is_no_other(search: Search) -> None:
    make_entry("Minyak kelapa murni")
    make_entry("Kelapa asap")
    assert search("minyak kelapa").total == 1
    assert search("asap nelayan").total == 1


def test_the_exact_title_comes_first(search: Search) -> None:
    make_entry("Tual dan pelabuhan Tual di Kota Tual", kind="topic")
    exact = make_entry("Kota Tual", kind="region")
    assert search("tual").hits[0].entry == exact


def test_translations_and_posts_of_one_group_are_one_result_in_the_readers_language(search: Search) -> None:
    make_entry("Panen bersama", language="id", group="page:1", kind="event")
    english = make_entry("Harvest together: panen", language="en", group="page:1", kind="event")
    answer = search("panen", language="en")
    assert [hit.entry for hit in answer.hits] == [english]
    assert answer.total == 1


def test_facets_narrow_the_hits_and_each_is_counted_under_the_others(search: Search) -> None:
    kei = make_entry("Panen di Kei", kind="story", regions=["81", "81.02"])
    make_entry("Panen di Tual", kind="topic", regions=["81", "81.72"])
    make_entry("Panen di Sumba", kind="topic", regions=["53"])
    answer = search("panen", chosen={"region": ("81",), "kind": ("story",)})
    assert [hit.entry for hit in answer.hits] == [kei]
    assert answer.total == 1
    assert answer.counts["kind"] == {"story": 1, "topic": 1}
    assert answer.counts["region"] == {"81": 1, "81.02": 1}
    assert answer.counts["language"] == {"id": 1}


def test_several_values_of_a_facet_are_either_and_several_facets_both(search: Search) -> None:
    make_entry("Panen satu", kind="story", regions=["81"])
    make_entry("Panen dua", kind="topic", regions=["81"])
    make_entry("Panen tiga", kind="event", regions=["53"])
    assert search("panen", chosen={"kind": ("story", "topic", "event")}).total == 3
    assert search("panen", chosen={"kind": ("story", "event"), "region": ("81",)}).total == 1


def test_what_was_demanded_narrows_the_counts_too(search: Search) -> None:
    make_entry("Panen satu", kind="story", regions=["81"])
    make_entry("Panen dua", kind="topic", regions=["53"])
    answer = search("panen", demanded=(("kind", ("topic",)),))
    assert titles(answer) == ["Panen dua"]
    assert answer.counts["kind"] == {"topic": 1}
    assert answer.counts["region"] == {"53": 1}


def test_a_word_that_is_left_out_stands_in_no_result(search: Search) -> None:
    make_entry("Harga rumput laut")
    make_entry("Bibit rumput laut")
    assert titles(search("rumput -harga")) == ["Bibit rumput laut"]
    assert titles(search('rumput -"harga rumput"')) == ["Bibit rumput laut"]
    assert titles(search("-harga")) == ["Bibit rumput laut"]


def test_days_narrow_and_years_are_counted(search: Search) -> None:
    make_entry("Panen lama", date=day(2024, 5, 1))
    make_entry("Panen baru", date=day(2025, 12, 31))
    assert titles(search("panen", since=date(2025, 1, 1))) == ["Panen baru"]
    assert titles(search("panen", until=date(2025, 12, 31))) == ["Panen lama"]
    assert search("panen").counts["year"] == {"2024": 1, "2025": 1}
    assert titles(search("panen", chosen={"year": ("2024",)})) == ["Panen lama"]


def test_events_are_coming_until_they_end_and_then_past(search: Search) -> None:
    now = timezone.now()
    make_entry("Pasar lusa", kind="event", date=now + timedelta(2), ends_at=now + timedelta(3))
    make_entry("Pasar hari ini", kind="event", date=now - timedelta(1), ends_at=now + timedelta(1))
    make_entry("Pasar kemarin", kind="event", date=now - timedelta(3), ends_at=now - timedelta(2))
    make_entry("Pasar", kind="story", date=now)
    assert search("pasar").counts["when"] == {"coming": 2, "past": 1}
    assert titles(search("pasar", chosen={"when": ("past",)})) == ["Pasar kemarin"]


def test_results_are_sorted_by_day_and_by_distance(search: Search) -> None:
    make_entry("Panen di Ambon", date=day(2024, 1, 1), latitude=-3.7, longitude=128.2)
    make_entry("Panen di Tual", date=day(2023, 1, 1), latitude=-5.6, longitude=132.7)
    make_entry("Panen tanpa tempat", date=day(2022, 1, 1))
    assert titles(search("panen", sort="newest"))[0] == "Panen di Ambon"
    assert titles(search("panen", sort="oldest"))[0] == "Panen tanpa tempat"
    assert titles(search("panen", sort="nearest", near=Point(-5.7, 132.7))) == ["Panen di Tual", "Panen di Ambon"]


def test_what_someone_wrote_is_found_by_their_token_and_their_name(search: Search) -> None:
    make_entry("Panen satu", author="Maria Letsoin", terms=[("author", "user:7")])
    make_entry("Panen dua", author="Bram Tethool", terms=[("author", "user:8")])
    assert titles(search("panen", author="user:7")) == ["Panen satu"]
    assert titles(search("", author="tethool")) == ["Panen dua"]


def test_another_name_or_a_code_is_as_good_as_the_title(search: Search) -> None:
    make_entry("Cerita tentang Malra dan 81.02", body="Malra malra malra")
    region = make_entry(
        "Kabupaten Maluku Tenggara", kind="region", body="Malra · 81.02", terms=[("name", "malra"), ("name", "81.02")]
    )
    assert search("Malra").hits[0].entry == region
    assert search("81.02").hits[0].entry == region


def test_a_name_with_a_typing_error_is_found_and_what_was_meant_is_said(search: Search) -> None:
    refresh_spelling(make_entry("Kabupaten Maluku Tenggara", kind="region"))
    answer = search("tengara")
    assert titles(answer) == ["Kabupaten Maluku Tenggara"]
    assert answer.meant == "tenggara"


def test_no_word_of_a_closed_room_is_proposed(search: Search) -> None:
    refresh_spelling(make_entry("Rahasia Wangsalengkara", audience="group:3"))
    answer = search("wangsalengkar")
    assert answer.total == 0
    assert answer.meant == ""


def test_words_of_one_meaning_find_each_other(search: Search) -> None:
    make_group("seaweed, rumput laut, agar-agar")
    make_entry("Panen rumput laut")
    assert titles(search("seaweed")) == ["Panen rumput laut"]
    assert titles(search("harvest seaweed panen")) == ["Panen rumput laut"]


def test_what_editors_promote_comes_first_unless_a_filter_or_the_audience_forbids_it(search: Search) -> None:
    make_entry("Modal", kind="region")
    promoted = make_entry("Cara kerja Negeri", kind="page", group="page:1")
    make_entry("Rahasia", audience="group:3", group="page:2")
    answer = search("modal", promoted=("page:1", "page:2"))
    assert answer.hits[0].entry == promoted
    assert titles(answer) == ["Cara kerja Negeri", "Modal"]
    assert titles(search("modal", promoted=("page:1",), chosen={"kind": ("region",)})) == ["Modal"]


def test_newer_things_can_be_asked_for_alone(search: Search) -> None:
    old = make_entry("Panen lama")
    make_entry("Panen baru")
    assert titles(search("panen", newer_than=old.pk)) == ["Panen baru"]


def test_going_on_from_a_result_repeats_and_skips_nothing(search: Search) -> None:
    for number in range(9):
        make_entry(f"Panen {number}", kind="topic", group=f"topic:{number}")
        make_entry(f"Panen {number}", kind="post", group=f"topic:{number}", body="panen " * number)
    answer = search("panen", per_page=4)
    seen = titles(answer)
    while answer.next:
        answer = search("panen", per_page=4, after=answer.next)
        seen += titles(answer)
    assert sorted(seen) == [f"Panen {number}" for number in range(9)]


def test_a_place_in_the_results_of_the_other_engine_is_refused(search: Search) -> None:
    make_entry("Panen")
    with pytest.raises(OtherEngineError):
        search("panen", after=("another", 1))


def test_suggestions_begin_as_typed_and_show_nothing_closed(suggest: Suggest) -> None:
    make_entry("Kabupaten Maluku Tenggara", kind="region")
    make_entry("Malam di atas bagan")
    make_entry("Malam rahasia", audience="group:3")
    assert sorted(suggest("mal")) == ["Kabupaten Maluku Tenggara", "Malam di atas bagan"]
    assert suggest("maluku teng") == ["Kabupaten Maluku Tenggara"]
    assert suggest('"; --') == suggest("") == suggest("tenggarah") == []


def test_an_entry_is_found_by_its_place_too(search: Search) -> None:
    make_entry("Panen bersama", place="Dermaga Letvuan, Kabupaten Maluku Tenggara")
    assert search("letvuan").total == 1
    assert search('panen "maluku tenggara"').total == 1


def test_html_in_a_text_is_shown_as_text(search: Search) -> None:
    make_entry("<script>alert(1)</script> panen", body="<b>panen</b> & pasar")
    hit = search("panen").hits[0]
    assert "<script>" not in hit.title
    assert "&lt;b&gt;" in hit.excerpt


def test_an_excerpt_shows_the_place_where_the_word_stands(search: Search) -> None:
    make_entry("Cerita", body="kata " * 300 + "teripang " + "kata " * 300)
    excerpt = search("teripang").hits[0].excerpt
    assert "<mark>teripang</mark>" in excerpt
    assert len(excerpt) < 300


def test_without_a_text_the_newest_come_first(search: Search) -> None:
    make_entry("Satu")
    assert search("").total == 1


def test_pages_follow_each_other_without_repeating(search: Search) -> None:
    for number in range(7):
        make_entry(f"Panen {number}")
    pages = [search("panen", page=page, per_page=3).hits for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({hit.entry.pk for page in pages for hit in page}) == 7


def titles(answer: Answer) -> list[str]:
    return [hit.entry.title for hit in answer.hits]


def day(year: int, month: int, number: int) -> datetime:
    return timezone.make_aware(datetime(year, month, number, 12))


def refresh_spelling(entry: SearchEntry) -> None:
    """Learn the words of a title as writing the entry would."""
    if entry.terms.filter(field="audience", value="everyone").exists():
        learn([entry.title])


def make_group(words: str) -> None:
    SynonymGroup.objects.create(words=words)
    forget_wording(SynonymGroup)


def make_entry(
    title: str,
    *,
    kind: str = "story",
    language: str = "id",
    group: str = "",
    audience: str = "everyone",
    regions: Sequence[str] = (),
    terms: Sequence[tuple[str, str]] = (),
    **written: Any,
) -> SearchEntry:
    number = SearchEntry.objects.count() + 1
    entry = SearchEntry.objects.create(
        kind=kind,
        object_id=str(number),
        language=language,
        title=title,
        path=f"/{number}/",
        group=group or f"{kind}:{number}",
        **written,
    )
    for field, value in [("audience", audience), *(("region", code) for code in regions), *terms]:
        EntryTerm.objects.create(entry=entry, field=field, value=value)
    return entry
