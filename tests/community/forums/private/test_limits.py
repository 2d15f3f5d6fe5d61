"""How long private messages are, and how many somebody may begin: which limit it is, and when one may go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from community.forums import services
from community.forums.models import ForumSettings, Participant, Topic
from community.forums.services.limits import LimitReached
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import EditorFactory, MemberFactory, ModeratorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.real_limits]

NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)  # noon in Kei
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = "/forum/pesan/baru/"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def settled(clock):
    return MemberFactory(date_joined=NOW - 10 * DAY)


@pytest.fixture
def newcomer(clock):
    return MemberFactory(date_joined=NOW - HOUR)


def begin(author, clock=None, *, number=1, **facts) -> Topic:
    if clock:
        clock.shift(60)
    return make_conversation(author=author, **{"body": f"Masih dijual, nomor {number}?", **facts})


def test_a_subject_and_a_text_have_two_characters_at_least_and_as_many_as_elsewhere_at_most(settled, clock):
    topic = begin(settled, title="Ya", body="Ya")
    assert (topic.title, topic.posts.get().body) == ("Ya", "Ya")
    for number, wrong in enumerate(({"title": "Y"}, {"title": "a" * 256}, {"body": "Y"}, {"body": "a" * 32_001})):
        with pytest.raises(ValidationError) as refused:
            begin(settled, clock, number=number, **wrong)
        assert refused.value.code in {"min_length", "max_length"}
    ForumSettings.objects.create(private_title_min=4)
    with pytest.raises(ValidationError, match="4"):
        begin(settled, clock, title="Ya")
    assert services.edit_topic(editor=settled, topic=topic, title="Tak?", regions=[]).title == "Tak?"
    with pytest.raises(ValidationError, match="4"):
        services.edit_topic(editor=settled, topic=topic, title="Tak", regions=[])


def test_the_first_words_are_changed_within_the_same_bounds(client, settled):
    topic = begin(settled, title="Ya", body="Ya")
    client.force_login(settled)
    address = f"/forum/kiriman/{topic.posts.get().pk}/ubah/"
    page = client.get(address).content.decode()
    assert 'maxlength="255"' in page
    assert 'data-most="32000"' in page
    assert "2 karakter" in client.post(address, {"title": "Y", "body": "Ya"}).content.decode()
    assert client.post(address, {"title": "Ok", "body": "Ok"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.posts.get().body) == ("Ok", "Ok")


def test_between_a_message_and_whatever_else_one_writes_there_is_the_same_pause(clock, settled):
    topic = begin(settled)
    with pytest.raises(LimitReached, match="jeda 5 detik") as refused:
        begin(settled, number=2)
    assert refused.value.retry_after == 5
    for write in (
        lambda: services.reply(author=settled, topic=topic, body="Masih ada?"),
        lambda: TopicFactory(author=settled),
    ):
        with pytest.raises(LimitReached):
            write()
    clock.shift(5)
    assert begin(settled, number=2)


def test_the_same_text_is_not_sent_to_one_after_the_other(clock, settled):
    begin(settled, body="Jual bibit, hubungi saya.")
    with pytest.raises(LimitReached, match="baru saja") as refused:
        begin(settled, clock, body="jual  bibit, hubungi SAYA.")
    assert refused.value.retry_after == 240
    clock.shift(240)
    assert begin(settled, body="Jual bibit, hubungi saya.")


def test_who_is_new_puts_few_links_into_a_message(newcomer, clock):
    body = " ".join(f"[ini](https://situs-{number}.example/)" for number in range(3))
    with pytest.raises(ValidationError) as refused:
        begin(newcomer, body=body)
    assert refused.value.code == "too_many_links"
    newcomer.trust_level = 1
    newcomer.save()
    assert begin(newcomer, body=body)


def test_who_is_new_begins_two_in_24_hours_and_reads_when_they_may_go_on(clock, newcomer):
    begin(newcomer, clock, number=1)
    begin(newcomer, clock, number=2)
    clock.shift(60)
    with (
        translation.override("en"),
        pytest.raises(LimitReached, match="2 private conversations in 24 hours") as no,
    ):
        begin(newcomer, number=3)
    assert no.value.until == NOW + DAY + MINUTE
    clock.move_to(NOW + DAY + MINUTE)
    assert begin(newcomer, number=3)
    clock.shift(30)
    with pytest.raises(LimitReached, match="percakapan pribadi"):
        begin(newcomer, number=4)
    ForumSettings.objects.create(newcomer_conversations=0)
    with pytest.raises(LimitReached) as no:
        begin(newcomer, clock, number=4)
    assert no.value.until == NOW - HOUR + 3 * DAY
    clock.move_to(NOW - HOUR + 3 * DAY)
    assert begin(newcomer, number=4)


def test_who_is_new_lets_no_more_in_than_the_conversations_hold_that_they_may_begin(clock, newcomer, monkeypatch):
    monkeypatch.setattr("community.forums.services.participants.MOST_PARTICIPANTS", 2)
    topic = begin(newcomer)  # two take part, and as many in the other one that they may begin

    def exchange(other):
        there = topic.participants.filter(left_at=None).exclude(user=newcomer).first()
        if there is not None:
            services.remove_participant(by=newcomer, participant=there)
        return services.add_participants(by=newcomer, topic=topic, people=[other])

    others = [MemberFactory(is_listed=True) for _number in range(7)]
    for other in others[:2]:
        clock.shift(60)
        assert exchange(other)
    with translation.override("en"), pytest.raises(LimitReached, match="let 4 members into private") as no:
        exchange(others[2])
    assert no.value.until == NOW + DAY
    assert not Participant.objects.filter(user=others[2]).exists()
    clock.move_to(NOW + DAY)
    assert exchange(others[2])
    newcomer.trust_level = 1
    newcomer.save()
    for other in others[3:]:
        assert exchange(other)


def test_neither_staff_nor_moderators_nor_who_is_known_are_counted(clock):
    known = MemberFactory(date_joined=NOW - HOUR, trust_level=1)
    for author in (known, ModeratorFactory(date_joined=NOW - HOUR), EditorFactory(date_joined=NOW - HOUR)):
        for number in range(4):
            assert begin(author, clock, number=number)


def test_conversations_are_no_topics_of_the_first_day_and_are_answered_as_often_as_one_likes(clock, newcomer):
    ForumSettings.objects.create(first_day_topics=1, newcomer_replies=1)
    begin(newcomer, clock)
    clock.shift(60)
    assert services.start_topic(
        author=newcomer, category=CategoryFactory(), title="Bibit memutih setelah hujan", body="Sejak kemarin memutih."
    )
    topic = make_conversation(people=[newcomer])
    for number in range(4):
        clock.shift(60)
        assert services.reply(author=newcomer, topic=topic, body=f"Masih ada, nomor {number}.")


def test_a_refused_message_stays_in_its_form_with_the_time_after_which_it_is_taken(client, settled):
    client.force_login(settled)
    MemberFactory(handle="bram", is_listed=True)
    MemberFactory(handle="lusi", is_listed=True)
    sent = {"people": "@bram", "title": "Ya", "body": "Masih dijual?"}
    assert client.post(NEW, sent).status_code == 302
    answer = client.post(NEW, sent | {"people": "@lusi", "body": "Yang <itu>?"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    page = answer.content.decode()
    assert "jeda 5 detik" in page
    assert "Yang &lt;itu&gt;?</textarea>" in page
    assert not Participant.objects.filter(user__profile__handle__text="lusi").exists()
    page = client.post(NEW, sent | {"title": "Y", "body": "Y"}).content.decode()
    assert page.count("2 karakter") == 4  # of both fields, beside each and at the head of the form
