"""What members write: topics with replies in the forum, and comments under one story."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from benchmarks.ground import Ground
from community.comments.models import COMMENT, Comment
from community.comments.services import write_comment
from community.forums.models import Topic
from community.forums.services import reply, start_topic
from community.members.models import User
from community.writing.reactions.models import Reaction
from community.writing.reactions.services import react
from home.models import StoryPage

# Whom the comments of one thread answer, by their places in it: as many levels as there are, and more than are shown.
THREAD = (None, 0, 1, 0, 3, 0, 5, 0)
NAMED = 3  # one comment in so many names the one who is answered, or somebody else
REACTIONS = 4  # a comment has one less than so many at most, of different members


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
    """Talk under a story: threads of eight comments on three levels, with names in them and reactions to them."""
    written: list[Comment] = []
    for number in numbers:
        place = number % len(THREAD)
        if place == 0:
            written = []
        above = THREAD[place]
        named = f"@{_member(ground, number + 1).profile.handle.text} " if number % NAMED == 0 else ""
        comment = write_comment(
            key=str(story.translation_key),
            author=_member(ground, number),
            body=f"{named}{ground.prose.sentences(2)}",
            reply_to=None if above is None or above >= len(written) else written[above].pk,
        )
        written.append(comment)
        for reaction in range(1, number % REACTIONS + 1):
            name = Reaction.Name.values[(number + reaction) % len(Reaction.Name.values)]
            react(user=_member(ground, number + reaction), kind=COMMENT, key=comment.pk, name=name)


def _member(ground: Ground, number: int) -> User:
    return ground.members[number * 7 % len(ground.members)]
