"""Acts of moderators as a page of a topic shows them, and taking them back there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forums import services
from community.forums.models import Topic
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, act_url
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def test_an_act_stands_between_the_posts_and_is_taken_back_from_there(client, moderator):
    topic = PostFactory().topic
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak", reason="Lebih jelas", is_told=True)
    act = topic.posts.get(act="renamed")
    page = client.get(Topic.objects.get(pk=topic.pk).get_absolute_url()).content.decode()
    url = f"/forum/moderasi/tindakan/{act.pk}/batal/"
    assert url in page
    assert f"mengganti judul topik ini, yang sebelumnya “{topic.title}”" in page
    assert "Lebih jelas" in page
    assert client.get(url).status_code == 200
    for _twice in range(2):
        assert client.post(url).status_code == 302
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "dibatalkan" in page
    assert url not in page
    english = client.get(f"/en{topic.get_absolute_url()}").content.decode()
    assert f"renamed this topic, which was called “{topic.title}”" in english
    assert "taken back" in english


def test_an_act_that_is_too_old_offers_nothing_and_says_why(client, moderator):
    topic = PostFactory().topic
    services.lock_topic(moderator=moderator, topic=topic)
    services.unlock_topic(moderator=moderator, topic=topic)
    url = f"/forum/moderasi/tindakan/{topic.posts.get(act='closed').pk}/batal/"
    assert url not in client.get(topic.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


def test_visitors_read_acts_and_take_nothing_back(client):
    topic = PostFactory().topic
    services.lock_topic(moderator=ModeratorFactory(), topic=topic, reason="Sudah terjawab", is_told=True)
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "menutup topik ini" in html
    assert "Sudah terjawab" in html
    assert "/batal/" not in html
    act = topic.posts.get(act="closed")
    client.force_login(topic.author)
    assert client.post(f"/forum/moderasi/tindakan/{act.pk}/batal/").status_code == 403


def test_a_category_that_the_reader_may_not_see_is_not_named(client):
    secret = CategoryFactory(name="Ruang rahasia", audience_see="group:99")
    topic = TopicFactory(category=secret, author=ModeratorFactory())
    services.recategorise_topic(moderator=ModeratorFactory(), topic=topic, category=CategoryFactory(name="Balai"))
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "ke ruang “Balai”" in html
    assert "rahasia" not in html


def test_a_moderator_reads_by_whom_and_why_something_is_gone(client, moderator):
    post, colleague = PostFactory(), ModeratorFactory(name="Ina Letsoin")
    services.hide_post(moderator=colleague, post=post, reason="Menghina")
    html = client.get(post.topic.get_absolute_url()).content.decode()
    assert "Ina Letsoin" in html
    assert "Menghina" in html
    assert act_url(post, "tampilkan") in html
    client.logout()
    html = client.get(post.topic.get_absolute_url()).content.decode()
    assert "Menghina" not in html


@pytest.mark.parametrize("who", ["visitor", "member", "moderator"])
def test_acts_cost_the_page_the_same_however_many(client, who):
    other = CategoryFactory()
    topic = TopicFactory(regions=[make_region("81.02")])
    first_category = topic.category
    if who != "visitor":
        client.force_login(MemberFactory() if who == "member" else ModeratorFactory())
    moderator = ModeratorFactory()

    def cost() -> int:
        client.get(Topic.objects.get(pk=topic.pk).get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(Topic.objects.get(pk=topic.pk).get_absolute_url()).status_code == 200
        return len(queries) - 1  # the one that this test asks

    without = cost()
    services.recategorise_topic(moderator=moderator, topic=topic, category=other)
    one = cost()
    for category in (first_category, other, first_category, other):
        services.recategorise_topic(moderator=moderator, topic=topic, category=category)
        services.lock_topic(moderator=moderator, topic=topic)
        services.unlock_topic(moderator=moderator, topic=topic)
    assert cost() == one
    assert one - without == 1
    assert who != "visitor" or without <= 10
