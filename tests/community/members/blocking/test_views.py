from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.members.blocking import services, views
from community.members.models import Block, User
from tests.factories.comments import make_comment
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db
LIST = "/anggota/saya/blokir/"
FOLD = "Anda memblokir anggota ini. Tampilkan"


def signed_in(client, **fields):
    member = MemberFactory(**fields)
    client.force_login(member)
    return member


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_member_is_blocked_from_their_page_and_unblocked_from_the_list(client):
    member, other = signed_in(client), MemberFactory(is_listed=True, handle="petrus", name="Petrus Rahanra")
    form = f"{LIST}{services.token_of(other)}/"
    assert f'href="{form}"' in text_of(client, "/anggota/petrus/")
    assert "terlipat untuk Anda" in text_of(client, form)
    assert "Petrus Rahanra" in client.post(form, follow=True).content.decode()
    assert Block.objects.get().user == member
    assert "Buka blokir" in text_of(client, "/anggota/petrus/")
    assert f'action="{form}"' in text_of(client, LIST)
    client.post(form, {"stop": "1"})
    assert not Block.objects.exists()
    assert "Anda tidak memblokir siapa pun" in text_of(client, LIST)


def test_who_has_no_page_is_blocked_below_what_they_wrote(client):
    signed_in(client)
    shown, hidden = MemberFactory(is_listed=True), MemberFactory()
    topic = TopicFactory(author=shown)
    PostFactory(topic=topic, author=hidden)
    story = make_story()
    make_comment(story, author=hidden)
    for page in (text_of(client, topic.get_absolute_url()), text_of(client, story.url)):
        assert f"{LIST}{services.token_of(hidden)}/" in page
        assert f"{LIST}{services.token_of(shown)}/" not in page


def test_visitors_and_authors_themselves_are_offered_no_blocking(client):
    post = PostFactory()
    assert LIST not in text_of(client, post.topic.get_absolute_url())
    client.force_login(post.author)
    PostFactory(topic=post.topic, author=User.objects.get(pk=post.author_id))
    page = text_of(client, post.topic.get_absolute_url()).split("<main")[1]
    assert services.token_of(post.author) not in page


def test_posts_of_whom_one_has_blocked_are_folded_for_oneself_alone(client):
    member, post = signed_in(client), PostFactory(body="Kata yang terlipat.")
    address = post.topic.get_absolute_url()
    services.block(user=member, other=post.author)
    own = text_of(client, address)
    assert own.count(FOLD) == 1
    assert "<details>" in own.split(FOLD)[0].split("<article")[-1]
    assert "Kata yang terlipat." in own
    for other in (Client(), Client()):
        assert FOLD not in text_of(other, address)
        signed_in(other)
        assert FOLD not in text_of(other, address)
    client.force_login(post.author)
    assert FOLD not in text_of(client, address)


def test_comments_of_whom_one_has_blocked_are_folded_for_oneself_alone(client):
    story = make_story()
    comment = make_comment(story, "Komentar yang terlipat.")
    answer = make_comment(story, "Jawaban.", reply_to=comment.pk)
    member = signed_in(client)
    services.block(user=member, other=comment.user)
    page = text_of(client, story.url)
    assert page.count(FOLD) == 1
    assert f'id="c{answer.pk}"' in page
    assert FOLD not in text_of(Client(), story.url)


def test_a_page_asks_once_whom_one_has_blocked_and_answers_with_private_pages(client):
    member, post = signed_in(client), PostFactory()
    address = post.topic.get_absolute_url()
    client.get(address)
    costs = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        asked = [query["sql"] for query in captured if "members_block" in query["sql"]]
        costs.append(len([sql for sql in asked if "notifications_notification" not in sql]))  # the bell leaves them out
        for _more in range(10):
            services.block(user=member, other=PostFactory(topic=post.topic).author)
    assert costs == [1, 1]
    assert "private" in response["Cache-Control"]


def test_cancelling_leads_back_to_where_one_came_from(client):
    signed_in(client)
    shown, hidden = MemberFactory(is_listed=True, handle="petrus"), MemberFactory()
    form = f"{LIST}{services.token_of(shown)}/"
    assert back_of(client, form) == "/anggota/petrus/"
    assert back_of(client, f"/en{form}") == "/en/anggota/petrus/"
    assert back_of(client, f"{LIST}{services.token_of(hidden)}/") == LIST
    post, comment = PostFactory(author=hidden), make_comment(make_story(), author=hidden)
    for page in (post.topic.get_absolute_url(), comment.get_absolute_url()):
        link = re.search(rf'href="({LIST}[^"]+\?next=[^"]+)"', client.get(page, follow=True).content.decode())[1]
        assert where(client, back_of(client, link)) == where(client, page)


@pytest.mark.parametrize("forged", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_cancelling_never_leads_to_another_host(client, forged):
    signed_in(client)
    other = MemberFactory(is_listed=True, handle="petrus")
    assert back_of(client, f"{LIST}{services.token_of(other)}/?{urlencode({'next': forged})}") == "/anggota/petrus/"


def where(client, address):
    return client.get(address, follow=True).request["PATH_INFO"]


def back_of(client, form):
    return re.search(r'class="button outline" href="([^"]*)"', text_of(client, form))[1]


def test_forged_addresses_and_oneself_have_no_form(client):
    member = signed_in(client)
    gone = MemberFactory()
    token = services.token_of(gone)
    User.objects.filter(pk=gone.pk).update(erased_at=timezone.now())
    for each in ("x", services.token_of(member), token):
        assert client.get(f"{LIST}{each}/").status_code == 404
        assert client.post(f"{LIST}{each}/").status_code == 404


def test_nobody_ends_the_block_of_another(client):
    member, other = MemberFactory(), MemberFactory()
    services.block(user=member, other=other)
    signed_in(client)
    client.post(f"{LIST}{services.token_of(other)}/", {"stop": "1"})
    assert Block.objects.filter(user=member, blocked=other).exists()
    assert other.name not in text_of(client, LIST)


def test_the_list_has_pages_and_asks_as_much_for_fifty_as_for_one(client):
    member, costs = signed_in(client), []
    for many in (1, 50):
        for _number in range(many):
            services.block(user=member, other=MemberFactory())
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            page = text_of(client, LIST)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert page.count('name="stop"') == views.PER_PAGE


def test_a_refusal_is_said_in_a_sentence_and_the_pace_is_limited(client, monkeypatch):
    monkeypatch.setattr(services, "MOST_BLOCKED", 0)
    monkeypatch.setattr(views, "RATE", "1/hour")
    signed_in(client)
    form = f"{LIST}{services.token_of(MemberFactory())}/"
    assert "Bukalah dulu satu blokir" in client.post(form, follow=True).content.decode()
    assert client.post(form).status_code == 429
