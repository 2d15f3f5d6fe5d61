"""What members write: topics with replies in the forum, and comments under one story."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from benchmarks.ground import Ground
from community.comments.services import write_comment
from community.forums.models import Topic
from community.forums.services import reply, start_topic
from community.members.models import User
from home.models import StoryPage

THREADS = 4  # one comment in so many begins a thread; the others answer
DEEPEST = 2


def add_topics(ground: Ground, numbers: range) -> None:
    """Open topics about all the regencies, in one category more than in the others."""
    for number in numbers:
        start_topic(
            author=_member(ground, number),
            category=ground.categories[0 if number % 2 else number % len(ground.categories)],
            title=ground.prose.title(),
            body=ground.prose.sentences(3),
            regions=[ground.regencies["id"][number % len(ground.regencies["id"])].region],
            sectors=[ground.sectors[number % len(ground.sectors)]],
            tags=[ground.tags[number % len(ground.tags)]],
            at=timezone.now() - timedelta(days=400) + timedelta(hours=number),
        )


def add_posts(ground: Ground, topic: Topic, count: int) -> None:
    """Answer in one topic until it has so many posts, its first one included."""
    topic.refresh_from_db()
    for number in range(topic.post_count, count):
        reply(author=_member(ground, number), topic=topic, body=ground.prose.sentences(3), at=timezone.now())


def add_comments(ground: Ground, story: StoryPage, numbers: range) -> None:
    """Talk under a story: threads of about four comments, up to three levels deep."""
    above = None
    for number in numbers:
        if number % THREADS == 0 or (above and above.level == DEEPEST):
            above = None
        written = write_comment(
            key=str(story.translation_key),
            author=_member(ground, number),
            body=ground.prose.sentences(2),
            reply_to=above.pk if above else None,
        )
        above = written


def _member(ground: Ground, number: int) -> User:
    return ground.members[number * 7 % len(ground.members)]
