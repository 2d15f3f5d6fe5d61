"""Every engine answers the same: the embedded one on whichever database the suite runs, and Elasticsearch."""

from collections.abc import Callable

import pytest

from search.engines import Answer, Question
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import EntryTerm, SearchEntry
from search.services import forget

pytestmark = pytest.mark.django_db

EVERYONE = frozenset({"everyone"})

Search = Callable[..., Answer]


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def search(request: pytest.FixtureRequest) -> Search:
    """Ask an engine, which knows all that was written before."""
    engine, catch_up = DatabaseEngine(), None
    if request.param == "elasticsearch":
        engine, catch_up = ElasticsearchEngine(), request.getfixturevalue("catch_up")

    def ask(text: str, tokens: frozenset[str] = EVERYONE, language: str = "id", **filters: object) -> Answer:
        if catch_up:
            catch_up()
        return engine.search(Question(text=text, tokens=tokens, language=language, **filters))

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
    assert search("rumput").kinds == {}


def test_a_tombstone_is_not_found(search: Search) -> None:
    entry = make_entry("Gudang kering")
    forget(entry.kind, [entry.object_id])
    assert search("gudang").total == 0


@pytest.mark.parametrize(
    "text", ['"', "' OR 1=1 --", "a:b*", "NEAR(", "\0", "!!!", "()", "%", "&", "x" * 5000, "-", "tanda & <b>"]
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


def test_filters_narrow_the_hits_and_counts_stay_those_of_the_whole_answer(search: Search) -> None:
    kei = make_entry("Panen di Kei", kind="story", regions=["81", "81.02"])
    make_entry("Panen di Sumba", kind="topic", regions=["53"])
    answer = search("panen", region="81")
    assert [hit.entry for hit in answer.hits] == [kei]
    assert answer.kinds == {"story": 1, "topic": 1}
    assert answer.regions == {"81": 1, "81.02": 1, "53": 1}


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


def make_entry(
    title: str,
    *,
    kind: str = "story",
    language: str = "id",
    body: str = "",
    place: str = "",
    group: str = "",
    audience: str = "everyone",
    regions: list[str] | None = None,
) -> SearchEntry:
    number = SearchEntry.objects.count() + 1
    entry = SearchEntry.objects.create(
        kind=kind,
        object_id=str(number),
        language=language,
        title=title,
        body=body,
        place=place,
        path=f"/{number}/",
        group=group or f"{kind}:{number}",
    )
    EntryTerm.objects.create(entry=entry, field="audience", value=audience)
    for code in regions or []:
        EntryTerm.objects.create(entry=entry, field="region", value=code)
    return entry
