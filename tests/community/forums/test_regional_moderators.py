"""Regional moderators look after what is about their region and everything below it, and nothing elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.permissions import can_moderate, can_reply
from community.forums.services import reading
from community.members.models import User
from community.members.permissions import Refused, Viewer
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

# Of which regions a topic is, and whether the moderator of 81.02 looks after it.
THEIRS = {("81.02",): True, ("81.02.01",): True, ("82", "81.02.01"): True, ("81",): False, ("81.72",): False, (): False}


@pytest.fixture
def moderator() -> User:
    return User.objects.get(pk=RegionalModeratorFactory(of=make_region("81.02")).pk)


@pytest.mark.parametrize(("codes", "is_theirs"), THEIRS.items())
def test_they_hide_and_restore_in_their_region_only(moderator, codes, is_theirs):
    post = PostFactory(topic=topic_of(*codes))
    for act in (
        lambda: services.hide_post(moderator=moderator, post=post, reason="x"),
        lambda: services.restore_post(moderator=moderator, post=post),
        lambda: services.lock_topic(moderator=moderator, topic=post.topic),
        lambda: services.unlock_topic(moderator=moderator, topic=post.topic),
        lambda: services.hide_topic(moderator=moderator, topic=post.topic, reason="x"),
        lambda: services.restore_topic(moderator=moderator, topic=post.topic),
    ):
        if is_theirs:
            act()
        else:
            with pytest.raises(Refused):
                act()


@pytest.mark.parametrize(("codes", "is_theirs"), THEIRS.items())
def test_they_see_what_is_hidden_in_their_region_only(moderator, codes, is_theirs):
    post = hidden_post(topic_of(*codes))
    topic = topic_of(*codes)
    services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="x")
    viewer = Viewer(moderator)
    assert Post.objects.visible_to(viewer).filter(pk=post.pk).exists() is is_theirs
    assert Topic.objects.visible_to(viewer).filter(pk=topic.pk).exists() is is_theirs
    assert Post.objects.visible_to(viewer).filter(topic=topic).exists() is is_theirs
    (_first, shown, *_acts) = reading.posts_on_page(post.topic, 1, viewer)
    assert shown.is_readable is is_theirs


def test_they_pin_nothing_since_that_is_seen_in_all_regions(moderator):
    with pytest.raises(Refused):
        services.pin_topic(moderator=moderator, topic=topic_of("81.02"))


def test_they_answer_in_a_closed_topic_of_their_region_only(moderator):
    answers = []
    for codes in (("81.02",), ("82",)):
        topic = services.lock_topic(moderator=ModeratorFactory(), topic=topic_of(*codes))
        answers.append(can_reply(moderator, topic))
    assert answers == [True, False]


def test_a_room_that_is_closed_to_them_stays_so(moderator):
    group = Group.objects.create(name="Dewan")
    topic = topic_of("81.02")
    topic.category.audience_see = f"group:{group.pk}"
    topic.category.save()
    assert not can_moderate(moderator, topic)
    assert not Topic.objects.visible_to(Viewer(moderator)).exists()
    assert not Topic.objects.moderated_by(Viewer(moderator)).exists()


def test_a_suspended_moderator_moderates_nothing(moderator):
    topic = topic_of("81.02")
    everywhere = ModeratorFactory(suspended_until=timezone.now() + timedelta(days=1))
    moderator.suspended_until = everywhere.suspended_until
    assert not can_moderate(moderator, topic)
    assert not can_moderate(everywhere, topic)


def test_whose_role_was_taken_back_moderates_nothing(moderator):
    from community.members.roles.services import revoke

    topic = topic_of("81.02")
    revoke(by=AdministratorFactory(), role=moderator.roles.get(), reason="x")
    assert not can_moderate(User.objects.get(pk=moderator.pk), topic)


def test_the_lists_of_the_editing_room_show_only_what_is_theirs(client, moderator):
    mine, other = PostFactory(topic=topic_of("81.02.01"), body="Milik saya."), PostFactory(body="Milik lain.")
    client.force_login(moderator)
    page = client.get(reverse("forum_posts:index")).content.decode()
    assert ("Milik saya." in page, "Milik lain." in page) == (True, False)
    page = client.get(reverse("forum_topics:index")).content.decode()
    assert (mine.topic.title in page, other.topic.title in page) == (True, False)


def test_the_filter_of_the_editing_room_names_no_room_that_is_closed_to_them(client, moderator):
    names = dict.fromkeys(("name", "name_en"), "Ruang rahasia")
    topic, secret = topic_of("81.02"), CategoryFactory(**names, audience_see="group:99")
    client.force_login(moderator)
    index = reverse("forum_topics:index")
    page = client.get(index).content.decode()
    assert f'<option value="{topic.category_id}">' in page
    assert "Ruang rahasia" not in page
    assert topic.title in client.get(f"{index}?category={topic.category_id}").content.decode()
    client.force_login(ModeratorFactory())
    assert f'<option value="{secret.pk}">Ruang rahasia</option>' in client.get(index).content.decode()


@pytest.mark.parametrize("view", ["edit", "inspect", "history", "usage"])
def test_the_editing_room_opens_only_what_is_theirs(client, moderator, view):
    mine, other = PostFactory(topic=topic_of("81.02")), PostFactory()
    client.force_login(moderator)
    for name, pairs in (("forum_posts", (mine.pk, other.pk)), ("forum_topics", (mine.topic_id, other.topic_id))):
        assert [client.get(reverse(f"{name}:{view}", args=[key])).status_code for key in pairs] == [200, 404]


def test_they_hide_in_the_editing_room_and_find_no_box_for_pinning(client, moderator):
    topic = topic_of("81.02")
    client.force_login(moderator)
    url = reverse("forum_topics:edit", args=[topic.pk])
    assert "is_pinned" not in client.get(url).content.decode()
    typed = {"is_shown": "", "reason": "Iklan", "is_locked": "on", "is_pinned": "on"}
    client.post(url, opened(client, url) | typed)
    topic.refresh_from_db()
    assert (topic.hidden_reason, bool(topic.locked_at), topic.pinned_at) == ("Iklan", True, None)


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_regional_moderators_the_same_for_few_and_many(
    client, moderator, count, django_assert_max_num_queries
):
    for _number in range(count):
        hidden_post(topic_of("81.02"))
    client.force_login(moderator)
    client.get("/forum/")
    client.get(reverse("forum_posts:index"))  # the first visit makes a row for the language of the editing room
    with django_assert_max_num_queries(20):
        client.get("/forum/")
    with django_assert_max_num_queries(18):
        client.get(Post.objects.first().topic.get_absolute_url())
    with django_assert_max_num_queries(22):
        client.get(reverse("forum_posts:index"))


def topic_of(*codes: str) -> Topic:
    return TopicFactory(category=CategoryFactory(), regions=[make_region(code) for code in codes])


def hidden_post(topic: Topic) -> Post:
    post = PostFactory(topic=topic, author=MemberFactory())
    return services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
