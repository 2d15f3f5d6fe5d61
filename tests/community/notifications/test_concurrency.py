"""Two workers at once tell and mail everybody once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client

from community.forums.models import Topic
from community.forums.services import reply
from community.members.models import Watch
from community.notifications.models import Activity, Notification
from community.notifications.services import fanning
from community.notifications.services.unfollowing import token_of
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import send_mails, tell, told, watch

WORKERS = 4

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(act, times: int = WORKERS) -> list:
    barrier = Barrier(times)

    def try_it(number):
        try:
            barrier.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(try_it, range(times)))


def test_several_workers_tell_everybody_once(monkeypatch):
    monkeypatch.setattr(fanning, "STEP", 3)
    topic, watchers = TopicFactory(), [MemberFactory() for _number in range(20)]
    tell()
    for watcher in watchers:
        watch(watcher, "topic", topic.pk)
    PostFactory(topic=topic)
    activity = Activity.objects.get(kind="reply")

    def work(number):
        for _time in range(30):
            fanning.fan_out(activity_id=activity.pk)

    at_once(work)
    activity.refresh_from_db()
    assert activity.fanned_out_at
    assert [told(watcher) for watcher in watchers] == [[("watching", 2)]] * 20
    assert told(topic.author) == [("reply", 2)]


def test_replies_at_once_are_each_told_once():
    topic = TopicFactory()
    tell()
    authors = [MemberFactory() for _number in range(WORKERS)]
    at_once(lambda number: reply(author=authors[number], topic=Topic.objects.get(pk=topic.pk), body="Sama."))
    at_once(lambda number: [fanning.fan_out(activity_id=key) for key in Activity.objects.values_list("pk", flat=True)])
    tell()
    assert told(topic.author) == [("reply", number) for number in range(2, WORKERS + 2)]


def test_several_workers_write_one_mail_about_a_topic():
    topic = TopicFactory()
    for _number in range(3):
        PostFactory(topic=topic)
    tell()
    at_once(lambda number: send_mails())
    send_mails()
    assert [message.to for message in mail.outbox] == [[topic.author.email]]
    assert not Notification.objects.exclude(mail_due_at=None).exists()


def test_a_button_pressed_many_times_at_once_mutes_once():
    topic = TopicFactory()
    path = f"/pemberitahuan/berhenti/{token_of(user_id=topic.author_id, container=f'topic:{topic.pk}')}/"
    assert at_once(lambda number: Client().post(path).status_code) == [200] * WORKERS
    assert Watch.objects.get().level == Watch.Level.MUTED
