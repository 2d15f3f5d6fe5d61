"""Deleting what others wrote, and bringing back what was deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Category, Post, Topic
from community.forums.services import personal
from community.members.permissions import Refused
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def test_a_moderator_deletes_and_restores_a_post_with_reasons(client):
    post, moderator = PostFactory(), ModeratorFactory()
    for _twice in range(2):
        services.remove_post(moderator=moderator, post=post, reason="Iklan")
    stands = Post.objects.get(pk=post.pk)
    assert (stands.is_live, stands.deleted_by, stands.deleted_reason) == (False, moderator, "Iklan")
    assert Topic.objects.get(pk=post.topic_id).reply_count == 0
    html = client.get(post.topic.get_absolute_url()).content.decode()
    assert "dihapus oleh moderator" in html
    assert post.body not in html
    services.bring_back_post(moderator=moderator, post=post, reason="Bukan iklan")
    stands = Post.objects.get(pk=post.pk)
    assert (stands.is_live, stands.deleted_at, stands.deleted_reason) == (True, None, "")
    entries = ModelLogEntry.objects.filter(action__startswith="forums.").order_by("pk")
    assert [(entry.action, entry.data["reason"]) for entry in entries] == [
        ("forums.delete", "Iklan"),
        ("forums.undelete", "Bukan iklan"),
    ]
    said = Post.objects.exclude(act="").order_by("number").values_list("act", "number")
    assert list(said) == [("post_deleted", 3), ("post_restored", 4)]


def test_what_its_author_deleted_is_restored_until_the_words_are_erased():
    post, moderator = PostFactory(), ModeratorFactory()
    services.delete_post(member=post.author, post=post)
    services.bring_back_post(moderator=moderator, post=post)
    assert Post.objects.live().filter(pk=post.pk).exists()
    services.delete_post(member=post.author, post=Post.objects.get(pk=post.pk))
    personal.erase_contributions(user=post.author, keep=True, limit=10)
    with pytest.raises(Refused):
        services.bring_back_post(moderator=moderator, post=post)


def test_a_topic_comes_back_with_what_took_it_along_and_reads_nothing_else_that_was_deleted():
    post, moderator = PostFactory(), ModeratorFactory()
    first = post.topic.posts.get(number=1)
    for each in (post, first):
        services.remove_post(moderator=moderator, post=each, reason="x")
    with CaptureQueriesContext(connection) as asked:
        services.bring_back_topic(moderator=moderator, topic=post.topic)
    assert (Post.objects.get(pk=first.pk).is_live, Post.objects.get(pk=post.pk).is_live) == (True, False)
    assert any('"forums_post"."deleted_at" = ' in query["sql"] for query in asked)


def test_a_topic_that_went_with_its_last_post_comes_back_with_it_and_the_other_way_round():
    topic, moderator = TopicFactory(), ModeratorFactory()
    first = topic.posts.get()
    for back in (
        lambda: services.bring_back_post(moderator=moderator, post=first),
        lambda: services.bring_back_topic(moderator=moderator, topic=topic),
    ):
        services.delete_post(member=topic.author, post=first)
        assert Topic.objects.get(pk=topic.pk).deleted_at
        back()
        assert Topic.objects.get(pk=topic.pk).is_live
        assert Post.objects.get(pk=first.pk).is_live


def test_acts_don_t_keep_a_topic_without_words():
    topic = TopicFactory()
    moderator = ModeratorFactory()
    services.pin_topic(moderator=moderator, topic=topic)
    services.remove_post(moderator=moderator, post=topic.posts.get(number=1), reason="x")
    assert Topic.objects.get(pk=topic.pk).deleted_at


def test_a_deleted_topic_is_seen_by_moderators_alone_and_counted_nowhere(client):
    post, moderator = PostFactory(), ModeratorFactory()
    topic = services.remove_topic(moderator=moderator, topic=post.topic, reason="Ganda")
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert list(Category.objects.values_list("topic_count", "post_count")) == [(0, 0)]
    client.force_login(moderator)
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "Ganda" in html
    assert f"/forum/moderasi/topik/{topic.pk}/pulihkan/" in html
    services.bring_back_topic(moderator=moderator, topic=topic)
    assert list(Category.objects.values_list("topic_count", "post_count")) == [(1, 2)]


def test_who_may():
    post = PostFactory(topic=TopicFactory(regions=[make_region("81.02")]))
    for nobody in (MemberFactory(), post.author, RegionalModeratorFactory(of=make_region("82"))):
        for attempt in (
            lambda member: services.remove_post(moderator=member, post=post, reason="x"),
            lambda member: services.bring_back_post(moderator=member, post=post),
            lambda member: services.remove_topic(moderator=member, topic=post.topic, reason="x"),
            lambda member: services.bring_back_topic(moderator=member, topic=post.topic),
        ):
            with pytest.raises(Refused):
                attempt(nobody)
    services.remove_post(moderator=RegionalModeratorFactory(of=make_region("81")), post=post, reason="x")
