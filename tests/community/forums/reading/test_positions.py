from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.utils.translation import override

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import positions
from community.members.blocking.services import block
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation, owner_of
from tests.factories.polls import make_poll, vote

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 1, tzinfo=UTC)  # ten in the morning in the zone of the site
DAY = timedelta(days=1)


def topic_of(posts: int) -> Topic:
    """A topic with one post a day, at ten in the morning."""
    author = MemberFactory()
    topic = TopicFactory(author=author, at=START)
    for number in range(1, posts):
        PostFactory(topic=topic, author=author, at=START + number * DAY)
    topic.refresh_from_db()
    return topic


def below(topic, name: str) -> str:
    return f"{topic.get_absolute_url()}{name}/"


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (1, "#post-1"),
        (20, "#post-20"),
        (21, "?page=2#post-21"),
        (0, "#post-1"),
        (999999999999999999999, "?page=2#post-23"),
    ],
)
def test_a_number_leads_to_its_page_and_its_place(client, number, place):
    topic = topic_of(23)
    assert client.get(below(topic, number)).url == f"{topic.get_absolute_url()}{place}"
    assert client.get(f"/forum/topik/{topic.pk}/lain/{number}/").url == f"{topic.get_absolute_url()}{place}"


def test_a_number_beyond_the_last_one_is_said_to_be_none_to_visitors_too(client):
    topic = topic_of(3)
    for address in (below(topic, 4312), f"{below(topic, 'lompat')}?number=4312"):
        page = client.get(address, follow=True).content.decode()
        assert "Tidak ada kiriman nomor 4.312 di sini; ini yang terakhir, nomor 3." in page
    assert "Tidak ada kiriman nomor" not in client.get(below(topic, 3), follow=True).content.decode()


def test_one_post_alone_has_no_scale_and_no_days(client):
    for count in (1, 2):
        html = client.get(topic_of(count).get_absolute_url()).content.decode()
        found = [mark in html for mark in ('class="scale"', 'id="rail-day"', "/lompat/", "/cetak/")]
        assert found == [count > 1] * 4


def test_a_number_without_its_slash_leads_there_too(client):
    topic = topic_of(3)
    response = client.get(below(topic, 2).rstrip("/"), follow=True)
    assert response.redirect_chain[-1][0] == f"{topic.get_absolute_url()}#post-2"


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2026-03-01", "#post-1"),
        ("2026-03-05", "#post-5"),
        ("2026-03-23", "?page=2#post-23"),
        ("2026-02-01", "#post-1"),
        ("0001-01-01", "#post-1"),
        ("2030-01-01", "?page=2#post-23"),
        ("9999-12-31", "?page=2#post-23"),
    ],
)
def test_a_day_leads_to_its_first_post(client, day, place):
    topic = topic_of(23)
    assert client.get(below(topic, "lompat"), {"day": day}).url == f"{topic.get_absolute_url()}{place}"


def test_a_day_without_posts_leads_to_the_first_after_it_that_stands(client):
    topic = topic_of(8)
    for number in (3, 4):
        post = topic.posts.get(number=number)
        services.delete_post(member=post.author, post=post)
    assert client.get(below(topic, "lompat"), {"day": "2026-03-03"}).url.endswith("#post-5")


def test_days_are_those_of_the_readers_zone(client):
    topic = topic_of(5)
    Post.objects.filter(topic=topic, number=3).update(created_at=datetime(2026, 3, 2, 16, tzinfo=UTC))
    where = {"day": "2026-03-03"}
    assert client.get(below(topic, "lompat"), where).url.endswith("#post-3")  # past midnight in the zone of the site
    client.force_login(MemberFactory(zone="Asia/Jakarta"))
    assert client.get(below(topic, "lompat"), where).url.endswith("#post-4")


def test_a_number_may_be_filled_in_instead(client):
    topic = topic_of(23)
    assert client.get(below(topic, "lompat"), {"number": "22"}).url.endswith("?page=2#post-22")
    assert client.get(below(topic, "lompat"), {"number": "999"}).url.endswith("?page=2#post-23")


