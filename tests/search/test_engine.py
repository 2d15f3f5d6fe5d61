"""Every engine answers the same: the embedded one on whichever database the suite runs, and Elasticsearch."""

import pytest
from django.db import connection

from search.models import SearchEntry, SynonymGroup
from search.permissions import public_tokens
from search.services import forget
from search.sources import beside, paragraphs
from search.spelling import learn
from search.wording import forget_wording
from tests.factories.entries import make_entry
from tests.factories.forums import CategoryFactory
from tests.search.answers import EVERYONE, Search, Suggest, titles

pytestmark = pytest.mark.django_db


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


def test_what_is_by_those_of_whom_nothing_shall_be_told_is_left_out_and_not_counted(search: Search) -> None:
    make_entry("Rumput laut dari Petrus", terms=[("author", "user:7"), ("author", "user:8")])
    make_entry("Rumput laut dari Maria", terms=[("author", "user:70")])
    make_entry("Rumput laut dari redaksi")
    answer = search("rumput", not_by=("user:7", "user:9"))
    assert sorted(titles(answer)) == ["Rumput laut dari Maria", "Rumput laut dari redaksi"]
    assert (answer.total, answer.counts["kind"]) == (2, {"story": 2})
    assert search("", not_by=("user:7",)).total == 2


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


@pytest.mark.parametrize("text", ["jum'at", '"jum’at"', '"pengajian jum\'at"', '"3,5 ton"', "rumah.contoh"])
def test_what_a_sign_parts_is_several_words(search: Search, text: str) -> None:
    make_entry("Pengajian Jum'at, 3,5 ton di contoh.id dan rumah.contoh")
    make_entry("Pengajian lain")
    assert search(text).total == 1


def test_the_words_of_an_address_are_found_as_a_phrase(search: Search) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL reads an address as one word")
    make_entry("Tulis ke contoh.id")
    assert search('"contoh.id"').total == 1


def test_a_word_with_a_sign_inside_is_left_out(search: Search) -> None:
    make_entry("Pengajian Jum’at bersih")
    make_entry("Pengajian lain")
    assert titles(search("pengajian -jum'at")) == ["Pengajian lain"]


@pytest.mark.parametrize(
    "text", ['("laut kering")', '+"laut kering"', 'rumput,"laut kering"', "„laut kering”", '"laut kering"rumput']
)
def test_a_phrase_begins_wherever_its_quote_stands(search: Search, text: str) -> None:
    make_entry("Rumput laut kering")
    make_entry("Rumput kering dari laut")
    assert titles(search(text)) == ["Rumput laut kering"]


def test_inches_begin_no_phrase(search: Search) -> None:
    make_entry("Pipa tebal, 5 inci")
    assert search('pipa 5" tebal').total == 1


def test_a_phrase_must_be_there_however_few_have_it(search: Search) -> None:
    make_entry("Rumput laut kering")
    make_entry("Laut dan ikan")
    assert titles(search('"rumput laut" ikan')) == ["Rumput laut kering"]
    assert titles(search('"laut rumput" ikan')) == []


def test_a_quoted_word_is_no_beginning(search: Search) -> None:
    make_entry("Para nelayan")
    assert titles(search('"nelaya"')) == []
    assert titles(search('"nelayan"')) == ["Para nelayan"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('laut "dan"', ["Laut dan darat"]),
        ('"dan"', ["Laut dan darat"]),
        ('laut -"dan"', ["Laut saja"]),
        ('"laut dan darat"', ["Laut dan darat"]),
        ('"laut yang darat"', []),
    ],
)
def test_a_common_word_counts_where_it_is_quoted(search: Search, text: str, found: list[str]) -> None:
    make_entry("Laut dan darat")
    make_entry("Laut saja")
    assert titles(search(text)) == found


def test_entries_with_all_words_come_before_those_with_some(search: Search) -> None:
    make_entry("Kelapa asap")
    make_entry("Minyak kelapa murni")
    assert titles(search("minyak kelapa")) == ["Minyak kelapa murni", "Kelapa asap"]
    assert titles(search("asap nelayan")) == ["Kelapa asap"]


def test_where_many_have_all_words_those_with_some_are_left_out(search: Search) -> None:
    for number in range(12):
        make_entry(f"Minyak kelapa {number}")
    make_entry("Kelapa asap")
    assert search("minyak kelapa").total == 12


def test_the_exact_title_comes_first(search: Search) -> None:
    make_entry("Tual dan pelabuhan Tual di Kota Tual", kind="topic")
    exact = make_entry("Kota Tual", kind="region", terms=[("name", "tual")])
    assert search("tual").hits[0].entry == exact


def test_translations_and_posts_of_one_group_are_one_result_in_the_readers_language(search: Search) -> None:
    make_entry("Panen bersama", language="id", group="page:1", kind="event")
    english = make_entry("Harvest together: panen", language="en", group="page:1", kind="event")
    answer = search("panen", language="en")
    assert [hit.entry for hit in answer.hits] == [english]
    assert answer.total == 1


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
    assert answer.mended == {"tengara": "tenggara"}


@pytest.mark.parametrize(
    ("text", "name", "mended"),
    [
        ("nanggur", "Langgur", {"nanggur": "langgur"}),
        ("Makasr", "Kota Makassar", {"makasr": "makassar"}),
        ("renyan", "Petrus Renyaan", {"renyan": "renyaan"}),
    ],
)
def test_a_wrong_first_letter_and_two_that_were_left_out_are_forgiven(
    search: Search, text: str, name: str, mended: dict[str, str]
) -> None:
    refresh_spelling(make_entry(name, kind="region"))
    refresh_spelling(make_entry("Renfan", kind="region"))
    make_entry("Anggur dari pasar", kind="story")
    answer = search(text)
    assert titles(answer)[0] == name
    assert answer.mended == mended


