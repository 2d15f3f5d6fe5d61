"""Who hears of private conversations, and what of them is a member's own data."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from community.forums import services
from community.forums.models import Participant, Post, Reading, Topic
from community.forums.services import levels, own_conversations, own_reading, personal
from community.forums.services.bookmarks import bookmark_post
from community.members.following.kinds import MEMBER, TOPIC
from community.members.following.levels import MUTED, TRACKING, WATCHING
from community.members.models import Watch
from community.members.permissions import Viewer
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import send_mails, tell, told, watch
from tests.factories.rights import erase

pytestmark = pytest.mark.django_db


def mailed() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def test_those_who_take_part_are_told_and_mailed_and_nobody_else():
    author, other, follower = MemberFactory(), MemberFactory(), MemberFactory()
    watch(follower, MEMBER, author.pk)
    topic = make_conversation(author=author, people=[other], title="Perahu rahasia")
    tell()
    assert told(other) == [("reply", 1)]
    assert told(author) == []
    services.reply(author=other, topic=topic, body="Masih dijual.")
    tell()
    assert told(author) == [("reply", 2)]
    assert told(follower) == []
    send_mails()
    assert mailed() == sorted([author.email, other.email])
    for message in mail.outbox:
        assert "Perahu rahasia" not in message.subject
        assert "Perahu rahasia" in message.body
        assert "percakapan pribadi" in message.body


def test_who_was_there_already_is_not_told_that_a_group_of_theirs_was_added():
    author, there, other = MemberFactory(), MemberFactory(), MemberFactory()
    group = Group.objects.create(name="Tim Rumput Laut")
    for user in (author, there, other):
        user.groups.add(group)
    topic = make_conversation(author=author, people=[there])
    tell()
    services.add_participants(by=author, topic=topic, groups=[group])
    tell()
    assert (told(there), told(other)) == ([("reply", 1)], [("reply", 2)])


def test_taking_part_counts_as_watching_until_one_chooses_otherwise():
    author, other, muting, calm = (MemberFactory() for _number in range(4))
    topic = make_conversation(author=author, people=[other, muting, calm])
    assert levels.in_force(Viewer(other), topic) == WATCHING
    watch(muting, TOPIC, topic.pk, MUTED)
    watch(calm, TOPIC, topic.pk, TRACKING)
    tell()
    assert [told(user) for user in (other, muting, calm)] == [[("reply", 1)], [], []]
    services.reply(author=other, topic=topic, body="Halo.")
    assert not Watch.objects.filter(user=other, kind=TOPIC).exists()


def test_a_group_hears_with_whoever_is_in_it_now():
    group, inside, late = Group.objects.create(name="Pengurus"), MemberFactory(), MemberFactory()
    inside.groups.add(group)
    topic = make_conversation(people=[], groups=[group])
    tell()
    assert told(inside) == [("reply", 1)]
    late.groups.add(group)
    inside.groups.remove(group)
    services.reply(author=topic.author, topic=topic, body="Halo.")
    tell()
    assert told(inside) == [("reply", 1)]
    assert told(late) == [("reply", 2)]


def test_who_left_or_was_taken_out_gets_no_mail_of_what_was_written_before():
    author, leaving, removed, staying = (MemberFactory() for _number in range(4))
    topic = make_conversation(author=author, people=[leaving, removed, staying])
    tell()
    services.leave(user=leaving, topic=topic)
    services.remove_participant(by=author, participant=Participant.objects.get(topic=topic, user=removed))
    tell()
    send_mails()
    assert mailed() == [staying.email]


def test_who_is_added_later_hears_of_it_once():
    topic, new = make_conversation(), MemberFactory(is_listed=True)
    tell()
    services.add_participants(by=topic.author, topic=topic, people=[new])
    tell()
    assert told(new) == [("reply", 2)]
    other = topic.participants.exclude(user__in=[topic.author, new]).get().user
    assert told(other) == [("reply", 1)]


def test_the_copy_of_ones_data_has_ones_own_words_and_where_one_takes_part():
    author, other = MemberFactory(), MemberFactory()
    topic = make_conversation(author=author, people=[other], title="Perahu", body="Kata penulis.")
    services.reply(author=other, topic=topic, body="Kata penerima.")
    part, acts = own_conversations.personal_data(user=other)
    assert [row["topic_title"] for row in part.rows] == ["Perahu"]
    assert list(acts.rows) == []
    parts = {part.name: list(part.rows) for part in personal.personal_data(user=other)}
    assert [row["body"] for row in parts["forum_posts"]] == ["Kata penerima."]


def test_the_copy_says_whom_one_let_in_and_that_one_left_but_not_what_it_is_called_since():
    author, other, new = MemberFactory(name="Siti"), MemberFactory(name="Bram"), MemberFactory(is_listed=True)
    topic = make_conversation(author=author, people=[other], title="Perahu")
    post = services.reply(author=other, topic=topic, body="Kata penerima.")
    bookmark_post(user=other, post=post)
    Reading.objects.create(user=other, topic=topic, last_read=1)
    services.add_participants(by=other, topic=topic, people=[new])
    services.leave(user=other, topic=topic)
    services.edit_topic(editor=author, topic=topic, title="Sampan rahasia", regions=[])
    parts = {
        part.name: list(part.rows)
        for tell in (own_conversations.personal_data, personal.personal_data, own_reading.personal_data)
        for part in tell(user=other)
    }
    said = [row["said"] for row in parts["forum_conversation_acts"]]
    assert said == [f"Bram menambahkan {new}", "Bram keluar dari percakapan"]
    for name in ("forum_conversations", "forum_conversation_acts", "forum_posts", "forum_reading", "forum_bookmarks"):
        assert {row["topic_title"] for row in parts[name]} == {""}, name
    services.allow_return(user=other, topic=topic)
    services.add_participants(by=author, topic=topic, people=[other])
    (row,) = next(iter(own_conversations.personal_data(user=other))).rows
    assert row["topic_title"] == "Sampan rahasia"
    PostFactory(author=other, topic=TopicFactory(title="Bibit memutih"))
    titles = {
        row["topic_title"] for row in {p.name: list(p.rows) for p in personal.personal_data(user=other)}["forum_posts"]
    }
    assert titles == {"Sampan rahasia", "Bibit memutih"}


@pytest.mark.parametrize("keep", [True, False])
def test_with_the_last_account_the_conversation_goes(keep):
    author, other = MemberFactory(), MemberFactory()
    topic = make_conversation(author=author, people=[other])
    erase(author, keeps=keep)
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert list(Participant.objects.values_list("user", flat=True)) == [other.pk]
    assert not Participant.objects.filter(added_by=author).exists()
    assert Post.objects.get(topic=topic).body == ("Apakah perahu itu masih dijual?" if keep else "")
    erase(other, keeps=keep)
    assert not Topic.objects.filter(pk=topic.pk).exists()


def test_of_being_added_bell_and_mail_say_just_that_without_a_gap_for_words(client):
    topic, other = make_conversation(), MemberFactory(email="lusi@example.org", is_listed=True)
    tell()  # of what was written before they came
    services.add_participants(by=topic.author, topic=topic, people=[other], groups=[])
    tell()
    send_mails()
    [message] = [each for each in mail.outbox if each.to == ["lusi@example.org"]]
    said = "mengajak Anda ke percakapan pribadi"
    after = message.body.partition(said)[2]
    assert re.match(r" \([^)\n]+\)\n\n\S[^\n]*:\nhttp", after), after
    assert f'lang="{topic.language}" style="margin:.5rem 0"' not in message.alternatives[0].content
    client.force_login(other)
    html = client.get("/pemberitahuan/").content.decode()
    assert said in html
    assert f'<span lang="{topic.language}"></span>' not in html
