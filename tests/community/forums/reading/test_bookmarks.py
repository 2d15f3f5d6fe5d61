from __future__ import annotations

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from community.forums import services
from community.forums.models import Bookmark
from community.forums.services import bookmarks
from community.members.permissions import Refused
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
LIST = "/forum/markah/"


@pytest.fixture
def member(client):
    user = MemberFactory(zone="Asia/Jayapura")
    client.force_login(user)
    return user


def form_of(post) -> str:
    return f"/forum/kiriman/{post.pk}/markah/"


def test_a_post_is_kept_changed_and_forgotten_without_scripts(client, member):
    post = PostFactory()
    page = client.get(post.topic.get_absolute_url()).content.decode()
    assert f'href="{form_of(post)}"' in page
    assert client.post(form_of(post), {"note": "  Untuk\nrapat ", "remind": ""}).url == post.get_absolute_url()
    kept = Bookmark.objects.get()
    assert (kept.user, kept.post, kept.note, kept.remind_at) == (member, post, "Untuk rapat", None)
    assert "Ditandai" in client.get(post.topic.get_absolute_url()).content.decode()
    client.post(form_of(post), {"note": "Lain", "remind": ""})
    assert Bookmark.objects.get().note == "Lain"
    assert client.post(form_of(post), {"remove": "1"}).url == post.get_absolute_url()
    assert not Bookmark.objects.exists()
    assert client.post(form_of(post), {"remove": "1"}).status_code == 302


def test_htmx_gets_the_form_alone(client, member):
    answer = client.get(form_of(PostFactory()), headers={"HX-Request": "true"}).content.decode()
    assert answer.strip().startswith('<div class="keeping">')
    assert "<html" not in answer


def test_in_place_a_mistake_is_said_there_and_what_is_done_leads_to_the_post(client, member):
    post, htmx = PostFactory(), {"HX-Request": "true"}
    answer = client.post(form_of(post), {"remind": "own"}, headers=htmx)
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<div class="keeping">')
    assert f'data-hx-post="{form_of(post)}"' in answer.content.decode()
    for facts in ({"note": "Lain", "remind": ""}, {"remove": "1"}):
        assert client.post(form_of(post), facts, headers=htmx)["HX-Redirect"] == post.get_absolute_url()


def test_a_day_that_is_filled_in_counts_without_another_press(client, member):
    day = timezone.localdate() + timedelta(days=3)
    client.post(form_of(PostFactory()), {"remind": "", "day": str(day), "hour": "09:00"})
    kept = Bookmark.objects.get()
    assert timezone.localtime(kept.remind_at, ZoneInfo(member.zone)).strftime("%Y-%m-%d %H:%M") == f"{day} 09:00"


def test_a_visitor_sees_no_bookmarks_and_is_led_to_the_login(client):
    post = PostFactory()
    assert "/markah/" not in client.get(post.topic.get_absolute_url()).content.decode()
    assert client.get(form_of(post)).url.startswith("/akun/masuk/")


def test_what_one_may_not_see_can_not_be_kept(client, member):
    post = PostFactory(topic=TopicFactory(category=CategoryFactory(audience_see="members")))
    post.topic.category.audience_see = "group:1"
    post.topic.category.save()
    assert client.get(form_of(post)).status_code == 404
    assert client.post(form_of(post), {"remind": ""}).status_code == 404
    with pytest.raises(Refused):
        bookmarks.bookmark_post(user=member, post=post)


def test_the_list_shows_notes_and_finds_by_them(client, member):
    first, second = PostFactory(), PostFactory()
    bookmarks.bookmark_post(user=member, post=first, note="Untuk rapat BUMDes")
    bookmarks.bookmark_post(user=member, post=second, note="Harga tali")
    bookmarks.bookmark_post(user=MemberFactory(), post=PostFactory(), note="Milik orang lain")
    html = client.get(LIST).content.decode()
    assert all(text in html for text in ("Untuk rapat BUMDes", "Harga tali", first.topic.title, second.topic.title))
    assert "Milik orang lain" not in html
    html = client.get(LIST, {"q": "RAPAT"}).content.decode()
    assert first.topic.title in html
    assert second.topic.title not in html
    assert "Tidak ada catatan seperti itu" in client.get(LIST, {"q": "100%"}).content.decode()


def test_what_is_no_longer_open_stands_without_its_words_and_can_be_removed(client, member):
    post = PostFactory()
    bookmarks.bookmark_post(user=member, post=post, note="Catatan saya")
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    html = client.get(LIST).content.decode()
    assert "Catatan saya" in html
    assert post.body not in html
    assert post.topic.title not in html
    assert client.post(form_of(post), {"remove": "1", "from_list": "1"}).url == LIST
    assert not Bookmark.objects.exists()


def test_who_removes_one_stays_at_the_page_and_the_words_of_the_list(client, member):
    post = PostFactory()
    for place, led in (
        ("q=catatan+1&after=x", f"{LIST}?q=catatan+1&after=x"),
        ("", LIST),
        ("next=https://evil.example&q=", LIST),
        ("x" * 5000, LIST),
    ):
        bookmarks.bookmark_post(user=member, post=post, note="catatan 1")
        assert client.post(form_of(post), {"remove": "1", "from_list": place}).url == led
    bookmarks.bookmark_post(user=member, post=post, note="catatan 1")
    assert 'name="from_list" value="q=catatan+1"' in client.get(LIST, {"q": "catatan 1"}).content.decode()


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_costs_the_same_for_few_and_many(client, member, count, django_assert_max_num_queries):
    author, topic = MemberFactory(), TopicFactory()
    for _number in range(count):
        bookmarks.bookmark_post(user=member, post=PostFactory(topic=topic, author=author))
    client.get(LIST)  # what the frame of every page remembers
    with django_assert_max_num_queries(12) as queries:
        client.get(LIST)
    assert len(queries) == COSTS.setdefault("list", len(queries))


COSTS: dict[str, int] = {}


def test_there_is_an_end_to_what_one_keeps(client, member, monkeypatch):
    monkeypatch.setattr(bookmarks, "MOST_BOOKMARKS", 1)
    post = PostFactory()
    bookmarks.bookmark_post(user=member, post=post)
    bookmarks.bookmark_post(user=member, post=post, note="Lagi")  # a change needs no room
    assert "1 kiriman" in client.post(form_of(PostFactory()), {"remind": ""}).content.decode()
    with pytest.raises(ValidationError):
        bookmarks.bookmark_post(user=member, post=PostFactory())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_double_click_keeps_a_post_once():
    member, post = MemberFactory(), PostFactory()
    at_once(*[partial(bookmarks.bookmark_post, user=member, post=post)] * 4)
    assert Bookmark.objects.count() == 1


def test_what_is_gone_is_removed_by_a_button_that_names_its_note(client, member):
    post = PostFactory()
    bookmarks.bookmark_post(user=member, post=post, note="Untuk rapat")
    services.delete_post(member=post.author, post=post)
    assert '<span class="visually-hidden">: Untuk rapat</span></button>' in client.get(LIST).content.decode()
