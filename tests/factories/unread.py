"""What members have read, and what is unread and new to them, for tests."""

from __future__ import annotations

from community.forums.models import Reading, Topic
from community.forums.services import progress, unread
from community.members.following.kinds import TOPIC
from community.members.models import User, Watch
from community.members.permissions import Viewer

LEVEL = Watch.Level


def read(member, topic, number, level: int | None = LEVEL.TRACKING):
    Reading.objects.advance(user_id=member.pk, topic_id=topic.pk, number=number)
    if level is not None:
        Watch.objects.update_or_create(user=member, kind=TOPIC, object_id=topic.pk, defaults={"level": level})


def state_of(topic, member) -> Topic:
    """A topic with how far a member has read it."""
    return progress.with_state(Topic.objects.all(), Viewer(member)).get(pk=topic.pk)


def unread_of(member) -> dict[int, int]:
    viewer = Viewer(User.objects.get(pk=member.pk))
    found = unread.mark(unread.unread_topics(viewer), viewer)
    assert unread.counts(viewer)["unread"] == len(found)
    return {topic.pk: topic.unread for topic in found}


def new_to(member) -> list[Topic]:
    viewer = Viewer(User.objects.get(pk=member.pk))
    found = list(unread.new_topics(viewer))
    assert unread.counts(viewer)["new"] == len(found)
    return found