@pytest.mark.parametrize("asked", [{"day": "x"}, {"number": "x"}, {"number": "-1"}, {"day": "", "number": ""}])
def test_what_leads_nowhere_is_asked_again(client, asked):
    response = client.get(below(topic_of(2), "lompat"), asked)
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()
    assert 'value="x"' not in re.findall('<input type="date"[^>]*>', response.content.decode())[0]


def test_the_rail_has_the_way_to_a_day_and_to_the_last_post(client):
    topic = topic_of(23)
    html = client.get(topic.get_absolute_url()).content.decode()
    assert f'action="{below(topic, "lompat")}"' in html
    assert f'href="{topic.get_absolute_url()}?page=2#post-23"' in html
    assert 'method="post"' not in html


def test_the_last_that_stands_is_the_last():
    topic = topic_of(4)
    post = topic.posts.get(number=4)
    services.delete_post(member=post.author, post=post)
    assert positions.last_number(topic) == 3


def test_a_topic_is_printed_in_pages_of_many_posts(client, monkeypatch):
    monkeypatch.setattr(positions, "PRINTED_PER_PAGE", 10)
    topic = topic_of(23)
    bodies = [client.get(below(topic, "cetak"), {"page": page}).content.decode() for page in (1, 2, 3)]
    assert [body.count('<article class="post">') for body in bodies] == [10, 10, 3]
    assert "?page=2" in bodies[0]
    for page, count in (("0", 10), ("4", 3), ("x", 10)):
        html = client.get(below(topic, "cetak"), {"page": page}).content.decode()
        assert html.count('<article class="post">') == count


def test_a_printed_poll_tells_what_its_reader_may_know(client):
    poll = make_poll(results="after_vote")
    voter = vote(poll, 1)
    address = below(poll.topic, "cetak")
    page = client.get(address).content.decode()
    assert "Perahu" in page
    assert "100%" not in page
    client.force_login(voter)
    assert "100%" in client.get(address).content.decode()


def test_the_accepted_answer_is_marked_where_it_is_printed(client):
    topic = topic_of(3)
    Topic.objects.filter(pk=topic.pk).update(accepted_post=topic.posts.get(number=2), is_answered=True)
    posts = client.get(below(topic, "cetak")).content.decode().split('<article class="post">')[1:]
    assert ["Jawaban yang diterima" in post for post in posts] == [False, True, False]


def test_what_is_hidden_or_by_somebody_one_has_blocked_is_not_printed(client):
    topic, member, blocked = topic_of(3), MemberFactory(), MemberFactory()
    theirs, hidden = PostFactory(topic=topic, author=blocked), PostFactory(topic=topic)
    services.hide_post(moderator=ModeratorFactory(), post=hidden, reason="x")
    assert theirs.body in client.get(below(topic, "cetak")).content.decode()
    block(user=member, other=blocked)
    client.force_login(member)
    html = client.get(below(topic, "cetak")).content.decode()
    assert theirs.body not in html
    assert hidden.body not in html


@pytest.mark.parametrize("count", [1, 40])
def test_printing_costs_the_same_for_few_and_many(client, count, django_assert_max_num_queries):
    topic = topic_of(count)
    client.get(below(topic, "cetak"))
    with django_assert_max_num_queries(8) as queries:
        client.get(below(topic, "cetak"))
    assert len(queries) == COSTS.setdefault("print", len(queries))


COSTS: dict[str, int] = {}


