from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.forums import services
from community.forums.admin import ForumViewSetGroup
from community.forums.admin.moderation import TopicEditView
from community.forums.models import Category, Post, Topic
from community.forums.signals import category_changed
from tests.factories.forums import PostFactory
from tests.factories.members import AdministratorFactory, EditorFactory, ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_a_category_and_it_is_announced(client):
    heard = []

    def hear(category, **kwargs):
        heard.append(category)

    client.force_login(AdministratorFactory())
    category_changed.connect(hear)
    sent = {"name": "Budidaya laut", "slug": "budidaya-laut", "icon": "seaweed", "order": 1}
    sent |= {"audience_see": "everyone", "audience_reply": "members", "audience_start": "members", "colour": "leaf"}
    response = client.post(reverse("forum_categories:add"), sent)
    category_changed.disconnect(hear)
    assert response.status_code == 302
    assert heard == [Category.objects.get()]


def test_a_moderator_hides_and_restores_with_a_reason(client):
    post = PostFactory()
    client.force_login(ModeratorFactory())
    url = reverse("forum_posts:edit", args=[post.pk])
    assert client.get(reverse("forum_posts:index"), {"q": "kami"}).status_code == 200
    assert client.get(url).status_code == 200
    assert client.post(url, opened(client, url) | {"is_shown": "", "reason": ""}).status_code == 200
    assert Post.objects.live().filter(pk=post.pk).exists()
    client.post(url, opened(client, url) | {"is_shown": "", "reason": "Insult"})
    assert Post.objects.get(pk=post.pk).hidden_reason == "Insult"
    client.post(url, opened(client, url) | {"is_shown": "on", "reason": ""})
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_a_moderator_closes_and_pins_a_topic(client):
    topic = PostFactory().topic
    client.force_login(ModeratorFactory())
    url = reverse("forum_topics:edit", args=[topic.pk])
    assert client.get(reverse("forum_topics:index")).status_code == 200
    client.post(url, opened(client, url) | {"is_shown": "on", "is_locked": "on", "is_pinned": "on"})
    topic.refresh_from_db()
    assert topic.locked_at
    assert topic.pinned_at


def test_a_form_that_was_open_while_a_post_was_hidden_does_not_show_it_again(client):
    post, moderator = PostFactory(), ModeratorFactory()
    client.force_login(moderator)
    url = reverse("forum_posts:edit", args=[post.pk])
    open_form = opened(client, url)
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="Insult")
    answer = client.post(url, open_form | {"is_shown": "on", "reason": "Looks fine"})
    assert answer.status_code == 200
    assert Post.objects.get(pk=post.pk).hidden_reason == "Insult"
    form = answer.context["form"]
    assert (form["is_shown"].value(), form["reason"].value()) == (False, "Looks fine")
    client.post(url, opened(client, url) | {"is_shown": "on", "reason": "Talked about"})
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_nobody_lets_pass_what_its_author_rewrote_meanwhile(client):
    post = PostFactory()
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="Insult")
    client.force_login(ModeratorFactory())
    url = reverse("forum_posts:edit", args=[post.pk])
    open_form = opened(client, url)
    Post.objects.filter(pk=post.pk).update(body="Something else")
    client.post(url, open_form | {"is_shown": "on"})
    assert not Post.objects.live().filter(pk=post.pk).exists()


def test_a_form_of_a_topic_undoes_nothing_that_came_between_and_keeps_the_typed_reason(client):
    topic = PostFactory().topic
    client.force_login(ModeratorFactory())
    url = reverse("forum_topics:edit", args=[topic.pk])
    open_form = opened(client, url)
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    answer = client.post(url, open_form | {"is_pinned": "on", "is_shown": "on", "reason": "Important"})
    stands = Topic.objects.get(pk=topic.pk)
    assert (bool(stands.locked_at), stands.pinned_at) == (True, None)
    form = answer.context["form"]
    assert (form["is_locked"].value(), form["is_pinned"].value(), form["reason"].value()) == (True, False, "Important")
    assert not form.is_bound


def test_who_hides_between_check_and_lock_is_not_undone(client, monkeypatch):
    """The same, with the other act as late as it can come."""
    topic = PostFactory().topic
    client.force_login(ModeratorFactory())
    url = reverse("forum_topics:edit", args=[topic.pk])
    open_form = opened(client, url)

    def quicker(view):
        return services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="Insult")

    monkeypatch.setattr(TopicEditView, "locked", quicker)
    answer = client.post(url, open_form | {"is_shown": "on", "is_pinned": "on"})
    assert answer.status_code == 200
    assert Topic.objects.get(pk=topic.pk).pinned_at is None


def test_editors_do_not_moderate(client):
    post = PostFactory()
    client.force_login(EditorFactory())
    assert client.get(reverse("forum_posts:edit", args=[post.pk])).status_code == 302


def test_no_list_of_the_forum_writes_the_reference_index():
    assert not any(getattr(viewset, "add_to_reference_index", False) for viewset in ForumViewSetGroup.items)


def test_saving_what_nobody_changed_pins_nothing_anew(client):
    topic, moderator = PostFactory().topic, ModeratorFactory()
    until = (timezone.now() + timedelta(days=3)).replace(hour=14, minute=59, second=59, microsecond=0)
    services.pin_topic(moderator=moderator, topic=topic, everywhere=False, until=until)
    client.force_login(moderator)
    url = reverse("forum_topics:edit", args=[topic.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    shown["pinned_until"] = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
    before = topic.posts.count()
    client.post(url, opened(client, url) | {name: "on" if value is True else value for name, value in shown.items()})
    topic.refresh_from_db()
    assert (topic.pinned_until, topic.posts.count()) == (until, before)


@pytest.mark.parametrize("name", ["forum_topics", "forum_posts", "forum_polls", "forum_acts"])
def test_a_suspended_moderator_reads_nothing_of_it(client, name):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    assert client.get(reverse(f"{name}:index")).status_code == 200
    type(moderator).objects.filter(pk=moderator.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    assert client.get(reverse(f"{name}:index")).status_code in (302, 403)
