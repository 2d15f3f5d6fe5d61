"""Hiding or deleting the post that opens a topic: its title is the same author's, so the whole topic goes."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Category, Post, Topic
from community.forums.services.acting import undo
from tests.factories.forums import PostFactory, TopicFactory, act_url
from tests.factories.members import ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db

TITLE = "Tersembunyi di daftar"


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("take", "bring_back", "action"),
    [
        (services.hide_post, services.restore_topic, "forums.hide"),
        (services.remove_post, services.bring_back_topic, "forums.delete"),
    ],
)
def test_no_list_names_a_topic_whose_first_post_was_taken_away(client, take, bring_back, action):
    moderator, topic = ModeratorFactory(), TopicFactory(title=TITLE)
    reply = PostFactory(topic=topic)
    take(moderator=moderator, post=topic.posts.get(number=1), reason="Iklan")
    for page in ("/forum/", topic.category.get_absolute_url(), "/", topic.author.profile.get_absolute_url()):
        assert TITLE not in client.get(page).content.decode(), page
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert list(Category.objects.values_list("topic_count", "post_count")) == [(0, 0)]
    entry = ModelLogEntry.objects.get(action__startswith="forums.")
    assert (entry.action, entry.object_id, entry.data["reason"]) == (action, str(topic.pk), "Iklan")
    bring_back(moderator=moderator, topic=topic)
    assert TITLE in client.get("/forum/").content.decode()
    assert list(Category.objects.values_list("topic_count", "post_count")) == [(1, 2)]
    assert Post.objects.live().filter(pk=reply.pk).exists()


@pytest.mark.parametrize("take", [services.hide_post, services.remove_post])
def test_that_is_taken_back_from_the_row_of_the_topic(take):
    moderator, reply = ModeratorFactory(), PostFactory()
    topic = reply.topic
    for _twice in range(2):
        take(moderator=moderator, post=topic.posts.get(number=1), reason="Iklan")
    act = topic.posts.exclude(act="").get()
    assert act.act in {"topic_hidden", "topic_deleted"}
    undo(moderator=moderator, act=act)
    assert Topic.objects.get(pk=topic.pk).is_live
    assert set(topic.posts.live().written().values_list("number", flat=True)) == {1, 2}


@pytest.mark.parametrize("name", ["sembunyikan", "hapus"])
def test_the_acts_with_the_first_post_lead_to_those_with_its_topic(client, moderator, name):
    reply = PostFactory()
    first, topic = reply.topic.posts.get(number=1), reply.topic
    menu = client.get(act_url(first)).content.decode()
    assert act_url(first, name) not in menu
    assert act_url(topic, name) in menu
    assert {"sembunyikan": "Sembunyikan topik", "hapus": "Hapus topik"}[name] in menu
    assert act_url(topic, name) not in client.get(act_url(reply)).content.decode()
    assert client.get(act_url(first, name)).url == act_url(topic, name)
    url = act_url(topic, name)
    assert "judul, kiriman pertama, dan semua balasannya" in client.get(url).content.decode()
    client.post(url, opened(client, url) | {"reason": "Iklan"})
    assert not Topic.objects.get(pk=topic.pk).is_live
    assert act_url(topic, name) not in client.get(act_url(first)).content.decode()


@pytest.mark.parametrize("take", [services.hide_post, services.remove_post])
def test_a_topic_that_comes_out_of_another_one_without_its_first_post_stays_away(take):
    moderator, topic, into = ModeratorFactory(), TopicFactory(), TopicFactory()
    first = topic.posts.get(number=1)
    services.merge_topics(moderator=moderator, topic=topic, into=into)
    take(moderator=moderator, post=Post.objects.get(pk=first.pk), reason="Iklan")
    undo(moderator=moderator, act=into.posts.get(act="merged"))
    stands = Topic.objects.get(pk=topic.pk)
    assert not stands.is_live
    assert moderator in {stands.hidden_by, stands.deleted_by}
    assert "Iklan" in {stands.hidden_reason, stands.deleted_reason}
    back = services.restore_topic if stands.hidden_at else services.bring_back_topic
    back(moderator=moderator, topic=topic)
    assert Topic.objects.get(pk=topic.pk).is_live
    assert Post.objects.live().filter(pk=first.pk, number=1, topic=topic).exists()
