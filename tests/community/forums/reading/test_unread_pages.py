"""What is new and unread, as lists and pages show it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Topic, Visit
from community.members.following.kinds import CATEGORY
from community.members.models import Watch
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.unread import read

pytestmark = pytest.mark.django_db
NEW, UNREAD = "/forum/?tab=new", "/forum/?tab=unread"
DISMISSING, MARKING = "/forum/topik-baru/lewati/", "/forum/belum-dibaca/tandai/"
LEVEL = Watch.Level


def test_rows_say_what_is_unread_and_lead_to_the_first_of_it(client):
    member, topic, other = MemberFactory(), TopicFactory(), TopicFactory()
    author = MemberFactory()
    for _number in range(24):
        PostFactory(topic=topic, author=author)
    read(member, topic, 21)
    client.force_login(member)
    html = client.get("/forum/").content.decode()
    assert f'href="{topic.get_absolute_url()}?page=2#post-22"' in html
    assert "4 baru" in html
    assert f'href="{other.get_absolute_url()}"' in html
    assert html.count("topic-row wide unread") == 2


def test_a_topic_read_without_following_leads_on_but_counts_nothing(client):
    member, topic = MemberFactory(), TopicFactory()
    PostFactory(topic=topic)
    read(member, topic, 1, level=None)
    client.force_login(member)
    html = client.get("/forum/").content.decode()
    assert f'href="{topic.get_absolute_url()}#post-2"' in html
    assert "topic-row wide unread" not in html


def test_rows_say_that_a_topic_is_new_where_the_list_of_new_ones_has_it(client):
    member, topic, muted = MemberFactory(), TopicFactory(), TopicFactory()
    TopicFactory(author=member, category=topic.category)
    old = TopicFactory(category=topic.category)
    Topic.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=30))
    Watch.objects.create(user=member, kind=CATEGORY, object_id=muted.category_id, level=LEVEL.MUTED)
    client.force_login(member)
    assert client.get(topic.category.get_absolute_url()).content.decode().count("topic-row wide unread") == 1
    assert topic.title in client.get(NEW).content.decode()
    assert "topic-row wide unread" not in client.get(muted.category.get_absolute_url()).content.decode()


def test_the_pages_of_others_mark_what_is_new_and_unread_as_the_lists_do(client):
    member, region = MemberFactory(), make_region("81.02")
    _new, opened = TopicFactory(regions=[region]), TopicFactory(regions=[region])
    PostFactory(topic=opened)
    read(member, opened, 1)
    assert 'class="topic-row"' in client.get(region.get_absolute_url()).content.decode()
    client.force_login(member)
    html = client.get(region.get_absolute_url()).content.decode()
    assert html.count('class="topic-row unread"') == 2
    assert f'href="{opened.get_absolute_url()}#post-2"' in html


def test_the_tabs_count_what_waits(client):
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    PostFactory(topic=topic)
    TopicFactory()
    client.force_login(member)
    for url, start in (("/forum/", "?"), (topic.category.get_absolute_url(), "?"), ("/forum/markah/", "/forum/?")):
        html = " ".join(client.get(url).content.decode().split())
        assert re.search(rf'href="{re.escape(start)}tab=new#topik"[^>]*>Baru <i>1</i>', html), url
        assert re.search(rf'href="{re.escape(start)}tab=unread#topik"[^>]*>Belum dibaca <i>1</i>', html), url


def test_lists_are_for_members_and_a_visitor_sees_none_of_their_tabs(client):
    TopicFactory()
    for url in (NEW, UNREAD, "/forum/markah/", DISMISSING, MARKING):
        assert client.get(url).url.startswith("/akun/masuk/")
    response = client.get("/forum/")
    html = response.content.decode()
    for only_for_members in ("tab=new", "tab=unread", "tab=mine", "/forum/markah/"):
        assert only_for_members not in html
    assert not response.cookies
    assert not Visit.objects.exists()


def test_looking_at_a_list_notes_the_visit_and_nothing_more_for_a_while(client):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    for url in ("/forum/", topic.category.get_absolute_url(), NEW):
        client.get(url)
    assert Visit.objects.get().user == member
    with CaptureQueriesContext(connection) as queries:
        client.get("/forum/")
    noted = [each["sql"] for each in queries if "forums_visit" in each["sql"]]
    assert [sql for sql in noted if not sql.lstrip("(").startswith("SELECT")] == []


def test_pages_of_a_list_follow_each_other_without_gap_or_repeat(client, monkeypatch):
    monkeypatch.setattr("community.forums.services.lists.TOPICS_PER_PAGE", 2)
    member = MemberFactory()
    client.force_login(member)
    topics = [TopicFactory() for _number in range(5)]
    Topic.objects.update(published_at=timezone.now())
    seen, url = [], NEW
    while url:
        html = client.get(url).content.decode()
        seen += [topic.pk for topic in topics if topic.title in html]
        further = re.findall(r'href="([^"]+)#topik" rel="next nofollow"', html)
        url = f"/forum/{unescape(further[0])}" if further else ""
    assert sorted(seen) == sorted(topic.pk for topic in topics)


@pytest.mark.parametrize("after", ["x", "1-1", "²", "\x00", "WyJuZXciXQ:1:x"])
@pytest.mark.parametrize("url", [NEW, UNREAD, "/forum/?tab=mine", "/forum/markah/?"])
def test_a_place_that_is_none_is_not_found(client, url, after):
    client.force_login(MemberFactory())
    TopicFactory()
    assert client.get(url).status_code == 200
    assert client.get(f"{url}&{urlencode({'after': after})}").status_code == 404


@pytest.mark.parametrize("url", [NEW, UNREAD])
@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_at_most_twelve_queries(client, url, count, django_assert_max_num_queries):
    member, author, category = MemberFactory(), MemberFactory(), CategoryFactory()
    Watch.objects.create(user=member, kind=CATEGORY, object_id=category.pk, level=LEVEL.TRACKING)
    for _number in range(count):
        topic = TopicFactory(author=author, category=category)
        if url == UNREAD:
            read(member, topic, 1, level=None)
            PostFactory(topic=topic, author=author)
    client.force_login(member)
    client.get(url)  # what the frame of every page remembers
    with django_assert_max_num_queries(12) as queries:
        assert "topic-row wide unread" in client.get(url).content.decode()
    assert len(queries) == COSTS.setdefault(url, len(queries))


COSTS: dict[str, int] = {}


def test_catching_up_goes_for_all_topics_and_so_is_offered_where_all_are_listed(client):
    member, about = MemberFactory(), {"category": CategoryFactory(), "regions": [make_region("81.02")]}
    topic, _new = TopicFactory(**about), TopicFactory(**about)
    read(member, topic, 1)
    PostFactory(topic=topic)
    client.force_login(member)
    for address, catching_up in ((NEW, DISMISSING), (UNREAD, MARKING)):
        assert f'href="{catching_up}"' in client.get(address).content.decode()
        in_category = topic.category.get_absolute_url() + address.removeprefix("/forum/")
        for narrowed in (in_category, f"{address}&region=81.02"):
            html = client.get(narrowed).content.decode()
            assert 'class="rows topics"' in html
            assert f'href="{catching_up}"' not in html
