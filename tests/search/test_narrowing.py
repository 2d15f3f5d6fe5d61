"""Every engine narrows, counts, sorts and pages alike."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from search.engines import OtherEngineError, Point
from tests.factories.entries import make_entry
from tests.search.answers import Search, titles

pytestmark = pytest.mark.django_db


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


def test_a_choice_brings_as_many_as_it_said_where_it_leaves_few(search: Search) -> None:
    for number in range(10):
        make_entry(f"Rumput laut {number}", kind="topic")
    make_entry("Rumput laut di Kei", kind="story")
    make_entry("Tanah laut", kind="story")
    assert search("rumput laut").counts["kind"] == {"topic": 10, "story": 1}
    narrowed = search("rumput laut", chosen={"kind": ("story",)})
    assert titles(narrowed) == ["Rumput laut di Kei"]
    assert narrowed.counts["kind"] == {"topic": 10, "story": 1}


def test_a_thing_is_shown_in_the_language_that_was_chosen(search: Search) -> None:
    for language, title in (("id", "Panen bersama"), ("en", "Harvest: panen")):
        make_entry(title, language=language, group="page:1", kind="event")
    assert titles(search("panen")) == ["Panen bersama"]
    assert titles(search("panen", chosen={"language": ("en",)})) == ["Harvest: panen"]
    assert titles(search("panen", chosen={"language": ("en", "id")})) == ["Panen bersama"]


def test_several_values_of_a_facet_are_either_and_several_facets_both(search: Search) -> None:
    make_entry("Panen satu", kind="story", regions=["81"])
    make_entry("Panen dua", kind="topic", regions=["81"])
    make_entry("Panen tiga", kind="event", regions=["53"])
    assert search("panen", chosen={"kind": ("story", "topic", "event")}).total == 3
    assert search("panen", chosen={"kind": ("story", "event"), "region": ("81",)}).total == 1


def test_what_was_demanded_narrows_the_counts_too(search: Search) -> None:
    make_entry("Panen satu", kind="story", regions=["81"])
    make_entry("Panen dua", kind="topic", regions=["53"])
    answer = search("panen", demanded={"kind": ("topic",)})
    assert titles(answer) == ["Panen dua"]
    assert answer.counts["kind"] == {"topic": 1}
    assert answer.counts["region"] == {"53": 1}
    assert search("panen", demanded={"kind": ("topic", "story")}).total == 2


def test_a_tag_is_demanded_by_its_slug(search: Search) -> None:
    make_entry("Panen satu", terms=[("tag", "musim-barat")])
    make_entry("Panen dua", terms=[("tag", "musim-timur")])
    assert titles(search("", demanded={"tag": ("musim-barat",)})) == ["Panen satu"]


def test_a_thing_is_left_out_whichever_of_its_languages_has_the_word(search: Search) -> None:
    for language, title in (("id", "Sasi menutup laut"), ("en", "Sasi closes the sea")):
        make_entry(title, language=language, group="page:1")
    make_entry("Sasi di darat", group="page:2")
    for word in ("laut", "sea"):
        answer = search(f"sasi -{word}")
        assert titles(answer) == ["Sasi di darat"]
        assert answer.counts["language"] == {"id": 1}
    assert titles(search("sasi -laut", chosen={"language": ("en",)})) == []


def test_a_version_that_one_may_not_see_tells_nothing_of_its_words(search: Search) -> None:
    make_entry("Sasi closes the sea", language="en", group="page:1")
    make_entry("Sasi dan rahasia", group="page:1", audience="members")
    assert titles(search("sasi -rahasia")) == ["Sasi closes the sea"]


def test_a_post_with_the_word_leaves_the_others_of_its_topic(search: Search) -> None:
    make_entry("Kopra", kind="post", group="topic:1", body="Harga kopra turun.")
    make_entry("Kopra", kind="post", group="topic:1", body="Kopra jadi minyak.")
    assert search("kopra -minyak").total == 1


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
    assert titles(search("panen", authors=("user:7",))) == ["Panen satu"]
    assert titles(search("", authors=("tethool",))) == ["Panen dua"]
    assert search("panen", authors=("user:7", "tethool")).total == 2
    assert search("panen", authors=("user:7", "user:9")).total == 1


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


def test_without_a_text_the_newest_come_first(search: Search) -> None:
    make_entry("Satu")
    assert search("").total == 1


def test_pages_follow_each_other_without_repeating(search: Search) -> None:
    for number in range(7):
        make_entry(f"Panen {number}")
    pages = [search("panen", page=page, per_page=3).hits for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({hit.entry.pk for page in pages for hit in page}) == 7


def test_what_stands_under_what_is_left_out_is_left_out_too(search: Search) -> None:
    make_entry("Kopra asap", group="page:1", body="Harga di Elat")
    make_entry("Kopra asap", kind="comment", group="page:1", body="Terima kasih")
    make_entry("Kopra putih", kind="topic", group="topic:1", body="Harga di Tual")
    make_entry("Kopra putih", kind="post", group="topic:1", body="Setuju")
    make_entry("Kopra hitam", kind="topic", group="topic:2", body="Bukan soal uang")
    make_entry("Kopra hitam", kind="post", group="topic:2", body="Harga berapa?")
    assert titles(search("kopra -harga")) == ["Kopra hitam"]
    assert titles(search("kopra -harga", sort="newest")) == ["Kopra hitam"]


def day(year: int, month: int, number: int) -> datetime:
    return timezone.make_aware(datetime(year, month, number, 12))
