"""What readers are told where posts stood that went elsewhere."""

from __future__ import annotations

import re

import pytest

from community.forums import services
from community.forums.models import Topic
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, topic_of
from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db


def page_of(client, topic: Topic, prefix: str = "") -> str:
    return client.get(f"{prefix}{Topic.objects.get(pk=topic.pk).get_absolute_url()}").content.decode()


def move(topic: Topic, numbers: list[int], into: Topic) -> None:
    posts = list(topic.posts.filter(number__in=numbers).order_by("number"))
    services.move_posts(moderator=ModeratorFactory(), posts=posts, into=into, reason="x")


def test_posts_in_a_row_that_went_to_one_topic_have_one_line(client):
    topic, into, other = topic_of(9), topic_of(1, title="Ombak tinggi"), topic_of(1, title="Kapal feri")
    move(topic, [2, 3, 4, 8], into)
    move(topic, [5], other)
    html = page_of(client, topic)
    assert "Kiriman #2 sampai #4 dipindahkan ke topik lain" in html
    assert html.count("Kiriman ini dipindahkan ke topik lain") == 2
    assert "Posts #2 to #4 were moved to another topic" in page_of(client, topic, "/en")
    for number in range(1, 12):
        assert html.count(f'id="post-{number}"') == 1, number
        assert html.count(f'data-number="{number}"') == 1, number
    items = html.split('<ol class="posts"')[1].split("</ol>")[0]
    assert len(re.findall(r"<li>\s*<(?:article|p)", items)) == 9  # 1, 2 to 4, 5, 6, 7, 8, 9, and both acts


def test_a_mark_leads_to_where_its_post_is_now(client):
    topic, second, third = topic_of(3), topic_of(1, title="Ombak tinggi"), topic_of(1, title="Kapal feri")
    post = topic.posts.get(number=2)
    move(topic, [2], second)
    post.refresh_from_db()
    move(second, [post.number], third)
    line = page_of(client, topic).split('id="post-2"')[1].split("</p>")[0]
    assert "Kapal feri" in line
    third.category.audience_see = "group:99"
    third.category.save()
    line = page_of(client, topic).split('id="post-2"')[1].split("</p>")[0]
    assert "Kapal feri" not in line
    assert "<a " not in line


def test_who_began_a_topic_that_was_merged_out_of_sight_reads_so_and_gets_no_link(client):
    closed, old, other = CategoryFactory(audience_see="group:99"), topic_of(3, title="Arus deras"), topic_of(1)
    move(old, [2], other)
    services.merge_topics(
        moderator=ModeratorFactory(), topic=old, into=TopicFactory(category=closed, author=ModeratorFactory())
    )
    client.force_login(old.author)
    html = page_of(client, other)
    assert "dari topik lain" in html
    assert "Arus deras" not in html
    answer = client.get(old.get_absolute_url())
    assert answer.status_code == 403
    assert "digabungkan ke topik lain, di ruang yang tidak terbuka bagi Anda" in answer.content.decode()
    client.logout()
    assert client.get(old.get_absolute_url()).status_code == 404


def test_who_wrote_a_post_that_went_out_of_sight_reads_so_at_its_address(client):
    closed, topic = CategoryFactory(audience_see="group:99"), TopicFactory()
    post = PostFactory(topic=topic)
    first = topic.posts.get(number=1)
    services.merge_topics(
        moderator=ModeratorFactory(), topic=topic, into=TopicFactory(category=closed, author=ModeratorFactory())
    )
    for each in (post, first):
        client.force_login(each.author)
        answer = client.get(each.get_absolute_url())
        assert answer.status_code == 403
        assert "Tulisan Anda masih ada" in answer.content.decode()
    client.force_login(topic.author)
    assert client.get(post.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 404
