"""Who leaves a private conversation stays out until they allow it; the last one deletes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.forums import services
from community.forums.models import Participant, Post, Topic
from community.forums.services import deserted
from community.forums.services.deserted import delete_deserted
from community.forums.services.participants import people_of, sentence_of, who_hears
from community.members.models import User
from community.members.permissions import Refused, Viewer
from community.writing.history.models import Version
from community.writing.models import Reaction
from community.writing.reactions.services import react
from tests.factories.conversations import make_conversation, sees
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def found(**facts: object) -> User:
    return MemberFactory(is_listed=True, **facts)


def said(topic: Topic) -> list[str]:
    people = people_of(topic)
    return [
        sentence_of(post, people) for post in topic.posts.exclude(act="").select_related("author").order_by("number")
    ]


def test_who_takes_part_by_a_group_leaves_for_themselves_and_comes_back_when_they_allow_it():
    group, one, two = Group.objects.create(name="Pengurus"), found(), MemberFactory()
    for user in (one, two):
        user.groups.add(group)
    topic = make_conversation(people=[], groups=[group])
    assert services.leave(user=one, topic=topic)
    assert not services.leave(user=one, topic=topic)
    assert not sees(one, topic)
    assert sees(two, topic)
    assert not Topic.objects.conversations_of(Viewer(one)).exists()
    assert who_hears(topic) == sorted([topic.author_id, two.pk])
    with pytest.raises(Refused):
        services.reply(author=one, topic=topic, body="Halo.")
    assert services.allow_return(user=one, topic=topic)
    assert not services.allow_return(user=one, topic=topic)
    assert sees(one, topic)
    assert said(topic) == [f"{one} keluar dari percakapan", f"{one} kembali ke percakapan"]
    assert one.pk in who_hears(topic)


def test_who_left_is_brought_back_by_nobody_and_by_no_group_until_they_allow_it():
    leaver, third, group = found(name="Bram Renyaan"), MemberFactory(), Group.objects.create(name="Pengurus")
    topic = make_conversation(people=[leaver, third])
    leaver.groups.add(group)
    topic.author.groups.add(group)
    services.leave(user=leaver, topic=topic)
    for by in (topic.author, third):
        with pytest.raises(ValidationError, match="Bram Renyaan") as refused:
            services.add_participants(by=by, topic=topic, people=[leaver, found()])
        assert refused.value.code == "left"
    services.add_participants(by=topic.author, topic=topic, groups=[group])
    assert not sees(leaver, topic)
    assert leaver.pk not in who_hears(topic)
    assert services.allow_return(user=leaver, topic=topic)
    assert sees(leaver, topic)


def test_who_allows_it_is_not_there_before_they_are_added_and_who_was_taken_out_can_be_added():
    leaver, taken = found(), found()
    topic = make_conversation(people=[leaver, taken])
    services.leave(user=leaver, topic=topic)
    services.remove_participant(by=topic.author, participant=Participant.objects.get(topic=topic, user=taken))
    assert not services.allow_return(user=taken, topic=topic)
    services.allow_return(user=leaver, topic=topic)
    assert not sees(leaver, topic)
    assert services.add_participants(by=topic.author, topic=topic, people=[leaver, taken])
    assert sees(leaver, topic)
    assert sees(taken, topic)


def test_who_leaves_reads_answers_and_changes_nothing_more_until_added_again():
    topic = make_conversation()
    other = topic.participants.exclude(user=topic.author).get().user
    post = services.reply(author=other, topic=topic, body="Masih dijual.")
    assert services.leave(user=other, topic=topic)
    assert not services.leave(user=other, topic=topic)
    assert not sees(other, topic)
    assert said(topic) == [f"{other} keluar dari percakapan"]
    for act in (
        lambda: services.reply(author=other, topic=topic, body="Halo."),
        lambda: services.edit_post(editor=other, post=Post.objects.get(pk=post.pk), body="Lain."),
        lambda: services.delete_post(member=other, post=Post.objects.get(pk=post.pk)),
    ):
        with pytest.raises(Refused):
            act()
    services.allow_return(user=other, topic=topic)
    services.add_participants(by=topic.author, topic=topic, people=[other])
    assert sees(other, topic)
    assert topic.participants.filter(user=other).count() == 1


def test_only_whoever_began_it_takes_others_out():
    author, one, two = MemberFactory(), MemberFactory(), MemberFactory()
    topic = make_conversation(author=author, people=[one, two])
    row = Participant.objects.get(topic=topic, user=two)
    with pytest.raises(Refused):
        services.remove_participant(by=one, participant=row)
    with pytest.raises(Refused):
        services.remove_participant(by=ModeratorFactory(), participant=row)
    assert services.remove_participant(by=author, participant=row)
    assert not services.remove_participant(by=author, participant=row)
    assert not sees(two, topic)
    assert said(topic) == [f"{author} mengeluarkan {two} dari percakapan"]
    assert services.remove_participant(by=one, participant=Participant.objects.get(topic=topic, user=one))


def test_the_last_one_who_leaves_deletes_it_with_all_that_hangs_on_it():
    topic = make_conversation()
    other = topic.participants.exclude(user=topic.author).get().user
    Post.objects.filter(topic=topic).update(created_at=timezone.now() - timedelta(hours=1))
    services.edit_post(editor=topic.author, post=topic.posts.get(), body="Apakah sampan itu masih dijual?")
    react(user=other, kind="post", key=topic.posts.get().pk, name="thanks")
    assert Version.objects.exists()
    services.leave(user=topic.author, topic=topic)
    assert Topic.objects.filter(pk=topic.pk).exists()
    services.leave(user=other, topic=topic)
    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert not Post.objects.exists()
    assert not Version.objects.exists()
    assert not Reaction.objects.exists()


def test_a_conversation_whose_group_was_deleted_goes_with_the_sweep():
    group = Group.objects.create(name="Pengurus")
    topic, kept = make_conversation(people=[], groups=[group]), make_conversation()
    services.leave(user=topic.author, topic=topic)
    assert delete_deserted() == 0
    group.delete()
    assert delete_deserted() == 1
    assert list(Topic.objects.all()) == [kept]


def test_one_that_can_not_be_deleted_keeps_no_other_one_there(monkeypatch):
    group = Group.objects.create(name="Pengurus")
    broken, topic = (make_conversation(people=[], groups=[group]) for _number in range(2))
    for each in (broken, topic):
        services.leave(user=each.author, topic=each)
    group.delete()
    delete = deserted.delete_if_deserted

    def fail_for_one(topic):
        if topic.pk == broken.pk:
            raise RuntimeError
        return delete(topic)

    monkeypatch.setattr(deserted, "delete_if_deserted", fail_for_one)
    assert delete_deserted() == 1
    assert list(Topic.objects.all()) == [broken]
