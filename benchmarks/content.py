"""The filled site: grows from 10 to 1,000 rows of everything, and to twice as many comments under one story."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from celery import current_app
from django.db import connection, transaction
from outbox import services as outbox

from benchmarks.ground import Ground, add_members, lay_ground
from benchmarks.talk import add_comments, add_posts, add_topics
from benchmarks.told import add_events, add_stories
from community.forums.models import Category, Topic
from home.models import EventPage, RegionPage, StoryPage

BATCH = 100
POSTS_AT_LEAST = 20  # the measured topic fills its first page however small the site is
COMMENTS = 2  # for each of the other things


class Content:
    """Everything on the site, and the things whose pages are measured: of each kind the first that was made."""

    def __init__(self) -> None:
        with transaction.atomic():
            self.ground: Ground = lay_ground()
        self.size = 0

    def grow(self, size: int) -> Iterator[str]:
        """Make things until there are so many of each; say what is being made."""
        fillers: dict[str, Callable[[range], None]] = {
            "members": lambda numbers: add_members(self.ground, numbers),
            "stories": lambda numbers: add_stories(self.ground, numbers),
            "events": lambda numbers: add_events(self.ground, numbers),
            "topics": lambda numbers: add_topics(self.ground, numbers),
            "posts": lambda numbers: add_posts(self.ground, self.topic, max(POSTS_AT_LEAST, numbers.stop)),
            "comments": lambda numbers: add_comments(self.ground, self.story, _times(COMMENTS, numbers)),
        }
        for name, fill in fillers.items():
            for start in range(self.size, size, BATCH):
                yield f"{name} {start}"
                with transaction.atomic():
                    fill(range(start, min(start + BATCH, size)))
        yield "what waits in the outbox"
        current_app.loader.import_default_modules()
        while outbox.run_pending_jobs() or outbox.work_sweeps():
            pass
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as its autovacuum does on a site that runs
        self.size = size

    @property
    def story(self) -> StoryPage:
        """The newest story, under which all comments stand."""
        return StoryPage.objects.get(slug="cerita-0", locale__language_code="id")

    @property
    def topic(self) -> Topic:
        """The topic in which all replies stand."""
        return Topic.objects.order_by("pk").select_related("category")[0]

    @property
    def category(self) -> Category:
        """The category with the most topics."""
        return self.ground.categories[0]

    @property
    def story_path(self) -> str:
        """Where the measured story is read."""
        return str(self.story.url)

    @property
    def event_path(self) -> str:
        """Where the next event is read."""
        return str(EventPage.objects.get(slug="acara-0", locale__language_code="id").url)

    @property
    def province_path(self) -> str:
        """Where the page of the measured region is read."""
        return str(RegionPage.objects.get(region=self.ground.province, locale__language_code="id").url)


def _times(factor: int, numbers: range) -> range:
    return range(factor * numbers.start, factor * numbers.stop)