def test_a_post_is_passed_on_as_text_with_its_link(client, settings):
    topic = topic_of(1)
    post = PostFactory(topic=topic, body="Potong **dua** sentimeter & cuci. " + "x" * 400)
    html = client.get(f"/forum/kiriman/{post.pk}/bagikan/").content.decode()
    text = positions.text_of(post)
    assert text.endswith(f"{settings.BASE_URL}/forum/kiriman/{post.pk}/")
    assert "Potong dua sentimeter & cuci." in text
    assert len(text) < 600
    [wa] = [part.split('"')[0] for part in html.split('href="https://wa.me/?text=')[1:]]
    assert unquote(wa) == text
    assert f"/forum/kiriman/{post.pk}/bagikan/" in client.get(topic.get_absolute_url()).content.decode()


def test_what_only_some_may_read_says_so_and_a_hidden_post_is_not_passed_on(client):
    member = MemberFactory()
    client.force_login(member)
    post = PostFactory(topic=TopicFactory(category=CategoryFactory(audience_see="members")))
    url = f"/forum/kiriman/{post.pk}/bagikan/"
    assert "Hanya yang boleh membaca ruang ini" in client.get(url).content.decode()
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    assert client.get(url).status_code == 404


def test_nothing_of_a_closed_room_is_reached_by_its_places(client):
    topic = topic_of(2)
    topic.category.audience_see = "members"
    topic.category.save()
    for url in (below(topic, 1), below(topic, "lompat"), below(topic, "cetak")):
        assert client.get(url).status_code == 404
    assert client.get(f"/forum/kiriman/{topic.posts.first().pk}/bagikan/").status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan in their own way")
def test_a_day_is_found_by_its_index():
    topic = topic_of(2)
    fields = {"topic": topic, "author": topic.author, "body": "x", "html": "x", "html_version": 1}
    Post.objects.bulk_create(
        Post(number=number, created_at=START + number * timedelta(minutes=1), **fields) for number in range(3, 10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_post")
    since = START + timedelta(minutes=9_000)
    plan = topic.posts.live().filter(created_at__gte=since).order_by("created_at", "number")[:1].explain()
    assert "post_of_topic_by_time" in plan, plan


def test_all_who_stand_beside_a_post_are_named_where_it_is_passed_on():
    organisation = make_organisation(name="BUMDes Hoat")
    speaker, assistance = owner_of(organisation), make_assistance()
    post = PostFactory(author=speaker, organisation=organisation)
    written_for = PostFactory(author=assistance.person, acted_by=assistance.mentor)
    with override("id"):
        assert f"— {speaker} atas nama BUMDes Hoat\n" in positions.text_of(post)
        assert f"— {assistance.person} (ditulis oleh {assistance.mentor.name})\n" in positions.text_of(written_for)
        organisation.suspended_at = organisation.created_at
        organisation.save()
        assert "BUMDes Hoat" not in positions.text_of(Post.objects.get(pk=post.pk))


@pytest.mark.parametrize("name", ["cetak", "lompat"])
def test_the_further_pages_of_a_merged_topic_lead_to_where_its_posts_are(client, name):
    topic, into = topic_of(2), topic_of(2)
    services.merge_topics(moderator=ModeratorFactory(), topic=topic, into=into)
    answer = client.get(below(topic, name))
    assert (answer.status_code, answer.url) == (302, into.url_at(4))


@pytest.mark.parametrize("asked", [{"number": "2"}, {"day": "2026-03-02"}])
def test_what_was_asked_for_in_a_merged_topic_is_found_in_the_other_one(client, asked):
    topic, into = topic_of(3), topic_of(2)
    Post.objects.filter(topic=topic).update(created_at=datetime(2026, 3, 2, 16, tzinfo=UTC))
    second = topic.posts.get(number=2)
    services.merge_topics(moderator=ModeratorFactory(), topic=topic, into=into)
    answer = client.get(below(topic, "lompat"), asked)
    second.refresh_from_db()
    assert answer.status_code == 302
    assert answer.url.startswith(into.get_absolute_url())
    if "number" in asked:
        assert answer.url == into.url_at(second.number)
    last = into.posts.written().order_by("number").last()
    assert client.get(below(topic, "lompat"), {"number": "999"}).url == into.url_at(last.number)
