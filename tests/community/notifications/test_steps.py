"""Telling an activity in steps: none is lost, and nobody is told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Category
from community.members.models import User, Watch
from community.notifications.models import Activity, Notification
from community.notifications.services import fanning
from community.notifications.things.posts import Posts
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer, tell, told, watch

pytestmark = pytest.mark.django_db


def test_it_is_told_in_steps_by_keys_and_each_step_goes_on_where_the_last_one_ended(monkeypatch):
    monkeypatch.setattr(fanning, "STEP", 2)
    topic, watchers = TopicFactory(), [MemberFactory() for _number in range(5)]
    tell()
    for watcher in watchers:
        watch(watcher, "topic", topic.pk)
    PostFactory(topic=topic)
    activity = Activity.objects.get(kind="reply")
    steps = []
    while fanning._take_step(activity.pk):
        activity.refresh_from_db()
        steps.append((activity.told_up_to, activity.fanned_out_at))
    # Who started it watches it, too, and comes first.
    assert steps == [(watchers[0].pk, None), (watchers[2].pk, None), (watchers[4].pk, None)]
    assert [told(watcher) for watcher in watchers] == [[("watching", 2)]] * 5


def test_after_a_crash_between_two_steps_the_sweep_tells_the_rest_and_nobody_twice(monkeypatch):
    monkeypatch.setattr(fanning, "STEP", 2)
    topic, watchers = TopicFactory(), [MemberFactory() for _number in range(5)]
    tell()
    for watcher in watchers:
        watch(watcher, "topic", topic.pk)
    PostFactory(topic=topic)
    activity = Activity.objects.get(kind="reply")
    really, calls = Posts.watchers, []

    def crashing(*args, **kwargs):
        calls.append(kwargs["beyond"])
        if len(calls) == 2:
            raise RuntimeError("the worker died")
        return really(*args, **kwargs)

    monkeypatch.setattr(Posts, "watchers", crashing)
    with pytest.raises(RuntimeError):
        fanning.fan_out(activity_id=activity.pk)
    assert Notification.objects.filter(reason="watching").count() == 1  # and who started the topic
    assert fanning.fan_out_pending(now=timezone.now()) == 0  # its own job may still be on its way
    assert fanning.fan_out_pending(now=timezone.now() + timedelta(minutes=1)) == 1
    assert [told(watcher) for watcher in watchers] == [[("watching", 2)]] * 5
    activity.refresh_from_db()
    assert activity.fanned_out_at


def test_a_crash_in_the_midst_of_a_step_leaves_nothing_of_it(monkeypatch):
    topic = TopicFactory()
    tell()
    PostFactory(topic=topic)
    monkeypatch.setattr(fanning, "_finish", lambda activity: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tell()
    assert told(topic.author) == []
    monkeypatch.undo()
    tell()
    assert told(topic.author) == [("reply", 2)]


def test_told_once_more_it_tells_nobody_twice():
    topic = TopicFactory()
    post = answer(topic, MemberFactory())
    Activity.objects.update(fanned_out_at=None, told_up_to=None)
    tell()
    assert told(topic.author) == [("reply", post.number)]


def test_one_that_fails_leaves_the_others_going(monkeypatch, caplog):
    topics = [TopicFactory() for _number in range(2)]
    tell()
    posts = [PostFactory(topic=topic) for topic in topics]
    really = fanning._meant

    def failing(kind, activity, post):
        if post == posts[0]:
            raise RuntimeError("broken")
        return really(kind, activity, post)

    monkeypatch.setattr(fanning, "_meant", failing)
    fanning.fan_out_pending(now=timezone.now() + timedelta(minutes=1))
    assert told(topics[0].author) == []
    assert told(topics[1].author) == [("reply", 2)]
    assert "could not be told" in caplog.text


def test_a_kind_that_nobody_knows_any_more_is_laid_aside():
    PostFactory()
    Activity.objects.update(kind="gone")
    tell()
    assert not Activity.objects.filter(fanned_out_at=None).exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize("audience", ["everyone", "members", "group"])
def test_a_whole_step_of_watchers_costs_as_many_questions_as_one(audience):
    costs, group = [], Group.objects.create(name="Dewan")
    audience = f"group:{group.pk}" if audience == "group" else audience
    for many in (1, fanning.STEP - 10):  # beside who started it and who answers
        topic = TopicFactory()
        Category.objects.filter(pk=topic.category_id).update(audience_see=audience)
        tell()
        members = User.objects.bulk_create(
            User(name="Anggota", email=f"a{many}-{number}@example.org") for number in range(many)
        )
        group.user_set.add(*members)
        Watch.objects.bulk_create(Watch(user=member, kind="topic", object_id=topic.pk) for member in members)
        author = MemberFactory()
        author.groups.add(group)
        PostFactory(topic=topic, author=author)
        with CaptureQueriesContext(connection) as captured:
            tell()
        assert Notification.objects.filter(container=f"topic:{topic.pk}", reason="watching").count() == many
        costs.append(sum(not query["sql"].startswith("INSERT") for query in captured))
    assert costs[0] == costs[1]
    assert costs[0] <= 20


def test_the_job_of_an_activity_tells_it(work_outbox):
    post = PostFactory()
    work_outbox()
    assert told(post.topic.author) == [("reply", 2)]
