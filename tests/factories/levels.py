"""How closely members follow topics and what lies around them, for tests."""

from __future__ import annotations

from community.forums.models import Topic
from community.forums.services import levels
from community.forums.services.watchers import watchers_of
from community.members.following.kinds import TOPIC
from community.members.models import User, Watch
from community.members.permissions import Viewer
from home.models import Tag
from tests.factories.forums import TopicFactory
from tests.factories.regions import make_region

MUTED, NORMAL, TRACKING, WATCHING = Watch.Level


def viewer_of(member) -> Viewer:
    return Viewer(User.objects.get(pk=member.pk))


def level_of(member, topic) -> int:
    viewer, topic = viewer_of(member), Topic.objects.get(pk=topic.pk)
    own = Watch.objects.filter(user=member, kind=TOPIC, object_id=topic.pk).values_list("level", flat=True).first()
    level = levels.of_topic(viewer, topic, own)
    # What lists ask in SQL, and what is asked for all who follow, must come to the same.
    assert Topic.objects.filter(levels.muted(viewer), pk=topic.pk).exists() is (level == MUTED)
    assert Topic.objects.filter(levels.tracked(viewer), pk=topic.pk).exists() is (level >= TRACKING)
    assert dict(all_watchers_of(topic)).get(member.pk, 0) == (level if level >= TRACKING else 0)
    return level


def all_watchers_of(topic, *, least=TRACKING) -> list[tuple[int, int]]:
    found, after = [], 0
    while after is not None:
        page, after = watchers_of(topic, after=after, least=least)
        found += page
    return found


def choose(member, kind, thing, level):
    Watch.objects.update_or_create(user=member, kind=kind, object_id=thing.pk, defaults={"level": level})


def whole_topic() -> tuple[Topic, Tag]:
    tag = Tag.objects.create(name="bibit", slug="bibit")
    topic = TopicFactory(regions=[make_region("81.02.01")], tags=[tag])
    return topic, tag
