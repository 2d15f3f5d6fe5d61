"""Who follows a topic, for whoever tells them: by pages, with the level of each."""

from __future__ import annotations

import pytest
from django.db import connection

from community.forums.models import Topic
from community.forums.services.watchers import watchers_of
from community.members.following.kinds import CATEGORY, REGION, TAG, TOPIC
from community.members.models import Watch
from tests.factories.forums import TopicFactory
from tests.factories.levels import all_watchers_of, choose, whole_topic
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
MUTED, _NORMAL, TRACKING, WATCHING = Watch.Level


def test_watchers_come_by_pages_without_gap_or_repeat_each_with_the_level_that_holds():
    topic, tag = whole_topic()
    members = [MemberFactory() for _number in range(9)]
    for number, member in enumerate(members):
        choose(member, REGION, make_region("81"), WATCHING if number % 2 else TRACKING)
        if number % 3 == 0:
            choose(member, TAG, tag, MUTED)
        if number % 4 == 0:
            choose(member, TOPIC, topic, WATCHING)
    found, after = [], 0
    while after is not None:
        page, after = watchers_of(topic, after=after, size=2)
        found += page
    assert found == all_watchers_of(topic)
    assert [key for key, _level in found] == sorted(key for key, _level in found)
    expected = {}
    for number, member in enumerate(members):
        level = WATCHING if number % 4 == 0 else MUTED if number % 3 == 0 else WATCHING if number % 2 else TRACKING
        if level >= TRACKING:
            expected[member.pk] = level
    expected[topic.author_id] = WATCHING
    assert dict(found) == expected


def test_only_the_closest_are_asked_for_where_one_wants():
    topic, member = TopicFactory(), MemberFactory()
    choose(member, CATEGORY, topic.category, TRACKING)
    assert dict(all_watchers_of(topic, least=WATCHING)) == {topic.author_id: WATCHING}


def test_a_page_of_watchers_costs_the_same_for_few_and_many(django_assert_num_queries):
    topic, _tag = whole_topic()
    costs = []
    for many in (1, 30):
        for _number in range(many):
            choose(MemberFactory(), REGION, make_region("81"), TRACKING)
        with connection.execute_wrapper(lambda execute, *asked: costs[-1].append(1) or execute(*asked)):
            costs.append([])
            watchers_of(Topic.objects.get(pk=topic.pk))
    assert len(costs[0]) == len(costs[1])
