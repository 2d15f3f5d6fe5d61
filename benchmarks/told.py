"""Stories and events in both languages, below the regencies of the measured province."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from benchmarks.ground import LANGUAGES, Ground
from benchmarks.tree import add_pages, derive
from home.models import (
    EventDate,
    EventPage,
    EventRegion,
    RegionPage,
    StoryAuthor,
    StoryPage,
    StoryRegion,
    StoryTag,
)

Placed = tuple[RegionPage, Any]


def add_stories(ground: Ground, numbers: range) -> None:
    """Tell stories, one every third day back from today, each with all the parts a story can have."""
    made: list[Placed] = []
    for number in numbers:
        key, title = ground.prose.key(), ground.prose.title()
        for language in LANGUAGES:
            parent = ground.regencies[language][number % len(ground.regencies[language])]
            page = StoryPage(
                title=title,
                slug=f"cerita-{number}",
                translation_key=key,
                locale=ground.locales[language],
                date=_day(-3 * number),
                format=StoryPage.Format.values[number % 3],
                intro=ground.prose.sentences(2)[:300],
                cover=ground.pictures[number % len(ground.pictures)],
                cover_caption=title,
                body=_body(ground),
            )
            made.append((parent, page))
    add_pages(made)
    pages = [page for _parent, page in made]
    authors = [StoryAuthor(page=page, user=_nth(ground.members, page.pk), sort_order=0) for page in pages]
    StoryAuthor.objects.bulk_create(authors)
    further = [StoryRegion(page=page, region=ground.province, sort_order=0) for page in pages]
    StoryRegion.objects.bulk_create(further)
    StoryTag.objects.bulk_create(StoryTag(tag=_nth(ground.tags, page.pk), content_object=page) for page in pages)
    _give_sectors(StoryPage.sectors.through, "storypage_id", pages, ground)
    derive(made, ground.province)


def add_events(ground: Ground, numbers: range) -> None:
    """Announce events, every other one past, each with a date and a programme."""
    made: list[Placed] = []
    for number in numbers:
        key, title = ground.prose.key(), ground.prose.title()
        for language in LANGUAGES:
            parent = ground.regencies[language][number % len(ground.regencies[language])]
            page = EventPage(
                title=title,
                slug=f"acara-{number}",
                translation_key=key,
                locale=ground.locales[language],
                intro=ground.prose.sentences(2)[:300],
                kind=EventPage.Kind.values[number % 6],
                place=parent.region,
                venue="Balai ohoi",
                cover=ground.pictures[number % len(ground.pictures)],
                organiser="BUMDes contoh",
                body=_body(ground),
            )
            made.append((parent, page))
    add_pages(made)
    pages = [page for _parent, page in made]
    EventDate.objects.bulk_create(
        EventDate(
            page=page,
            key=ground.prose.key(),
            start_day=_day(number // 2 + 1 if number % 2 == 0 else -number // 2 - 1),
            start_time=time(9),
            end_time=time(13),
        )
        for page in pages
        for number in (int(page.slug.rpartition("-")[2]),)
    )
    EventRegion.objects.bulk_create(EventRegion(page=page, region=ground.province, sort_order=0) for page in pages)
    _give_sectors(EventPage.sectors.through, "eventpage_id", pages, ground)
    derive(made, ground.province)


def _body(ground: Ground) -> str:
    def picture() -> dict[str, Any]:
        image = ground.prose.random.choice(ground.pictures)
        return {"image": image.pk, "caption": ground.prose.title(), "alt": ""}

    prose = ground.prose
    paragraph = ("paragraph", lambda: f"<p>{prose.sentences(5)}</p><p>{prose.sentences(5)}</p>")
    blocks: list[tuple[str, Callable[[], Any]]] = [
        paragraph,
        ("heading", prose.title),
        paragraph,
        ("image", picture),
        paragraph,
        ("quote", lambda: {"text": prose.sentences(1), "source": "Nelayan (contoh)"}),
        ("gallery", lambda: [picture() for _number in range(4)]),
        paragraph,
        ("video", lambda: {"title": prose.title(), "url": "https://youtu.be/aqz-KE-bpKQ", "length": "10:35"}),
        ("heading", prose.title),
        paragraph,
        ("fact_box", lambda: {"title": "Sekilas", "rows": [{"label": "Keluarga", "value": "20"}] * 4, "source": ""}),
        ("next_step", lambda: {"kind": "read", "title": prose.title(), "text": "", "path": "/forum/"}),
    ]
    return json.dumps([{"type": kind, "value": make()} for kind, make in blocks])


def _give_sectors(through: Any, column: str, pages: list[Page], ground: Ground) -> None:
    through.objects.bulk_create(
        through(**{column: page.pk, "sector_id": _nth(ground.sectors, page.pk + shift).pk})
        for page in pages
        for shift in (0, 1)
    )


def _nth(things: list[Any], number: int) -> Any:
    return things[number % len(things)]


def _day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)
