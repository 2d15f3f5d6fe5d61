"""Topics like the one whose title is being typed."""

from __future__ import annotations

import pytest
from django.test import Client

from community.forums.services import hide_topic
from community.members.blocking.services import block
from search.services import refresh
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/cari/mirip/"


def asked(client: Client, title: str) -> str:
    return client.get(ADDRESS, {"title": title}).content.decode()


def make_topic(title: str, **fields: object) -> str:
    topic = TopicFactory(title=title, body=fields.pop("body", "Isi."), **fields)
    refresh("topic", topic)
    return topic.get_absolute_url()


def test_topics_with_several_of_the_words_are_shown(client: Client) -> None:
    one = make_topic("Bibit rumput laut memutih setelah hujan")
    other = make_topic("Harga rumput kering di Tual")
    html = asked(client, "Mengapa rumput laut saya memutih?")
    assert one in html
    assert other not in html
    assert "<form" not in html


def test_one_word_is_enough_where_there_is_but_one(client: Client) -> None:
    assert make_topic("Teripang hilang") in asked(client, "teripang")


@pytest.mark.parametrize("title", ["", "   ", "???", "dan", "yang di", "\0", "kind:topic", "x" * 4000])
def test_a_title_without_words_finds_nothing(client: Client, title: str) -> None:
    make_topic("Teripang yang hilang di laut")
    assert asked(client, title).strip() == ""


def test_what_the_viewer_may_not_see_is_not_shown(client: Client) -> None:
    closed = make_topic("Rapat tertutup pengurus koperasi", category=CategoryFactory(audience_see="members"))
    assert closed not in asked(client, "Rapat tertutup pengurus koperasi")
    client.force_login(MemberFactory())
    assert closed in asked(client, "Rapat tertutup pengurus koperasi")


def test_a_hidden_topic_and_one_by_whom_one_blocked_are_not_shown(client: Client) -> None:
    member, author = MemberFactory(), MemberFactory()
    topic = TopicFactory(title="Jual perahu bekas murah")
    refresh("topic", topic)
    hide_topic(moderator=ModeratorFactory(), topic=topic, reason="iklan")
    by_blocked = make_topic("Jual perahu bekas bagus", author=author)
    client.force_login(member)
    assert by_blocked in asked(client, "Jual perahu bekas")
    block(user=member, other=author)
    assert asked(client, "Jual perahu bekas").strip() == ""


@pytest.mark.usefixtures("still_clock")
def test_who_types_too_fast_waits(client: Client, settings: object) -> None:
    settings.SEARCH_RATES = {"search": [], "suggestions": ["2/minute"]}  # type: ignore[attr-defined]
    assert [client.get(ADDRESS).status_code for _time in range(3)] == [200, 200, 429]


def test_the_form_of_a_topic_asks_for_them_and_shows_them_with_the_preview(client: Client) -> None:
    address = make_topic("Bibit rumput laut memutih setelah hujan")
    client.force_login(MemberFactory())
    assert f'data-hx-get="{ADDRESS}"' in client.get("/forum/baru/").content.decode()
    sent = {"title": "Rumput laut memutih", "body": "Isi", "preview": "1"}
    assert address in client.post("/forum/baru/", sent).content.decode()
