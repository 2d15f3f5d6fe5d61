"""A private message that names somebody who doesn't take part: its writer is told before it is sent."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from community.forums.models import Topic
from community.members.models import Profile
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, make_organisation

pytestmark = pytest.mark.django_db
NEW = "/forum/pesan/baru/"
WORDS = "tidak ikut serta di sini: "


@pytest.fixture
def member(client):
    user = MemberFactory(handle="siti", is_listed=True)
    client.force_login(user)
    return user


@pytest.fixture
def bram():
    return MemberFactory(handle="bram", is_listed=True)


def warning(response) -> str:
    """Whom the page names who doesn't take part, as it is read."""
    html = unescape(response.content.decode())
    return html.partition(WORDS)[2].partition(". ")[0]


def test_a_reply_that_names_somebody_outside_waits_for_a_second_press(client, member, bram):
    MemberFactory(handle="hamid", is_listed=True)
    topic = make_conversation(author=member, people=[bram])
    url = reverse("forums:reply", args=[topic.pk])
    asked = client.post(url, {"body": "@siti @bram @hamid @nihil, bagaimana?"})
    assert (asked.status_code, warning(asked)) == (200, "@hamid")
    assert reverse("forums:participants", args=[topic.pk]) in asked.content.decode()
    assert "@siti @bram @hamid @nihil, bagaimana?" in asked.content.decode()
    assert topic.posts.written().count() == 1
    refused = client.post(url, {"body": "", "outside": "hamid"}).content.decode()
    assert '<input type="hidden" name="outside" value="hamid">' in refused  # what was said isn't said again
    assert client.post(url, {"body": "@hamid, bagaimana?", "outside": "hamid"}).status_code == 302
    assert topic.posts.written().count() == 2


def test_another_name_than_was_said_is_said_as_well(client, member, bram):
    for handle in ("hamid", "lusi"):
        MemberFactory(handle=handle, is_listed=True)
    url = reverse("forums:reply", args=[make_conversation(author=member, people=[bram]).pk])
    assert warning(client.post(url, {"body": "@hamid dan @lusi", "outside": "hamid"})) == "@hamid, @lusi"


def test_who_is_found_by_nobody_is_not_told_apart_from_nobody(client, member, bram):
    hidden = MemberFactory(handle="hamid")
    assert not Profile.objects.get(user=hidden).is_listed
    url = reverse("forums:reply", args=[make_conversation(author=member, people=[bram]).pk])
    assert client.post(url, {"body": "Halo @hamid"}).status_code == 302


def test_who_takes_part_by_a_group_or_an_organisation_by_its_people_is_not_outside(client, member, bram):
    lusi, kelapa = MemberFactory(handle="lusi", is_listed=True), make_organisation(handle="kelapa")
    other = make_organisation(handle="ikan")
    group = Group.objects.create(name="Panitia")
    lusi.groups.add(group)
    add_member(kelapa, bram, "manager")
    add_member(other, MemberFactory(), "manager")
    url = reverse("forums:reply", args=[make_conversation(author=member, people=[bram], groups=[group]).pk])
    assert warning(client.post(url, {"body": "@lusi @kelapa @ikan"})) == "@ikan"


def test_what_is_only_quoted_or_stood_there_before_is_not_asked_about(client, member, bram):
    MemberFactory(handle="hamid", is_listed=True)
    topic = make_conversation(author=member, people=[bram], body="Halo, @hamid juga.")
    post = topic.posts.written().get()
    sent = {"title": topic.title, "body": "Halo, @hamid juga ya."}
    assert client.post(reverse("forums:edit", args=[post.pk]), sent).status_code == 302
    url = reverse("forums:reply", args=[topic.pk])
    assert client.post(url, {"body": "> @hamid berkata\n\nBetul sekali."}).status_code == 302


def test_a_change_that_adds_somebody_outside_is_asked_about(client, member, bram):
    MemberFactory(handle="hamid", is_listed=True)
    post = make_conversation(author=member, people=[bram]).posts.written().get()
    sent = {"title": post.topic.title, "body": "Halo @hamid, bagaimana?"}
    assert warning(client.post(reverse("forums:edit", args=[post.pk]), sent)) == "@hamid"
    post.refresh_from_db()
    assert "@hamid" not in post.body


def test_the_first_message_is_asked_about_as_well(client, member, bram):
    MemberFactory(handle="hamid", is_listed=True)
    told = {"people": "@bram", "title": "Perahu", "body": "Halo @bram dan @hamid."}
    assert warning(client.post(NEW, told)) == "@hamid"
    assert not Topic.objects.exists()
    assert client.post(NEW, told | {"outside": "hamid"}).status_code == 302


def test_a_conversation_is_called_one_where_one_answers_or_goes_to_a_place(client, member, bram):
    topic = make_conversation(author=member, people=[bram])
    answering, jumping = reverse("forums:reply", args=[topic.pk]), reverse("forums:jump", args=[topic.pk, topic.slug])
    for address, words in (
        (topic.get_absolute_url(), "Balas di percakapan ini"),
        (answering, "Balas di percakapan ini"),
        (jumping, "Pergi ke suatu tempat di percakapan ini"),
    ):
        html = client.get(address).content.decode()
        assert words in html
        assert "topik ini" not in html


def test_in_a_topic_for_all_nobody_is_outside(client, member):
    MemberFactory(handle="hamid", is_listed=True)
    assert client.post(reverse("forums:reply", args=[TopicFactory().pk]), {"body": "Halo @hamid!"}).status_code == 302