def test_nothing_is_proposed_for_a_word_that_is_known_or_finds_much(search: Search) -> None:
    make_group("umkm, usaha mikro")
    refresh_spelling(make_entry("Catatan umum tentang desa dan daya 2016", kind="topic"))
    make_entry("Balasan", kind="post", body="Di dasa kami")
    assert [search(text).mended for text in ("umkm", "dasa", "2017")] == [{}, {}, {}]


def test_words_of_an_open_category_are_proposed(search: Search) -> None:
    category = CategoryFactory()
    visitor = public_tokens()
    topic = make_entry("Wangsalengkara", kind="topic", audience=f"category:{category.pk}")
    learn([topic.title])
    assert search("wangsalngkara", tokens=visitor).mended == {"wangsalngkara": "wangsalengkara"}


def test_no_word_of_a_closed_room_is_proposed(search: Search) -> None:
    refresh_spelling(make_entry("Rahasia Wangsalengkara", audience="group:3"))
    answer = search("wangsalengkar")
    assert answer.total == 0
    assert answer.mended == {}


def test_a_word_is_no_longer_proposed_once_nothing_that_has_it_may_be_seen(search: Search) -> None:
    closed, gone = make_entry("Wangsalengkara"), make_entry("Malarastriguna")
    learn([closed.title, gone.title])
    assert search("wangsalngkara").mended == {"wangsalngkara": "wangsalengkara"}
    assert search("malarastrguna").mended == {"malarastrguna": "malarastriguna"}
    closed.terms.filter(field="audience").update(value="group:3")
    SearchEntry.objects.filter(pk=closed.pk).update(version=2)
    SearchEntry.objects.filter(pk=closed.pk).queue()
    forget(gone.kind, [gone.object_id])
    assert search("wangsalngkara").mended == search("malarastrguna").mended == {}


def test_words_of_one_meaning_find_each_other(search: Search) -> None:
    make_group("seaweed, rumput laut, agar-agar")
    make_entry("Panen rumput laut")
    assert titles(search("seaweed")) == ["Panen rumput laut"]
    assert titles(search("harvest seaweed panen")) == ["Panen rumput laut"]


def test_a_name_in_the_spelling_of_old_maps_is_found(search: Search) -> None:
    make_entry("Kota Surabaya", kind="region")
    make_entry("Kabupaten Cianjur", kind="region")
    assert titles(search("Soerabaja")) == ["Kota Surabaya"]
    assert titles(search("tjiandjoer")) == ["Kabupaten Cianjur"]


def test_synonyms_are_known_in_the_spelling_of_old_maps_too(search: Search) -> None:
    make_group("sulut, sulawesi utara")
    make_entry("Sulut")
    make_entry("Provinsi Sulawesi Utara", kind="region")
    assert sorted(titles(search("Soelawesi Oetara"))) == ["Provinsi Sulawesi Utara", "Sulut"]


def test_what_editors_promote_comes_first_unless_a_filter_or_the_audience_forbids_it(search: Search) -> None:
    make_entry("Modal", kind="region")
    promoted = make_entry("Cara kerja Negeri", kind="page", group="page:1")
    make_entry("Rahasia", audience="group:3", group="page:2")
    answer = search("modal", promoted=("page:1", "page:2"))
    assert answer.hits[0].entry == promoted
    assert titles(answer) == ["Cara kerja Negeri", "Modal"]
    assert titles(search("modal", promoted=("page:1",), chosen={"kind": ("region",)})) == ["Modal"]


def test_suggestions_begin_as_typed_and_show_nothing_closed(suggest: Suggest) -> None:
    make_entry("Kabupaten Maluku Tenggara", kind="region")
    make_entry("Malam di atas bagan")
    make_entry("Malam rahasia", audience="group:3")
    assert sorted(suggest("mal")) == ["Kabupaten Maluku Tenggara", "Malam di atas bagan"]
    assert suggest("maluku t") == suggest("maluku teng") == ["Kabupaten Maluku Tenggara"]
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


@pytest.mark.parametrize("end", ["", ".", ".\n"])
def test_the_names_beside_a_text_find_it_but_are_no_part_of_its_excerpt(search: Search, end: str) -> None:
    make_entry("Tali yang sama", body=paragraphs(f"Panen pertama{end}", beside(["Rumput laut", "Bibit"])))
    excerpt = search("rumput laut").hits[0].excerpt
    assert excerpt == f"Panen pertama{end.strip()}"
    assert "<mark>Panen</mark> pertama" in search("panen bibit").hits[0].excerpt


def test_an_excerpt_shows_the_place_where_the_word_stands(search: Search) -> None:
    make_entry("Cerita", body="kata " * 300 + "teripang " + "kata " * 300)
    excerpt = search("teripang").hits[0].excerpt
    assert "<mark>teripang</mark>" in excerpt
    assert len(excerpt) < 300


def refresh_spelling(entry: SearchEntry) -> None:
    """Learn the words of a title as writing the entry would."""
    if entry.terms.filter(field="audience", value="everyone").exists():
        learn([entry.title])


def make_group(words: str) -> None:
    SynonymGroup.objects.create(words=words)
    forget_wording(SynonymGroup)
