from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.forums import services as forums
from community.writing.models import Reaction
from community.writing.reactions import views
from community.writing.reactions.services import react
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def url(name: str, post) -> str:
    return reverse(f"writing:{name}", args=["post", post.pk])


def test_without_scripts_the_form_is_a_page_and_leads_back_to_the_post(client, member):
    post = PostFactory()
    page = client.get(url("react", post)).content.decode()
    assert re.findall(r'name="reaction" value="(\w+)"', page) == ["agree", "thanks", "insight", "celebrate"]
    assert "<html" in page
    answer = client.post(url("react", post), {"reaction": "insight"})
    assert answer.url == post.get_absolute_url()
    assert Reaction.objects.get().name == "insight"


def test_with_htmx_form_and_counts_stand_in_the_place_of_the_link(client, member):
    post = PostFactory()
    form = client.get(url("react", post), **HTMX).content.decode()
    assert f'<form class="pills" id="reactions-post-{post.pk}"' in form
    assert "<html" not in form
    row = client.post(url("react", post), {"reaction": "agree"}, **HTMX)
    assert row.status_code == 200
    assert f'id="reactions-post-{post.pk}"' in row.content.decode()
    assert re.search(r"Setuju:</span> 1<span[^>]*>, juga dari Anda", row.content.decode())


def test_beside_the_names_of_who_reacted_one_still_reacts(client, member):
    post = PostFactory()
    react(user=MemberFactory(), kind="post", key=post.pk, name="agree")
    assert f'href="{url("react", post)}"' in client.get(url("reactions", post), **HTMX).content.decode()
    own = PostFactory(author=member)
    react(user=MemberFactory(), kind="post", key=own.pk, name="agree")
    assert f'href="{url("react", own)}"' not in client.get(url("reactions", own), **HTMX).content.decode()


def test_pressing_twice_is_pressing_once(client, member):
    post = PostFactory()
    for _press in range(2):
        client.post(url("react", post), {"reaction": "agree"}, **HTMX)
    assert Reaction.objects.count() == 1
    form = client.get(url("react", post), **HTMX).content.decode()
    assert 'name="remove"' in form
    assert 'value="agree"' not in form
    for _press in range(2):
        assert client.post(url("react", post), {"remove": "1"}, **HTMX).status_code == 200
    assert not Reaction.objects.exists()


def test_nonsense_is_said_in_the_form(client, member):
    for sent in ({}, {"reaction": "anger"}, {"reaction": "\0"}):
        answer = client.post(url("react", PostFactory()), sent)
        assert answer.status_code == 200
        assert "Pilihlah salah satu dari tanggapan ini." in answer.content.decode()
    assert not Reaction.objects.exists()


def test_what_one_may_not_react_to_is_refused_with_a_reason(client, member):
    own = PostFactory(author=member)
    for answer in (client.get(url("react", own)), client.post(url("react", own), {"reaction": "agree"})):
        assert answer.status_code == 403
        assert "bukan kepada tulisan sendiri" in answer.content.decode()
    assert client.get(url("react", own), **HTMX).headers["HX-Redirect"] == url("react", own)
    assert not Reaction.objects.exists()


def test_who_only_reads_finds_until_when_in_the_place_of_the_form(client):
    client.force_login(MemberFactory(silenced_until=timezone.now() + timedelta(days=1)))
    post = PostFactory()
    assert client.get(url("react", post)).status_code == 403
    assert client.get(url("react", post), **HTMX).headers["HX-Redirect"] == url("react", post)
    assert client.post(url("react", post), {"reaction": "agree"}).status_code == 403


def test_a_visitor_is_led_to_the_door_and_back(client):
    post = PostFactory()
    assert f"next={url('react', post)}" in client.get(url("react", post)).url
    assert f"next={url('react', post)}" in client.get(url("react", post), **HTMX).headers["HX-Redirect"]


def test_who_reacts_too_often_reads_so_in_place(client, member, monkeypatch):
    monkeypatch.setattr(views, "RATE", "1/hour")
    post = PostFactory()
    client.post(url("react", post), {"reaction": "agree"}, **HTMX)
    answer = client.post(url("react", post), {"reaction": "thanks"}, **HTMX)
    assert answer.status_code == 200
    assert "Tunggulah sebentar" in answer.content.decode()
    assert client.post(url("react", post), {"reaction": "thanks"}).status_code == 429
    assert Reaction.objects.get().name == "agree"


