"""Private conversations: beginning one, who comes and goes, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.forums import services
from community.forums.models import Category, Post, Topic
from community.forums.permissions import can_moderate, can_pin, can_start_topic, shares_audience
from community.forums.services.conversations import private_category
from community.forums.services.participants import MOST_PARTICIPANTS, people_of, sentence_of
from community.members.blocking.services import block
from community.members.models import User
from community.members.permissions import Refused, Viewer
from tests.factories.conversations import make_conversation, sees
from tests.factories.forums import TopicFactory
from tests.factories.hiding import holding
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.secrets import SECRET

pytestmark = pytest.mark.django_db


def found(**facts: object) -> User:
    return MemberFactory(is_listed=True, **facts)


def said(topic: Topic) -> list[str]:
    people = people_of(topic)
    return [
        sentence_of(post, people) for post in topic.posts.exclude(act="").select_related("author").order_by("number")
    ]


def test_only_those_who_take_part_see_a_conversation():
    topic = make_conversation()
    other = topic.participants.exclude(user=topic.author).get().user
    assert sees(topic.author, topic)
    assert sees(other, topic)
    for stranger in (MemberFactory(), ModeratorFactory(), AdministratorFactory()):
        assert not sees(stranger, topic)


def test_a_group_takes_part_with_whoever_is_in_it_now():
    group, inside, outside = Group.objects.create(name="Pengurus"), MemberFactory(), MemberFactory()
    inside.groups.add(group)
    topic = make_conversation(people=[], groups=[group])
    assert sees(inside, topic)
    assert not sees(outside, topic)
    inside.groups.remove(group)
    outside.groups.add(group)
    assert not sees(inside, topic)
    assert sees(outside, topic)


def test_only_own_groups_can_be_added_but_any_by_moderators():
    group, author = Group.objects.create(name="Pengurus"), found()
    told = {"people": [found()], "groups": [group], "title": "Rapat", "body": "Besok?"}
    with pytest.raises(ValidationError, match="Pengurus"):
        services.start_conversation(author=author, **told)
    assert services.start_conversation(author=ModeratorFactory(), **told)


def test_a_conversation_counts_nowhere_and_its_category_is_for_nobody():
    topic = make_conversation()
    services.reply(author=topic.author, topic=topic, body="Masih ada?")
    room = Category.objects.get(pk=private_category().pk)
    assert (room.topic_count, room.post_count, room.last_post_at) == (0, 0, None)
    for user in (topic.author, ModeratorFactory(), AdministratorFactory()):
        assert room not in Category.objects.visible_to(Viewer(user))
        assert room in Category.objects.closed_to(Viewer(user))
        assert not can_start_topic(user, room)
        with pytest.raises(Refused):
            services.start_topic(author=user, category=room, title="Bibit", body="Ada bibit?")


def test_nobody_keeps_order_in_a_conversation_not_even_who_takes_part():
    moderator = ModeratorFactory()
    topic = make_conversation(people=[moderator])
    assert sees(moderator, topic)
    assert not can_moderate(moderator, topic)
    assert not can_pin(moderator, topic)
    assert topic not in Topic.objects.moderated_by(Viewer(moderator))
    assert not Post.objects.moderated_by(Viewer(moderator)).filter(topic=topic).exists()
    for act in (services.lock_topic, services.list_topic, services.pin_topic, services.archive_topic):
        with pytest.raises(Refused):
            act(moderator=moderator, topic=topic)
    assert not shares_audience(topic, TopicFactory())
    assert not shares_audience(topic, make_conversation())
    assert shares_audience(topic, topic)
    assert shares_audience(TopicFactory(), TopicFactory())


def test_who_is_added_reads_all_and_a_small_post_says_so():
    topic, new = make_conversation(), found(name="Bram Renyaan")
    post = services.add_participants(by=topic.author, topic=topic, people=[new])
    topic.refresh_from_db()
    assert (post.number, topic.post_count, topic.reply_count) == (2, 2, 0)
    assert sees(new, topic)
    assert said(topic) == [f"{topic.author} menambahkan Bram Renyaan"]
    assert services.add_participants(by=topic.author, topic=topic, people=[new]) is None
    services.reply(author=new, topic=topic, body="Halo.")
    assert Topic.objects.get(pk=topic.pk).reply_count == 1


def test_who_takes_no_part_adds_nobody_and_answers_nothing():
    topic = make_conversation()
    for stranger in (MemberFactory(), ModeratorFactory(), AdministratorFactory()):
        with pytest.raises(Refused):
            services.add_participants(by=stranger, topic=topic, people=[found()])
        with pytest.raises(Refused):
            services.reply(author=stranger, topic=topic, body="Halo.")


def test_whoever_blocked_the_writer_is_told_like_all_who_cannot_be_reached():
    author, names = found(), []
    blocking, unlisted, suspended = found(), MemberFactory(), found()
    block(user=blocking, other=author)
    User.objects.filter(pk=suspended.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    for user in (blocking, unlisted, suspended):
        with pytest.raises(ValidationError) as refused:
            services.start_conversation(author=author, people=[user], title="Perahu", body="Masih dijual?")
        names.append(refused.value.messages[0].replace(user.name, "x"))
    assert len(set(names)) == 1
    topic = make_conversation(author=author)
    with pytest.raises(ValidationError):
        services.add_participants(by=author, topic=topic, people=[blocking])


def test_moderators_reach_who_is_not_found_by_others():
    assert make_conversation(author=ModeratorFactory())
    told = {"people": [MemberFactory()], "title": "Akun Anda", "body": "Apakah ini Anda?"}
    assert services.start_conversation(author=ModeratorFactory(), **told)


def test_nobody_writes_to_themselves_alone_or_to_too_many():
    author = found()
    for people in ([], [author]):
        with pytest.raises(ValidationError) as refused:
            services.start_conversation(author=author, people=people, title="Perahu", body="Masih?")
        assert refused.value.code == "nobody"
    many = [found() for _number in range(MOST_PARTICIPANTS)]
    with pytest.raises(ValidationError) as refused:
        services.start_conversation(author=author, people=many, title="Perahu", body="Masih?")
    assert refused.value.code == "many"
    topic = services.start_conversation(author=author, people=many[1:], title="Perahu", body="Masih?")
    with pytest.raises(ValidationError) as refused:
        services.add_participants(by=author, topic=topic, people=many[:1])
    assert refused.value.code == "many"


@pytest.mark.parametrize("state", ["suspended_until", "silenced_until"])
def test_who_may_not_write_writes_nothing_here_either_but_leaves_while_silenced(state):
    topic = make_conversation()
    User.objects.filter(pk=topic.author_id).update(**{state: timezone.now() + timedelta(days=1)})
    author = User.objects.get(pk=topic.author_id)
    with pytest.raises(Refused):
        make_conversation(author=author)
    with pytest.raises(Refused):
        services.add_participants(by=author, topic=topic, people=[found()])
    with pytest.raises(Refused):
        services.reply(author=author, topic=topic, body="Halo.")
    if state == "silenced_until":
        assert services.leave(user=author, topic=topic)


def test_what_a_moderator_would_have_to_read_first_is_refused():
    topic = make_conversation()
    with holding(True):
        with pytest.raises(ValidationError) as refused:
            services.reply(author=topic.author, topic=topic, body=f"Ini {SECRET}.")
        assert refused.value.code == "held"
        with pytest.raises(ValidationError):
            make_conversation(author=topic.author, body=f"Ini {SECRET}.")
    assert Post.objects.count() == 1


def test_a_conversation_is_about_nothing_by_which_others_would_look_for_it():
    topic = make_conversation()
    changed = services.edit_topic(
        editor=topic.author, topic=topic, title="Harga sampan", regions=[], tags=["perahu"], kind="question"
    )
    assert changed.title == "Harga sampan"
    assert (changed.kind, changed.tags.count()) == ("discussion", 0)
    assert (changed.is_private, changed.is_listed) == (True, False)


def test_the_same_people_are_proposed_to_go_on_where_they_talk_already():
    author, one, two = MemberFactory(), MemberFactory(), MemberFactory()
    pair, three = make_conversation(author=author, people=[one]), make_conversation(author=author, people=[one, two])
    assert services.same_conversation(author=author, people=[one]) == pair
    assert services.same_conversation(author=one, people=[author]) == pair
    assert services.same_conversation(author=author, people=[two, one]) == three
    assert services.same_conversation(author=author, people=[two]) is None
    services.leave(user=two, topic=three)
    assert services.same_conversation(author=author, people=[one]) == three
    group = Group.objects.create(name="Pengurus")
    assert services.same_conversation(author=author, people=[one], groups=[group]) is None
