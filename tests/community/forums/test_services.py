from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.signals import reply_published, topic_published
from community.members.permissions import Refused, Viewer
from community.writing.signals import Hold, screening
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    heard: list[tuple[str, int]] = []

    def hear_topic(topic, **kwargs):
        heard.append(("topic", topic.pk))

    def hear_reply(post, **kwargs):
        heard.append(("reply", post.number))

    topic_published.connect(hear_topic)
    reply_published.connect(hear_reply)
    yield heard
    topic_published.disconnect(hear_topic)
    reply_published.disconnect(hear_reply)


@pytest.fixture
def everything_held():
    def hold(**kwargs):
        return Hold("Looks like an advertisement")

    screening.connect(hold)
    yield
    screening.disconnect(hold)


def test_replies_are_numbered_in_order_and_counted():
    topic = TopicFactory()
    assert [PostFactory(topic=topic).number for _ in range(3)] == [2, 3, 4]
    topic.refresh_from_db()
    topic.category.refresh_from_db()
    assert (topic.post_count, topic.reply_count) == (4, 3)
    assert (topic.category.topic_count, topic.category.post_count) == (1, 4)
    assert topic.category.last_post_at == topic.last_post_at


def test_a_topic_and_its_replies_are_announced_once(announced):
    topic = TopicFactory()
    post = PostFactory(topic=topic)
    services.edit_post(editor=post.author, post=post, body="Anders gesagt.")
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="quarrel")
    services.restore_post(moderator=ModeratorFactory(), post=post)
    assert announced == [("topic", topic.pk), ("reply", 2)]


def test_a_held_topic_is_announced_when_a_moderator_restores_it(announced, everything_held):
    topic = TopicFactory()
    assert announced == []
    assert not Topic.objects.visible_to(Viewer(MemberFactory())).exists()
    assert Topic.objects.visible_to(Viewer(topic.author)).exists()
    assert topic.category.topic_count == 0
    services.restore_topic(moderator=ModeratorFactory(), topic=topic)
    assert announced == [("topic", topic.pk)]
    topic.category.refresh_from_db()
    assert (topic.category.topic_count, topic.category.post_count) == (1, 1)


def test_a_held_topic_takes_no_replies(everything_held):
    topic = TopicFactory()
    with pytest.raises(Refused, match="moderator"):
        PostFactory(topic=topic, author=topic.author)


def test_a_hidden_post_leaves_the_counters_and_is_in_the_log_with_its_reason():
    post = PostFactory()
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="Insult")
    post.topic.refresh_from_db()
    assert (post.topic.post_count, post.topic.reply_count) == (3, 0)  # with the small post that says so
    assert post.topic.last_post_author == post.topic.author
    assert ModelLogEntry.objects.get(action="forums.hide").data["reason"] == "Insult"
    assert not Post.objects.visible_to(Viewer(MemberFactory())).filter(pk=post.pk).exists()


def test_posts_of_a_hidden_topic_are_hidden_too():
    post = PostFactory()
    services.hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="Advertisement")
    assert not Post.objects.visible_to(Viewer(MemberFactory())).exists()


def test_only_the_author_may_edit_a_post():
    post = PostFactory()
    for somebody in (MemberFactory(), ModeratorFactory(), post.topic.author):
        with pytest.raises(Refused):
            services.edit_post(editor=somebody, post=post, body="Mine now")
    edited = services.edit_post(editor=post.author, post=post, body="**Better**")
    assert edited.html == "<p><strong>Better</strong></p>\n"
    assert edited.edited_at


def test_a_deleted_post_keeps_its_number_and_the_next_gets_a_new_one():
    post = PostFactory()
    services.delete_post(member=post.author, post=post)
    assert PostFactory(topic=post.topic).number == 3


def test_of_two_presses_at_once_the_second_deletes_nothing_and_is_not_refused():
    post = PostFactory()
    gone = services.delete_post(member=post.author, post=post)
    again = services.delete_post(member=post.author, post=post)  # it had been read before
    assert again.deleted_at == gone.deleted_at
    with pytest.raises(Refused):
        services.delete_post(member=post.topic.author, post=post)
    services.bring_back_post(moderator=ModeratorFactory(), post=post)
    services.remove_post(moderator=ModeratorFactory(), post=post, reason="x")
    with pytest.raises(Refused):
        services.delete_post(member=post.author, post=post)


def test_a_topic_goes_with_its_only_post():
    topic = TopicFactory()
    services.delete_post(member=topic.author, post=topic.posts.get())
    topic.refresh_from_db()
    assert topic.deleted_at
    topic.category.refresh_from_db()
    assert (topic.category.topic_count, topic.category.post_count, topic.category.last_post_at) == (0, 0, None)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("state", ["silenced_until", "suspended_until"])
def test_a_silenced_or_suspended_member_is_told_why_they_can_not_write(state):
    member = MemberFactory(**{state: timezone.now() + timedelta(days=1), state.replace("until", "reason"): "Adverts."})
    with pytest.raises(Refused, match=r"until .*\. Why: Adverts\."):
        PostFactory(author=member)


@pytest.mark.usefixtures("in_english")
def test_a_closed_topic_takes_no_replies_and_no_changes():
    post = PostFactory()
    services.lock_topic(moderator=ModeratorFactory(), topic=post.topic)
    with pytest.raises(Refused, match="closed"):
        PostFactory(topic=post.topic)
    with pytest.raises(Refused, match="closed"):
        services.edit_post(editor=post.author, post=post, body="Still mine")


def test_a_category_for_members_is_read_and_answered_by_members_only():
    topic = TopicFactory(category=CategoryFactory(audience_see="members"))
    from django.contrib.auth.models import AnonymousUser

    assert not Topic.objects.visible_to(Viewer(AnonymousUser())).exists()
    assert Topic.objects.visible_to(Viewer(MemberFactory())).exists()
    assert f"category:{topic.category_id}" not in Viewer(AnonymousUser()).tokens
    assert f"category:{topic.category_id}" in Viewer(MemberFactory()).tokens


def test_a_member_outside_the_audience_neither_starts_nor_replies():
    author = ModeratorFactory()
    topic = TopicFactory(author=author, category=CategoryFactory(audience_see="group:99", audience_start="group:99"))
    with pytest.raises(Refused):
        PostFactory(topic=topic)
    with pytest.raises(Refused):
        TopicFactory(category=topic.category)


def test_an_empty_or_endless_text_is_refused_and_nothing_is_kept():
    topic = TopicFactory()
    for body in ("  \n ", "\x00", "a" * 32_001):
        with pytest.raises(ValidationError):
            PostFactory(topic=topic, body=body)
    topic.refresh_from_db()
    assert topic.post_count == 1
