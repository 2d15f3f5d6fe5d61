"""How far members read in a topic: their browser tells it while a page is read, or as it shows one without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db.models import OuterRef, Subquery

from community.members.following.kinds import TOPIC
from community.members.following.levels import TRACKING
from community.members.following.models import Watch
from community.members.trust.days import note_day

from ..models import Reading, ReadingClock, Topic
from ..signals import reading_noted
from . import levels
from .unread import next_number

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from ..models.topics import TopicQuerySet

SALT = "forums.reading"
MOST_SECONDS = 60  # that one report may bring: pages tell every quarter of a minute
MINUTE = 60


@dataclass(frozen=True)
class Progress:
    """How far a member has read a topic, where they may go on, how closely they follow it.

    `seal` is what the page sends along with what it tells: that it was served to this member.
    """

    last_read: int
    continue_at: int
    level: int
    seal: str


def with_state(topics: TopicQuerySet, viewer: Viewer) -> TopicQuerySet:
    """Have topics know how far the viewer has read (`last_read`), where they go on (`next_number`), and their level.

    That is the one they chose for the topic (`own_level`).
    """
    if not viewer.user_id:
        return topics
    mine = Reading.objects.filter(user=viewer.user_id, topic=OuterRef("pk")).values("last_read")
    chosen = Watch.objects.filter(user=viewer.user_id, kind=TOPIC, object_id=OuterRef("pk")).values("level")
    known = topics.annotate(last_read=Subquery(mine[:1]), own_level=Subquery(chosen[:1]))
    return known.annotate(next_number=next_number(topic="pk"))


def opened(viewer: Viewer, topic: Topic) -> Progress | None:
    """Note that the viewer opened a topic that comes from `with_state`; None for a visitor.

    What they read of it their browser tells. Nothing is written where nothing changes.
    """
    if not viewer.user_id:
        return None
    known = topic.last_read
    if known is None:
        Reading.objects.advance(user_id=viewer.user_id, topic_id=topic.pk, number=0)
    last_read = known or 0
    return Progress(
        last_read=last_read,
        continue_at=(topic.next_number or 0) if last_read else 0,
        level=levels.of_topic(viewer, topic, topic.own_level),
        seal=signing.dumps([viewer.user_id, topic.pk], salt=SALT),
    )


def topic_of(seal: str, viewer: Viewer) -> int | None:
    """Read from a seal which topic the page shows; None when it isn't ours, or was made for somebody else."""
    try:
        user_id, topic_id = signing.loads(seal, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(topic_id) if user_id == viewer.user_id else None


def note_reading(*, viewer: Viewer, topic_id: int, number: int, seconds: int = 0) -> bool:
    """Note what a member had on the screen, and for how long; never further than the topic has posts.

    All topics of a member together count no more seconds than pass by the clock: of what several windows tell of the
    same time, and of what a script makes up, the rest counts nowhere. Who has read for some minutes tracks the topic.
    False where the topic is not open to them.
    """
    topic, user = Topic.objects.visible_to(viewer).filter(pk=topic_id).first(), viewer.user
    if topic is None or not user.is_authenticated:
        return False
    spent = ReadingClock.objects.claim(user=user, seconds=min(seconds, MOST_SECONDS))
    reached = max(0, min(number, topic.post_count))
    total = Reading.objects.advance(user_id=user.pk, topic_id=topic.pk, number=reached, seconds=spent)
    enough = settings.FORUM_TRACK_MINUTES * MINUTE
    if enough and spent and total - spent < enough <= total:
        levels.take_part(user_id=user.pk, topic=topic, level=TRACKING)
    note_day(user.pk)
    reading_noted.send(sender=Reading, user=user, topic=topic)
    return True
