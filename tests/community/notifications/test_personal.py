"""What one was told is one's own data, and ends in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.rights import retention as rights
from community.notifications import receivers
from community.notifications.models import Activity, Notification, Preference
from community.notifications.services.preferences import choose_mails
from community.notifications.services.retention import forget_old
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer, told, watch
from tests.factories.rights import erase

pytestmark = pytest.mark.django_db


def test_a_copy_tells_what_one_was_told_and_what_was_told_of_one_without_naming_others():
    other = MemberFactory(name="Agus Ohoiwutun")
    topic = TopicFactory(title="Bibit memutih")
    post = answer(topic, other)
    choose_mails(user=topic.author, mention=True, quote=False, reply=True, reminder=False)
    rows = {part.name: list(part.rows) for part in receivers.tell_of_notifications(topic.author)}
    [line] = rows["notifications"]
    assert (line["reason"], line["what"], line["thing"], line["key"]) == ("reply", "reply", "post", post.pk)
    assert rows["mail_choices"] == [
        {"mail_mention": True, "mail_quote": False, "mail_reply": True, "mail_reminder": False}
    ]
    assert [row["kind"] for row in rows["activities"]] == ["topic"]
    assert "Agus" not in str(rows)


def test_a_copy_of_who_did_it_tells_not_who_was_told():
    topic, other = TopicFactory(), MemberFactory()
    answer(topic, other)
    rows = {part.name: list(part.rows) for part in receivers.tell_of_notifications(other)}
    assert rows["notifications"] == []
    assert [row["kind"] for row in rows["activities"]] == ["reply"]


@pytest.mark.parametrize("keeps", [True, False])
def test_an_account_that_ends_takes_what_it_was_told_and_chose(keeps):
    member, other = MemberFactory(), MemberFactory()
    mine, theirs = TopicFactory(author=member), TopicFactory(author=other)
    answer(mine, other)
    answer(theirs, member)
    choose_mails(user=member, mention=True, quote=True, reply=True, reminder=True)
    erase(member, keeps=keeps)
    assert told(member) == []
    assert not Preference.objects.exists()
    assert told(other) == ([("reply", 2)] if keeps else [])
    assert Activity.objects.filter(actor=member).exists() == keeps


def test_who_is_gone_is_told_of_as_a_former_member(client):
    member, other = MemberFactory(name="Yosina Rahanra"), MemberFactory()
    answer(TopicFactory(author=other), member)
    erase(member, keeps=True)
    client.force_login(other)
    page = client.get("/pemberitahuan/").content.decode()
    assert "Yosina" not in page
    assert "Mantan anggota membalas di topik Anda" in page


def test_it_is_taken_in_steps():
    member = MemberFactory()
    topic, other = TopicFactory(author=member), MemberFactory()
    for _number in range(3):
        answer(topic, other)
    steps = [receivers.erase_notifications(member, keep=True, limit=2) for _step in range(3)]
    assert steps == [2, 1, 0]


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def test_what_was_read_long_ago_is_forgotten_and_what_is_unread_stays():
    topic, other = TopicFactory(), MemberFactory()
    for _number in range(3):
        answer(topic, other)
    first, second, _third = Notification.objects.order_by("pk")
    Notification.objects.filter(pk=first.pk).update(read_at=days_ago(181))
    Notification.objects.filter(pk=second.pk).update(read_at=days_ago(179))
    rights.keep_retention()
    assert told(topic.author) == [("reply", 3), ("reply", 4)]


def test_what_happened_very_long_ago_is_forgotten_with_all_that_tells_of_it(settings):
    topic = TopicFactory()
    answer(topic, MemberFactory())
    Activity.objects.update(created_at=days_ago(366))
    settings.ACTIVITY_DAYS = 0
    forget_old(timezone.now())
    assert Activity.objects.count() == 2
    settings.ACTIVITY_DAYS = 365
    assert forget_old(timezone.now()) == 2
    assert not Notification.objects.exists()


def test_days_of_nought_keep_what_was_read(settings):
    settings.NOTIFICATION_DAYS = 0
    topic = TopicFactory()
    answer(topic, MemberFactory())
    Notification.objects.update(read_at=days_ago(3000))
    forget_old(timezone.now())
    assert Notification.objects.exists()


def test_it_is_forgotten_in_pieces(monkeypatch):
    monkeypatch.setattr("community.notifications.services.retention.BATCH", 2)
    topic, other = TopicFactory(), MemberFactory()
    for _number in range(5):
        answer(topic, other)
    Notification.objects.update(read_at=days_ago(200))
    assert forget_old(timezone.now()) == 5


def test_an_activity_waits_until_all_that_tells_of_it_is_gone_in_pieces(monkeypatch):
    monkeypatch.setattr("community.notifications.services.retention.BATCH", 2)
    monkeypatch.setattr("community.notifications.services.retention.BATCHES", 1)
    topic = TopicFactory()
    Activity.objects.all().delete()
    for watcher in [MemberFactory() for _number in range(4)]:
        watch(watcher, "topic", topic.pk)
    answer(topic, MemberFactory())
    assert Notification.objects.count() == 5
    Activity.objects.update(created_at=days_ago(366))
    left = []
    for _run in range(3):
        forget_old(timezone.now())
        left.append((Notification.objects.count(), Activity.objects.count()))
    assert left == [(3, 1), (1, 1), (0, 0)]


def test_what_one_run_leaves_another_one_forgets_on_the_same_day(monkeypatch, work_outbox):
    monkeypatch.setattr("community.notifications.services.retention.BATCH", 2)
    monkeypatch.setattr("community.notifications.services.retention.BATCHES", 1)
    topic, other = TopicFactory(), MemberFactory()
    for _number in range(5):
        answer(topic, other)
    Notification.objects.update(read_at=days_ago(200))
    assert forget_old(timezone.now()) == 2
    assert Notification.objects.count() == 3
    work_outbox()
    assert not Notification.objects.exists()
