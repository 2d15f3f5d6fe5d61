"""What a page answers to whom a limit holds up, what counting costs, and who wins of two windows at once."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.forums import services
from community.forums.models import ForumSettings, Post, Topic
from community.forums.services.limits import LimitReached, _written_by
from community.writing.drafts.models import Draft
from community.writing.signals import screening
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.real_limits]
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")

LONG_AGO = timedelta(days=10)


@pytest.fixture
def member(client):
    user = MemberFactory(date_joined=timezone.now() - LONG_AGO)
    client.force_login(user)
    return user


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_reply_that_comes_too_soon_stays_in_its_form_and_in_the_draft(client, member, headers):
    topic, url = TopicFactory(), reply_url(TopicFactory())
    client.post(reply_url(topic), {"body": "Di tempat kami juga."})
    client.post(url, {"body": "Satu lagi, <pelan>.", "save_draft": "1"})
    answer = client.post(url, {"body": "Satu lagi, <pelan>.", "draft_sequence": "1"}, headers=headers)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 5
    page = answer.content.decode()
    assert "Satu lagi, &lt;pelan&gt;.</textarea>" in page
    assert "Di antara dua kiriman harus ada jeda 5 detik." in page
    assert Draft.objects.get().text == "Satu lagi, <pelan>."
    Post.objects.filter(author=member).update(created_at=timezone.now() - timedelta(seconds=5))
    assert client.post(url, {"body": "Satu lagi, <pelan>.", "draft_sequence": "1"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_topic_that_comes_too_soon_stays_in_its_form(client, member):
    sent = {"title": "Bibit memutih lagi", "body": "Sejak hujan.", "category": CategoryFactory().slug}
    assert client.post("/forum/baru/", sent).status_code == 302
    answer = client.post("/en/forum/baru/", sent | {"body": "Sejak panas."})
    assert answer.status_code == 429
    assert "Between two posts there must be 5 seconds." in answer.content.decode()
    assert 'value="Bibit memutih lagi"' in answer.content.decode()


def test_a_double_click_is_no_second_post(client, member):
    sent = {"body": "Di tempat kami juga.", "idempotency_key": "k" * 32}
    url = reply_url(TopicFactory())
    assert [client.post(url, sent).status_code for _click in range(2)] == [302, 302]


def test_a_text_that_is_too_long_comes_whole_is_kept_whole_and_refused_with_the_number(client, member):
    topic = TopicFactory()
    assert "maxlength" not in re.search(r"<textarea[^>]*>", client.get(reply_url(topic)).content.decode())[0]
    page = client.post(reply_url(topic), {"body": "a" * 32_500}).content.decode()
    assert "32500 karakter" in page
    assert f">{'a' * 32_500}</textarea>" in page.replace("\n", "")
    assert topic.posts.count() == 1


def test_forms_say_by_the_field_what_is_too_short_and_how_long_it_may_be(client, member):
    topic = TopicFactory(author=member)
    sent = {"title": "Bibit", "body": "Ya", "category": topic.category.slug}
    page = client.post("/forum/baru/", sent).content.decode()
    assert "Judul paling sedikit 15 karakter, sedangkan yang ini 5." in page
    assert "paling sedikit 5 karakter, sedangkan yang ini 2." in page
    assert 'maxlength="255"' in page
    assert 'data-most="32000"' in page
    assert "paling sedikit 5 karakter" in client.post(reply_url(topic), {"body": "Ya"}).content.decode()
    first = topic.posts.get()
    Topic.objects.update(title="Bibit")
    sent = {"title": "Bibit", "body": "Sekarang ditulis panjang.", "regions": "", "tags": ""}
    assert client.post(edit_url(first), sent).status_code == 302
    assert "15 karakter" in client.post(edit_url(first), sent | {"title": "Bibitnya"}).content.decode()


def test_a_reply_costs_as_much_after_fifty_others_and_counting_is_a_small_part_of_it(client, member):
    topics = [TopicFactory(), TopicFactory()]
    author = MemberFactory()
    for topic, count in zip(topics, (1, 50), strict=True):
        for number in range(count):
            services.reply(author=author, topic=topic, body=f"Balasan {number}.", at=timezone.now())
    newcomer = MemberFactory()
    for who in (member, newcomer):
        client.force_login(who)
        costs = []
        for topic in topics:
            Post.objects.filter(author=who).update(created_at=timezone.now() - timedelta(minutes=6))
            client.get(reply_url(topic))
            with CaptureQueriesContext(connection) as queries:
                assert client.post(reply_url(topic), {"body": "Sama di sini."}).status_code == 302
            costs.append(len(queries))
            said = [each["sql"] for each in queries]
            counting = [sql for sql in said if '"acted_by_id" IS NULL' in sql or "advisory" in sql]
            assert len(counting) <= 3, counting
        assert costs[0] == costs[1], costs


@on_postgresql
@pytest.mark.parametrize("way", ["pause", "text", "topics", "replies"])
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_several_windows_at_once_as_many_win_as_the_limit_lets(way):
    off = {"seconds_between": 0, "newcomer_seconds_between": 0, "same_text_minutes": 0}
    kept = {
        "pause": {"seconds_between": 5},
        "text": {"same_text_minutes": 5},
        "topics": {"first_day_topics": 1},
        "replies": {"first_day_replies": 1},
    }
    ForumSettings.objects.create(**off | kept[way])
    joined = timezone.now() - (timedelta(0) if way in {"topics", "replies"} else LONG_AGO)
    author, category = MemberFactory(date_joined=joined), CategoryFactory()
    topics = [TopicFactory(category=category) for _number in range(4)]
    together = Barrier(len(topics))

    def slowly(**kwargs):
        time.sleep(0.2)

    def write(number):
        together.wait()
        body = "Sama di sini." if way == "text" else f"Sama di sini, {number}."
        try:
            if way == "topics":
                title = f"Bibit memutih, bagian {number}"
                services.start_topic(author=author, category=category, title=title, body=body)
            else:
                services.reply(author=author, topic=Topic.objects.get(pk=topics[number].pk), body=body)
        except LimitReached:
            return 0
        finally:
            connections.close_all()
        return 1

    screening.connect(slowly)
    try:
        with ThreadPoolExecutor(len(topics)) as pool:
            assert sum(pool.map(write, range(len(topics)))) == 1
    finally:
        screening.disconnect(slowly)
    assert Post.objects.filter(author=author).count() == 1


@on_postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_members_who_write_in_one_room_and_mention_each_other_never_wait_in_a_circle():
    ForumSettings.objects.create(seconds_between=0, same_text_minutes=0)
    category = CategoryFactory()
    authors = [MemberFactory(date_joined=timezone.now() - LONG_AGO, handle=f"orang-{number}") for number in range(4)]
    topics = [TopicFactory(category=category) for _number in range(4)]

    def write(number):
        for turn in range(5):
            topic = Topic.objects.get(pk=topics[(number + turn) % 4].pk)
            body = f"Halo @orang-{(number + 1) % 4}, giliran {turn}."
            services.reply(author=authors[number], topic=topic, body=body)

    at_once(*(partial(write, number) for number in range(4)))
    assert Post.objects.filter(number__gt=1).count() == 20


@on_postgresql
def test_what_somebody_wrote_lately_is_found_by_two_indexes():
    topic, now = TopicFactory(), timezone.now()
    authors = [MemberFactory() for _number in range(10)]
    Post.objects.bulk_create(
        Post(
            author=authors[n % 10],
            acted_by=authors[(n + 1) % 10] if n % 4 == 0 else None,
            topic=topic,
            number=n + 2,
            body="x" * 200,
            html="x" * 200,
            html_version=1,
            created_at=now - timedelta(minutes=n),
        )
        for n in range(8_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = _written_by(authors[3], now - timedelta(minutes=5)).explain()
    assert "post_written " in plan, plan
    assert "post_written_for_others" in plan, plan
    assert "Seq Scan" not in plan, plan


def reply_url(topic):
    return reverse("forums:reply", args=[topic.pk])


def edit_url(post):
    return reverse("forums:edit", args=[post.pk])
