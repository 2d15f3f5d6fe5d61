"""Hidden, deleted and merged things in the editing room: what is told of them, and what can be done there."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Topic
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = ModeratorFactory(name="Dewi Rahayaan")
    client.force_login(user)
    return user


def url_of(thing) -> str:
    name = "forum_topics:edit" if isinstance(thing, Topic) else "forum_posts:edit"
    return reverse(name, args=[thing.pk])


def removed(kind: str, moderator):
    """A topic, or one post of it, that was deleted."""
    if kind == "topic":
        return services.remove_topic(moderator=moderator, topic=TopicFactory(), reason="Iklan kapal")
    return services.remove_post(moderator=moderator, post=PostFactory(), reason="Iklan kapal")


@pytest.mark.parametrize("kind", ["topic", "post"])
def test_what_is_deleted_is_said_to_be_and_offers_nothing_but_the_way_to_restore_it(client, moderator, kind):
    thing = removed(kind, moderator)
    answer = client.get(url_of(thing))
    html = answer.content.decode()
    for told in ("Sudah dihapus.", "Dihapus oleh Dewi Rahayaan", "Iklan kapal"):
        assert told in html
    assert reverse(f"forums:{kind}_act", args=[thing.pk, "pulihkan"]) in html
    assert list(answer.context["form"].fields) == ["shown_state"]
    assert 'id="status-sidebar-dihapus"' in html
    assert "Terpublikasi" not in html
    assert "button-longrunning" not in html


@pytest.mark.parametrize("kind", ["topic", "post"])
def test_what_is_sent_about_something_deleted_is_refused_and_not_called_done(client, moderator, kind):
    thing = removed(kind, moderator)
    answer = client.post(url_of(thing), opened(client, url_of(thing)) | {"is_shown": "on", "is_pinned": "on"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    thing.refresh_from_db()
    assert thing.deleted_at


def test_a_form_from_before_a_topic_was_deleted_changes_nothing(client, moderator):
    topic = TopicFactory()
    form = opened(client, url_of(topic)) | {"is_shown": "on", "is_locked": "on"}
    services.remove_topic(moderator=ModeratorFactory(), topic=topic, reason="Iklan")
    answer = client.post(url_of(topic), form)
    assert "Sudah dihapus." in answer.content.decode()
    assert Topic.objects.get(pk=topic.pk).locked_at is None


def test_a_merged_topic_offers_nothing_either(client, moderator):
    topic = TopicFactory()
    services.merge_topics(moderator=moderator, topic=topic, into=TopicFactory())
    answer = client.get(url_of(topic))
    assert "Topik ini sudah digabungkan ke topik lain" in answer.content.decode()
    assert list(answer.context["form"].fields) == ["shown_state"]


@pytest.mark.parametrize(("name", "of"), [("topic", "Topik"), ("post", "Kiriman")])
def test_the_reason_of_hiding_is_told_but_is_none_for_showing_it_again(client, moderator, name, of):
    post = PostFactory()
    thing = post.topic if name == "topic" else post
    hide = services.hide_topic if name == "topic" else services.hide_post
    hide(moderator=moderator, **{name: thing}, reason=f"{of} bernada kasar")
    answer = client.get(url_of(thing))
    for told in ("Disembunyikan oleh Dewi Rahayaan", f"{of} bernada kasar"):
        assert told in answer.content.decode()
    assert not answer.context["form"]["reason"].value()
    client.post(url_of(thing), opened(client, url_of(thing)) | {"is_shown": "on", "reason": ""})
    thing.refresh_from_db()
    assert thing.is_live
    assert ModelLogEntry.objects.get(action="forums.restore").data["reason"] == ""


def test_a_hidden_topic_is_closed_without_giving_a_reason_for_hiding_it_once_more(client, moderator):
    topic = services.hide_topic(moderator=moderator, topic=TopicFactory(), reason="Iklan")
    client.post(url_of(topic), opened(client, url_of(topic)) | {"is_locked": "on"})
    topic.refresh_from_db()
    assert topic.locked_at
    assert topic.hidden_reason == "Iklan"
    assert ModelLogEntry.objects.get(action="forums.lock").data["reason"] == ""
