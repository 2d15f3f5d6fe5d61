from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from demo.events import weeks_late
from demo.loading import IMAGES, read, read_images, read_stories

# Texts that a reader meets in both languages; what members write stays in theirs.
TRANSLATED = {
    *("title", "intro", "introduction", "text", "caption", "cover_caption", "label", "value", "name", "description"),
    *("venue", "organiser", "language", "cost", "alt", "credit"),
}
OWN_WORDS = {"member", "topic", "comment", "organisation"}
FILES = ["events", "regions", "pages", "sectors", "forums", "members", "comments", "organisations"]


def test_there_is_enough_to_see() -> None:
    forums = read("forums")
    assert len(read_stories()) >= 10
    assert len(read("events")["event"]) >= 6
    assert len(read("regions")["region"]) == 5
    assert (len(forums["category"]), len(forums["topic"])) == (5, 12)
    roles = {member["role"] for member in read("members")["member"]}
    assert roles == {"administrator", "editor", "regional_editor", "moderator", "mentor", "member"}


def test_every_text_has_its_translation() -> None:
    missing = [path for path, table in tables() for path in untranslated(path, table)]
    assert missing == []


def test_who_joins_agrees_to_the_terms_beside_the_privacy_page_and_to_nothing_else() -> None:
    assert [page["slug"] for page in read("pages")["page"] if page.get("menu") == "legal"] == ["ketentuan"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_several_articles_are_long_enough_to_sit_down_with(language: str) -> None:
    lengths = [words(story, language) for story in read_stories() if story["format"] == "article"]
    assert sum(length >= 400 for length in lengths) >= 5
    assert max(lengths) - min(lengths) >= 100  # and not all of one length


def test_what_is_invented_is_marked() -> None:
    for story in read_stories():
        told = " ".join(block.get("source", "") for block in story["body"])
        assert story["example"] or "tokoh contoh" not in told, story["slug"]
    assert all(member["example"] and "contoh" in member["bio"] for member in read("members")["member"])
    assert all(topic["example"] for topic in read("forums")["topic"])
    organisations = read("organisations")["organisation"]
    assert all(each["example"] and "contoh" in each["description"] for each in organisations)


def test_the_first_field_trip_has_its_dates() -> None:
    trip = next(event for event in read("events")["event"] if event["slug"] == "perjalanan-lapangan-maluku-2016")
    assert trip["occurrences"] == [{"start": date(2016, 3, 9), "end": date(2016, 3, 13)}]
    assert len(trip["itinerary"]) == 5


def test_pictures_are_drawn_in_one_size_and_described() -> None:
    for row in read_images():
        drawing = (IMAGES / row["file"]).with_suffix(".svg").read_text()
        assert 'viewBox="0 0 640 400"' in drawing, row["file"]
        assert not re.search(r"Gradient|<image|<text|<filter", drawing), row["file"]
        assert row["alt"]
        assert row["alt_en"]


@pytest.mark.parametrize(
    ("today", "weeks"),
    [(date(2026, 11, 24), 0), (date(2026, 11, 30), 0), (date(2026, 12, 1), 1), (date(2027, 11, 24), 52), (date.min, 0)],
)
def test_events_to_come_move_by_whole_weeks(today: date, weeks: int) -> None:
    assert weeks_late(date(2026, 11, 24), today) == timedelta(weeks=weeks)


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in FILES:
        for kind, value in read(name).items():
            if kind not in OWN_WORDS:
                yield f"{name}.{kind}", {kind: value}
    for story in read_stories():
        yield f"stories.{story['slug']}", story


def untranslated(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for order, each in enumerate(value):
            yield from untranslated(f"{path}[{order}]", each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in TRANSLATED and each and f"{key}_en" not in value:
                yield f"{path}.{key}"
            yield from untranslated(f"{path}.{key}", each)


def words(story: dict[str, Any], language: str) -> int:
    key = "text_en" if language == "en" else "text"
    return sum(len(block.get(key, "").split()) for block in story["body"])
