"""When a mail goes out, and when it doesn't."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Category
from community.members.blocking.services import block
from community.members.models import User, Watch
from community.notifications.models import Notification
from community.notifications.services import mailing
from community.notifications.services.preferences import choose_mails
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import LATER, answer, quoting, send_mails, tell, watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(handle="siti-m", email="siti@example.org")


@pytest.fixture
def topic(member):
    made = TopicFactory(author=member, title="Bibit memutih")
    tell()
    return made


def mailed() -> list[str]:
    return [message.to[0] for message in mail.outbox]


def nothing_waits() -> bool:
    return not Notification.objects.exclude(mail_due_at=None).exists()


def test_a_reply_is_mailed_after_some_minutes_once(topic):
    answer(topic, MemberFactory())
    assert mailing.send_due(timezone.now()) == 0
    assert send_mails() == 1
    assert mailed() == ["siti@example.org"]
    assert send_mails() == 0
    assert Notification.objects.get().mailed_at
    assert nothing_waits()


def test_the_time_until_then_is_a_setting(topic, settings):
    settings.NOTIFICATION_MAIL_DELAY = 3600
    answer(topic, MemberFactory())
    assert send_mails() == 0
    assert send_mails(timezone.now() + timedelta(minutes=61)) == 1


@pytest.mark.parametrize("body", ["Halo @siti-m", "kutip"])
def test_so_are_mentions_and_quotes(member, body):
    mine = answer(TopicFactory(), member)
    text = quoting(mine) if body == "kutip" else body
    answer(mine.topic, mine.topic.author, text)
    send_mails()
    assert mailed().count("siti@example.org") == 1


def test_what_one_only_watches_is_never_mailed(member):
    topic = TopicFactory()
    tell()
    watch(member, "topic", topic.pk)
    answer(topic, topic.author)
    assert Notification.objects.get().reason == "watching"
    assert send_mails() == 0


def test_who_was_there_meanwhile_gets_none(topic, client):
    answer(topic, MemberFactory())
    client.force_login(topic.author)
    client.get(topic.get_absolute_url())
    assert nothing_waits()
    assert send_mails() == 0


def test_who_marked_all_as_read_gets_none(topic, client):
    answer(topic, MemberFactory())
    client.force_login(topic.author)
    client.post("/pemberitahuan/dibaca/")
    assert send_mails() == 0


def test_of_one_topic_one_mail_comes_until_one_has_been_there(topic, client):
    other = MemberFactory()
    answer(topic, other)
    assert send_mails() == 1
    for _time in range(3):
        answer(topic, other)
        assert send_mails() == 0
    another = TopicFactory(author=topic.author)
    answer(another, other)
    assert send_mails() == 1  # of that one
    client.force_login(topic.author)
    client.get(topic.get_absolute_url())
    answer(topic, other)
    assert send_mails() == 1
    assert len(mail.outbox) == 3


def test_what_comes_within_the_minutes_is_told_in_one_mail(topic):
    for body in ("Jawaban pertama.", "Jawaban kedua.", "Halo @siti-m"):
        answer(topic, MemberFactory(), body)
    assert send_mails() == 1
    assert all(words in mail.outbox[0].body for words in ("Jawaban pertama.", "Jawaban kedua.", "Halo"))
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_more_mails_a_topic_come_where_the_site_wants_it(topic, settings):
    settings.NOTIFICATION_MAILS_A_TOPIC = 2
    for expected in (1, 1, 0):
        answer(topic, MemberFactory())
        assert send_mails() == expected
    settings.NOTIFICATION_MAILS_A_TOPIC = 0
    answer(topic, MemberFactory())
    assert send_mails() == 1


def choose_all_but(member: User, off: str) -> None:
    choose_mails(user=member, **{name: name != off for name in ("mention", "quote", "reply", "reminder")})


def test_who_wants_no_mails_for_mentions_still_gets_one_for_a_reply_that_mentions(member, topic):
    choose_all_but(member, "mention")
    answer(topic, MemberFactory(name="Petrus Renyaan"), "Halo @siti-m")
    send_mails()
    (message,) = mail.outbox
    assert "Petrus Renyaan membalas di topik Anda" in message.body
    assert "menyebut Anda" not in message.body
    answer(TopicFactory(), MemberFactory(), "Halo @siti-m")
    send_mails()
    assert mailed().count("siti@example.org") == 1


def test_a_mention_that_was_taken_back_by_then_is_not_mailed(member):
    author = MemberFactory()
    post = answer(TopicFactory(), author, "Halo @siti-m")
    forums.edit_post(editor=author, post=post, body="Halo semua di sini")
    send_mails()
    assert "siti@example.org" not in mailed()
    assert nothing_waits()


@pytest.mark.parametrize("off", ["mention", "quote", "reply"])
def test_each_of_the_three_can_be_switched_off(member, topic, off):
    choose_all_but(member, off)
    elsewhere = TopicFactory()
    mine = answer(elsewhere, member)
    tell()
    answer(topic, MemberFactory())
    answer(elsewhere, elsewhere.author, quoting(mine))
    answer(TopicFactory(), MemberFactory(), "Halo @siti-m")
    send_mails()
    assert mailed().count("siti@example.org") == 2
    assert off not in Notification.objects.filter(recipient=member).exclude(mailed_at=None).values_list(
        "reason", flat=True
    )
    assert nothing_waits()


@pytest.mark.parametrize("factory", [MemberFactory, ModeratorFactory], ids=["member", "moderator"])
@pytest.mark.parametrize("change", ["delete", "hide", "hide_topic"])
def test_what_is_gone_before_it_was_mailed_is_not(factory, change):
    topic, other = TopicFactory(author=factory()), MemberFactory()
    post, moderator = answer(topic, other), ModeratorFactory()
    if change == "delete":
        forums.delete_post(member=other, post=post)
    elif change == "hide":
        forums.hide_post(moderator=moderator, post=post, reason="x")
    else:
        forums.hide_topic(moderator=moderator, topic=topic, reason="x")
    mail.outbox.clear()  # that of the moderator's decision, to its author
    assert send_mails() == 0
    assert nothing_waits()
    assert mail.outbox == []


def test_what_is_closed_to_them_by_then_is_not(topic):
    answer(topic, MemberFactory())
    Category.objects.filter(pk=topic.category_id).update(audience_see="group:1000")
    assert send_mails() == 0


def test_what_is_by_somebody_whom_they_blocked_meanwhile_is_not(topic):
    other = MemberFactory()
    answer(topic, other)
    block(user=topic.author, other=other)
    assert send_mails() == 0


def test_what_they_muted_meanwhile_is_not(topic):
    answer(topic, MemberFactory())
    watch(topic.author, "topic", topic.pk, Watch.Level.MUTED)
    assert send_mails() == 0


def test_nor_what_lies_in_a_category_that_they_muted_meanwhile(member):
    topic = TopicFactory()
    answer(topic, topic.author, "Halo @siti-m")
    watch(member, "category", topic.category_id, Watch.Level.MUTED)
    assert send_mails() == 0
    assert nothing_waits()


@pytest.mark.parametrize(
    "state",
    [{"is_active": False}, {"suspended_until": timezone.now() + timedelta(days=1)}, {"email": None}],
    ids=["switched off", "suspended", "without an address"],
)
def test_who_is_not_there_by_then_gets_none(topic, state):
    answer(topic, MemberFactory())
    User.objects.filter(pk=topic.author_id).update(**state)
    assert send_mails() == 0
    assert nothing_waits()


def test_an_address_that_nobody_confirmed_gets_none(topic):
    EmailAddress.objects.filter(user=topic.author).update(verified=False)
    answer(topic, MemberFactory())
    assert send_mails() == 0


def test_what_was_held_is_mailed_after_it_was_let_pass(topic):
    from community.writing.signals import Hold, screening

    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    try:
        post = PostFactory(topic=topic)
    finally:
        screening.disconnect(hold)
    tell()
    assert send_mails() == 0
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    tell()
    assert send_mails() == 1


def test_a_fault_of_one_leaves_the_others_theirs_and_is_tried_again(topic, monkeypatch, caplog):
    other = TopicFactory()
    for each in (topic, other):
        answer(each, MemberFactory())
    really = mailing.mail_of

    def failing(user, told):
        if user == topic.author:
            raise RuntimeError("broken")
        return really(user, told)

    monkeypatch.setattr(mailing, "mail_of", failing)
    assert send_mails() == 1
    assert mailed() == [other.author.email]
    assert "could not be mailed" in caplog.text
    monkeypatch.undo()
    assert send_mails() == 0  # not at once
    assert send_mails(timezone.now() + LATER + timedelta(hours=2)) == 1


def test_the_mail_and_that_it_was_written_are_one(topic, monkeypatch):
    answer(topic, MemberFactory())
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: 1 / 0)
    send_mails()
    assert Notification.objects.get().mailed_at is None