def test_who_reacted_is_a_page_for_everyone_who_sees_the_post(client):
    post, fransiska = PostFactory(), MemberFactory(name="Fransiska Savsavubun")
    react(user=fransiska, kind="post", key=post.pk, name="thanks")
    page = client.get(url("reactions", post)).content.decode()
    assert "Fransiska Savsavubun" in page
    assert 'method="post"' not in page
    piece = client.get(url("reactions", post), {"reaksi": "thanks"}, **HTMX).content.decode()
    assert "Fransiska Savsavubun" in piece
    assert "<html" not in piece
    row = client.get(url("reactions", post), {"ringkas": "1"}, **HTMX).content.decode()
    assert "Fransiska" not in row


def test_who_reacted_is_paged(client):
    post = PostFactory()
    for _number in range(30):
        react(user=MemberFactory(), kind="post", key=post.pk, name="agree")
    page = client.get(url("reactions", post)).content.decode()
    assert page.count('class="byline"') == 25
    after = re.search(r"sesudah=(\d+)", page)[1]
    rest = client.get(url("reactions", post), {"reaksi": "agree", "sesudah": after}).content.decode()
    assert rest.count('class="byline"') == 5
    assert 'rel="next"' not in rest


@pytest.mark.parametrize(
    "query", ["?reaksi=x", "?sesudah=x", "?sesudah=99999999999999999999", "?reaksi=%00", "?sesudah=0"]
)
def test_odd_addresses_show_the_first_page(client, query):
    post = PostFactory()
    react(user=MemberFactory(), kind="post", key=post.pk, name="agree")
    page = client.get(url("reactions", post) + query)
    assert page.status_code == 200
    assert page.content.decode().count('class="byline"') == 1


def test_nothing_is_said_of_what_is_not_open_to_the_viewer(client, member):
    post = PostFactory()
    react(user=MemberFactory(), kind="post", key=post.pk, name="agree")
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    author = ModeratorFactory()
    closed = TopicFactory(author=author, category=CategoryFactory(audience_see="group:99", audience_start="group:99"))
    for path in (url("reactions", post), url("react", post), url("reactions", closed.posts.get())):
        assert client.get(path).status_code == 404
    assert client.get("/tulisan/reaksi/kapal/1/").status_code == 404
    assert client.get("/tulisan/reaksi/post/99999999999999999999999/").status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_a_topic_asks_for_the_reactions_of_a_page_once(client, count, member, django_assert_max_num_queries):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic, author=topic.author) for _number in range(10)]
    people = [MemberFactory() for _number in range(count)]
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=post.pk, user=person, name="agree") for post in posts for person in people
    )
    client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(15) as queries:
        page = client.get(topic.get_absolute_url()).content.decode()
    assert len(queries) == QUERIES.setdefault("topic", len(queries))
    assert sum('"writing_reaction"' in query["sql"] for query in queries.captured_queries) == 1
    assert page.count(f"Setuju:</span> {count}") == 10


QUERIES: dict[str, int] = {}


def test_ones_own_posts_have_counts_and_no_way_to_react(client, member):
    topic = TopicFactory(author=member)
    other = PostFactory(topic=topic)
    react(user=other.author, kind="post", key=topic.posts.get(number=1).pk, name="agree")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert page.count("/pilih/") == 2  # address and htmx of the one link
    assert "Setuju:</span> 1" in page


@pytest.mark.parametrize("name", ["writing:reactions", "writing:react", "writing:history"])
def test_what_one_reacts_to_is_called_by_its_words_without_marks_and_cut_at_a_word(client, name):
    said = "Terima kasih @agnes **tebal** [di sini](https://contoh.example/panjang) dan seterusnya sampai habis"
    comment = make_comment(make_story(), said, author=MemberFactory(name="Ina Letsoin"))
    client.force_login(MemberFactory())
    html = client.get(reverse(name, args=["comment", comment.pk])).content.decode()
    assert "Ina Letsoin: Terima kasih @agnes tebal di sini dan seterusnya…" in html
