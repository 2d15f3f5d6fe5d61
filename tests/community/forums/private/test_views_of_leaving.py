"""Leaving a private conversation on its pages, and coming back."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.forums import services
from community.forums.models import Participant
from tests.factories.conversations import make_conversation
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = MemberFactory(handle="siti", is_listed=True)
    client.force_login(user)
    return user


@pytest.fixture
def bram():
    return MemberFactory(handle="bram", name="Bram Renyaan", is_listed=True)


def page(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_leaving_is_asked_before_and_pressed_twice_leads_to_the_same(client, member, bram):
    topic = make_conversation(author=bram, people=[member])
    address = reverse("forums:leave", args=[topic.pk])
    assert "idempotency_key" in page(client, address)
    for _time in range(2):
        assert client.post(address, {"idempotency_key": "b" * 20}).url == "/forum/pesan/"
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(address).status_code == 404
    client.force_login(bram)
    assert f"{member} keluar dari percakapan" in page(client, topic.get_absolute_url())
    adding = reverse("forums:participants", args=[topic.pk])
    MemberFactory(handle="lusi", is_listed=True)
    assert f"hanya mereka yang menentukan apakah boleh ditambahkan lagi: {member}." in unescape(
        client.post(adding, {"people": "@siti, @lusi"}).content.decode()
    )
    client.force_login(member)
    back = reverse("forums:allow_return", args=[topic.pk])
    shown = page(client, reverse("forums:left"))
    assert back in shown
    assert bram.name in shown
    assert topic.title not in shown + page(client, back)
    for _time in range(2):
        assert client.post(back, {"idempotency_key": "e" * 20}).url == reverse("forums:left")
    assert client.get(back).status_code == 404
    assert back not in page(client, reverse("forums:left"))
    client.force_login(bram)
    assert client.post(adding, {"people": "@siti"}).url == adding
    client.force_login(member)
    assert "lalu dibatalkan" in client.post(address, {"idempotency_key": "b" * 20}, follow=True).content.decode()
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_the_list_leads_to_what_one_has_left_once_there_is_something_and_tells_each_from_the_others(
    client, member, bram
):
    empty = page(client, "/forum/pesan/")
    assert reverse("forums:left") not in empty
    assert empty.count("Tulis pesan</a>") == 1
    begun = []
    for minute in (5, 6):
        with time_machine.travel(datetime(2026, 7, 15, 1, minute, tzinfo=UTC)):
            begun.append(make_conversation(author=bram, people=[member]))
    for topic in begun:
        services.leave(user=member, topic=topic)
    client.force_login(member)  # who was signed in then no longer is
    assert reverse("forums:left") in page(client, "/forum/pesan/")
    shown = page(client, reverse("forums:left"))
    assert all(f"Dimulai oleh {bram} pada 15 Juli 2026, 10.0{minute} WIT" in shown for minute in (5, 6))


def test_those_one_has_left_are_asked_for_in_as_many_queries_and_lead_nobody_else(client, member, bram):
    bram.trust_level = 1
    bram.save()
    costs = []
    for count in (1, 26):
        for _number in range(count):
            services.leave(user=member, topic=(topic := make_conversation(author=bram, people=[member])))
        client.get(reverse("forums:left"))
        with CaptureQueriesContext(connection) as asked:
            rows = client.get(reverse("forums:left")).context["rows"]
        costs.append((len(rows), len(asked)))
    assert [count for count, _cost in costs] == [1, 25]
    assert len({cost for _count, cost in costs}) == 1
    client.force_login(bram)
    address = reverse("forums:allow_return", args=[topic.pk])
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_taking_a_message_back_twice_tells_who_has_left_nothing_of_what_it_is_called_now(client, member, bram):
    topic = make_conversation(author=bram, people=[member])
    message = services.reply(author=member, topic=topic, body="Masih ada.")
    services.delete_post(member=member, post=message)
    services.leave(user=member, topic=topic)
    services.edit_topic(editor=bram, topic=topic, title="Rahasia baru", regions=[])
    answer = client.post(reverse("forums:delete", args=[message.pk]))
    assert answer.headers["Location"] == reverse("forums:private")


def test_who_comes_back_by_a_group_is_led_into_the_conversation(client, member, bram):
    group = Group.objects.create(name="Nelayan")
    member.groups.add(group)
    topic = make_conversation(author=bram, people=[], groups=[group])
    services.leave(user=member, topic=topic)
    answer = client.post(reverse("forums:allow_return", args=[topic.pk]), {"idempotency_key": "c" * 20}, follow=True)
    assert answer.redirect_chain[-1][0] == topic.get_absolute_url()
    assert "lewat kelompok Anda" in unescape(answer.content.decode())


def test_taking_somebody_out_is_done_once_whoever_was_added_again_since(client, member, bram):
    topic = make_conversation(author=member, people=[bram])
    row = Participant.objects.get(topic=topic, user=bram)
    address = reverse("forums:remove_participant", args=[topic.pk, row.pk])
    assert "idempotency_key" in page(client, address)
    sent = {"idempotency_key": "d" * 20}
    assert client.post(address, sent).status_code == 302
    services.add_participants(by=member, topic=topic, people=[bram])
    answer = client.post(address, sent, follow=True)
    assert "kali ini tidak ada yang dilakukan" in unescape(answer.content.decode())
    row.refresh_from_db()
    assert row.left_at is None


def test_a_group_that_is_gone_is_not_called_a_former_member(client, member, bram):
    group = Group.objects.create(name="Nelayan")
    bram.groups.add(group)
    topic = make_conversation(author=bram, people=[member])
    services.add_participants(by=bram, topic=topic, groups=[group])
    group.delete()
    html = page(client, topic.get_absolute_url())
    assert "kelompok yang sudah tidak ada" in html
    assert "Mantan anggota" not in html
