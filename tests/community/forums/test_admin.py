from __future__ import annotations

import pytest
from django.urls import reverse

from community.forums.admin import ForumViewSetGroup
from community.forums.models import Category, Post
from community.forums.signals import category_changed
from tests.factories.forums import PostFactory
from tests.factories.members import AdministratorFactory, EditorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_a_category_and_it_is_announced(client):
    heard = []

    def hear(category, **kwargs):
        heard.append(category)

    client.force_login(AdministratorFactory())
    category_changed.connect(hear)
    sent = {"name": "Budidaya laut", "slug": "budidaya-laut", "icon": "seaweed", "order": 1}
    sent |= {"audience_see": "everyone", "audience_start": "members"}
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
    assert client.post(url, {"is_shown": "", "reason": ""}).status_code == 200
    assert Post.objects.live().filter(pk=post.pk).exists()
    client.post(url, {"is_shown": "", "reason": "Insult"})
    assert Post.objects.get(pk=post.pk).hidden_reason == "Insult"
    client.post(url, {"is_shown": "on", "reason": ""})
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_a_moderator_closes_and_pins_a_topic(client):
    topic = PostFactory().topic
    client.force_login(ModeratorFactory())
    url = reverse("forum_topics:edit", args=[topic.pk])
    assert client.get(reverse("forum_topics:index")).status_code == 200
    client.post(url, {"is_shown": "on", "is_locked": "on", "is_pinned": "on"})
    topic.refresh_from_db()
    assert topic.locked_at
    assert topic.pinned_at


def test_editors_do_not_moderate(client):
    post = PostFactory()
    client.force_login(EditorFactory())
    assert client.get(reverse("forum_posts:edit", args=[post.pk])).status_code == 302


def test_no_list_of_the_forum_writes_the_reference_index():
    assert not any(viewset.add_to_reference_index for viewset in ForumViewSetGroup.items)
