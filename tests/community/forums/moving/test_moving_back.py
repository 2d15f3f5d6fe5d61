"""Posts that were moved go back, as long as that is possible."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import acting
from community.members.permissions import Refused
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true, numbers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return ModeratorFactory()


def act_in(topic: Topic, act: str = "moved") -> Post:
    return Post.objects.get(topic=topic, act=act)


def test_taken_back_they_stand_where_they_stood_and_leave_marks(moderator):
    topic, other = TopicFactory(), TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    services.move_posts(moderator=moderator, posts=[posts[2], posts[0]], into=other)
    later = PostFactory(topic=other)
    acting.undo(moderator=moderator, act=act_in(other))
    assert [Post.objects.get(pk=post.pk).number for post in posts] == [2, 3, 4]
    assert numbers_of(topic) == [1, 2, 3, 4]
    marks = Post.objects.filter(topic=other, act="moved_away").order_by("number")
    assert [(mark.number, mark.act_data) for mark in marks] == [
        (3, {"post": posts[0].pk, "topic": topic.pk}),
        (4, {"post": posts[2].pk, "topic": topic.pk}),
    ]
    assert Post.objects.get(pk=later.pk).number == 5
    assert is_true(topic, other)
    for act in (act_in(topic), act_in(other)):
        assert (act.act_data["undone_by"], acting.is_undoable(act)) == (moderator.pk, False)
    entry = ModelLogEntry.objects.get(action="forums.undo_move")
    assert (entry.data["before"], entry.data["after"]) == ({"topic": other.pk}, {"topic": topic.pk})


def test_taken_back_twice_nothing_more_happens(moderator):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    acts = [act_in(post.topic), act_in(other)]
    for act in (*acts, *acts):
        acting.undo(moderator=moderator, act=act)
    assert ModelLogEntry.objects.filter(action="forums.undo_move").count() == 1
    assert is_true(post.topic, other)


@pytest.mark.usefixtures("in_english")
def test_it_is_not_taken_back_once_a_post_was_moved_on(moderator):
    post, other, third = PostFactory(), TopicFactory(), TopicFactory()
    topic, second = post.topic, PostFactory(topic=post.topic)
    services.move_posts(moderator=moderator, posts=[post, second], into=other)
    services.move_posts(moderator=moderator, posts=[Post.objects.get(pk=post.pk)], into=third)
    act = Post.objects.get(topic=topic, act="moved")
    with pytest.raises(Refused, match="moved on since"):
        acting.undo(moderator=moderator, act=act)
    act.refresh_from_db()
    assert "undone_at" not in act.act_data
    assert is_true(topic, other, third)
    acting.undo(moderator=moderator, act=act_in(third))
    acting.undo(moderator=moderator, act=act)
    assert numbers_of(topic) == [1, 2, 3]
    assert is_true(topic, other, third)


@pytest.mark.usefixtures("in_english")
def test_it_is_not_taken_back_into_a_topic_that_is_gone_or_by_who_may_not(moderator):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    with pytest.raises(Refused):
        acting.undo(moderator=MemberFactory(), act=act_in(other))
    services.delete_post(member=post.topic.author, post=post.topic.posts.get(number=1))
    with pytest.raises(Refused, match="not shown at the moment"):
        acting.undo(moderator=moderator, act=act_in(other))
    assert Post.objects.get(pk=post.pk).topic_id == other.pk


def test_moved_there_and_back_again_by_hand_numbers_stay_whole(moderator):
    post, other = PostFactory(), TopicFactory()
    for into in (other, post.topic, other):
        services.move_posts(moderator=moderator, posts=[Post.objects.get(pk=post.pk)], into=into)
    assert is_true(post.topic, other)
