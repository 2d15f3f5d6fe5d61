"""Pinned, archived and unlisted topics: what each means, who does it, and that it can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Category, Topic
from community.members.permissions import Refused, Viewer
from search.models import SearchEntry
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def order_on(client, url: str) -> list[int]:
    """The keys of the topics of a list, pinned ones first, as the page shows them."""
    page = client.get(url).context["page"]
    return [topic.pk for topic in (*page.pinned, *page.topics)]


def test_a_topic_pinned_in_its_category_stands_above_there_and_not_on_the_first_page(client):
    category = CategoryFactory()
    old, new = TopicFactory(category=category), TopicFactory(category=category)
    services.pin_topic(moderator=ModeratorFactory(), topic=old)
    assert order_on(client, category.get_absolute_url()) == [old.pk, new.pk]
    assert order_on(client, "/forum/") == [new.pk, old.pk]


def test_a_topic_pinned_everywhere_stands_above_on_both_and_not_where_it_doesnt_belong(client):
    category, other = CategoryFactory(), CategoryFactory()
    old, new, elsewhere = (TopicFactory(category=each) for each in (category, category, other))
    services.pin_topic(moderator=ModeratorFactory(), topic=old, everywhere=True)
    assert order_on(client, category.get_absolute_url()) == [old.pk, new.pk]
    assert order_on(client, "/forum/") == [old.pk, elsewhere.pk, new.pk]
    assert order_on(client, other.get_absolute_url()) == [elsewhere.pk]


def test_what_is_pinned_until_a_moment_takes_its_place_again_by_itself(client):
    old, new = TopicFactory(), TopicFactory()
    until = timezone.now() + timedelta(days=1)
    services.pin_topic(moderator=ModeratorFactory(), topic=old, everywhere=True, until=until)
    assert order_on(client, "/forum/") == [old.pk, new.pk]
    with time_machine.travel(until + timedelta(seconds=1)):
        assert order_on(client, "/forum/") == [new.pk, old.pk]
        assert "Disematkan" not in client.get("/forum/").content.decode()


def test_a_moment_that_is_over_pins_nothing():
    with pytest.raises(ValidationError):
        services.pin_topic(moderator=ModeratorFactory(), topic=TopicFactory(), until=timezone.now())


def test_who_pins_where():
    topic, keeper = TopicFactory(regions=[make_region("81")]), MemberFactory()
    topic.category.moderators.add(keeper)
    for nobody in (MemberFactory(), topic.author, RegionalModeratorFactory(of=make_region("81"))):
        with pytest.raises(Refused):
            services.pin_topic(moderator=nobody, topic=topic)
    services.pin_topic(moderator=keeper, topic=topic)
    with pytest.raises(Refused):
        services.pin_topic(moderator=keeper, topic=topic, everywhere=True)
    services.pin_topic(moderator=ModeratorFactory(), topic=topic, everywhere=True)
    with pytest.raises(Refused):
        services.unpin_topic(moderator=keeper, topic=topic)
    with pytest.raises(Refused):  # said anew in the category alone it would be off all other pages
        services.pin_topic(moderator=keeper, topic=topic)
    assert Topic.objects.get(pk=topic.pk).pinned_everywhere
    services.unpin_topic(moderator=ModeratorFactory(), topic=topic)
    topic.refresh_from_db()
    assert (topic.pinned_at, topic.pinned_everywhere, topic.pinned_until) == (None, False, None)


def test_a_pin_on_all_pages_whose_time_is_over_holds_up_no_moderator_of_the_room(client):
    topic, keeper, until = TopicFactory(), MemberFactory(), timezone.now() + timedelta(days=1)
    topic.category.moderators.add(keeper)
    services.pin_topic(moderator=ModeratorFactory(), topic=topic, everywhere=True, until=until)
    client.force_login(keeper)
    menu = f"/forum/moderasi/topik/{topic.pk}/"
    assert f"{menu}sematkan/" not in client.get(menu).content.decode()
    with time_machine.travel(until + timedelta(seconds=1)):
        client.force_login(keeper)
        assert f"{menu}sematkan/" in client.get(menu).content.decode()
        pinned = services.pin_topic(moderator=keeper, topic=topic)
    assert (pinned.is_pinned, pinned.pinned_everywhere) == (True, False)


def test_an_archived_topic_is_read_and_neither_answered_nor_changed_by_anyone(client):
    post, moderator = PostFactory(), ModeratorFactory()
    topic = services.archive_topic(moderator=moderator, topic=post.topic, reason="Selesai")
    for somebody in (post.author, moderator):
        with pytest.raises(Refused):
            PostFactory(topic=topic, author=somebody)
    with pytest.raises(Refused):
        services.edit_post(editor=post.author, post=post, body="Lain")
    with pytest.raises(Refused):
        services.delete_post(member=post.author, post=post)
    with pytest.raises(Refused):
        services.edit_topic(editor=topic.author, topic=topic, title="Lain", regions=[])
    html = client.get(topic.get_absolute_url()).content.decode()
    assert post.body in html
    assert "diarsipkan" in html
    assert topic.title in client.get("/forum/").content.decode()
    services.unarchive_topic(moderator=moderator, topic=topic)
    PostFactory(topic=topic)


def test_an_unlisted_topic_is_reached_by_its_address_and_found_nowhere(client):
    region = make_region("81.02")
    post = PostFactory(topic=TopicFactory(regions=[region], title="Rahasia dapur"))
    topic = post.topic
    for url in ("/forum/", topic.category.get_absolute_url(), "/wilayah/81.02/", "/sitemap-topics.xml"):
        assert "rahasia-dapur" in client.get(url, follow=True).content.decode()
    services.unlist_topic(moderator=ModeratorFactory(), topic=topic)
    for url in ("/forum/", topic.category.get_absolute_url(), "/wilayah/81.02/", "/sitemap-topics.xml"):
        assert "rahasia-dapur" not in client.get(url, follow=True).content.decode()
    assert not SearchEntry.objects.filter(kind__in=["topic", "post"], is_deleted=False).exists()
    page = client.get(topic.get_absolute_url()).content.decode()
    assert post.body in page
    assert '<meta name="robots" content="noindex">' in page
    PostFactory(topic=topic)
    assert not SearchEntry.objects.filter(kind__in=["topic", "post"], is_deleted=False).exists()


def test_a_topic_that_is_listed_again_is_found_again(client, work_outbox):
    topic = PostFactory().topic
    for act in (services.unlist_topic, services.list_topic):
        act(moderator=ModeratorFactory(), topic=topic)
    work_outbox()
    assert topic.title in client.get("/forum/").content.decode()
    found = SearchEntry.objects.filter(kind__in=["topic", "post"], is_deleted=False)
    assert sorted(found.values_list("kind", flat=True)) == ["post", "topic"]


def test_a_category_does_not_count_what_is_in_no_list():
    post, moderator = PostFactory(), ModeratorFactory()
    topic = services.unlist_topic(moderator=moderator, topic=post.topic)
    PostFactory(topic=topic)
    counted = Category.objects.values_list("topic_count", "post_count", "last_post_at")
    assert list(counted.all()) == [(0, 0, None)]
    topic = services.list_topic(moderator=moderator, topic=topic)
    assert list(counted.all()) == [(1, 3, topic.last_post_at)]


def test_who_archives_and_unlists():
    topic = TopicFactory(regions=[make_region("81.02")])
    acts = (services.archive_topic, services.unarchive_topic, services.unlist_topic, services.list_topic)
    for act in acts:
        for nobody in (MemberFactory(), topic.author, RegionalModeratorFactory(of=make_region("82"))):
            with pytest.raises(Refused):
                act(moderator=nobody, topic=topic)
        act(moderator=RegionalModeratorFactory(of=make_region("81")), topic=topic)


def test_each_act_stands_in_the_log_with_its_reason():
    topic, moderator = TopicFactory(), ModeratorFactory()
    names = ("pin", "unpin", "archive", "unarchive", "unlist", "list")
    for name in names:
        getattr(services, f"{name}_topic")(moderator=moderator, topic=topic, reason=f"karena {name}")
    entries = ModelLogEntry.objects.filter(action__startswith="forums.").order_by("pk")
    assert [(entry.action, entry.data["reason"]) for entry in entries] == [
        (f"forums.{name}", f"karena {name}") for name in names
    ]


def test_a_moderator_does_all_of_it_in_the_editing_room_and_takes_it_back(client):
    topic = TopicFactory()
    client.force_login(ModeratorFactory())
    url = f"/admin/forum/topics/edit/{topic.pk}/"
    until = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    ticked = {"is_shown": "on", "is_archived": "on", "is_unlisted": "on", "is_pinned_everywhere": "on"}
    answer = client.post(url, opened(client, url) | ticked | {"pinned_until": until})
    assert answer.status_code == 302, answer.context["form"].errors
    stands = Topic.objects.get()
    assert (bool(stands.archived_at), stands.is_listed, stands.is_pinned, stands.pinned_everywhere) == (
        True,
        False,
        True,
        True,
    )
    client.post(url, opened(client, url) | {"is_shown": "on", "pinned_until": ""})
    stands = Topic.objects.get()
    assert (stands.archived_at, stands.is_listed, stands.is_pinned) == (None, True, False)


def test_topics_that_a_viewer_keeps_order_in_are_in_their_lists_of_the_editing_room():
    topic, keeper = TopicFactory(), MemberFactory()
    topic.category.moderators.add(keeper)
    assert list(Topic.objects.moderated_by(Viewer(keeper))) == [topic]
