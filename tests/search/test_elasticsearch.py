"""The page of results with a real Elasticsearch behind it, be it well, away or overloaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from community.forums.services import edit_post
from search.engines import breaker
from search.indexing import delivery
from search.models import PendingDelivery
from tests.factories.entries import make_entry
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.told import make_story
from tests.search.proxy import dawdle, greet, hang, part, proxy, too_many
from tests.services.servers import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def _well() -> None:
    """Forget what an earlier test made the process know."""
    breaker.breaker = breaker.Breaker()


@pytest.mark.usefixtures("elastic")
def test_a_published_story_is_found_once_the_outbox_is_worked(
    client: Client, work_outbox: Callable[[], None], catch_up: Callable[[], None]
) -> None:
    make_story("Teripang di kebun lamun")
    work_outbox()
    catch_up()
    assert PendingDelivery.objects.count() == 0
    html = client.get("/cari/", {"q": "teripnag"}).content.decode()  # a typing error: only Elasticsearch forgives it
    assert "kebun lamun" in html
    assert "lebih sederhana" not in html


def test_words_that_were_taken_out_of_a_text_are_in_no_excerpt_before_the_server_hears_of_it(
    client: Client, catch_up: Callable[[], None]
) -> None:
    post = PostFactory(body="Hubungi 0812-3456-7890 soal teripang.")
    catch_up()
    assert "0812" in client.get("/cari/", {"q": "teripang"}).content.decode()
    edit_post(editor=post.author, post=post, body="Sudah terjual, teripang habis.")
    html = client.get("/cari/", {"q": "teripang"}).content.decode()
    assert "<mark>teripang</mark> habis" in html
    assert "0812" not in html


@pytest.mark.parametrize(("path", "said"), [("/cari/", "lebih sederhana"), ("/en/cari/", "simpler way")])
def test_while_the_server_is_away_the_database_answers_and_says_so(
    client: Client, elastic: str, settings: Any, path: str, said: str
) -> None:
    client.force_login(MemberFactory())  # who may ask as fast as a test does
    url, settings.SEARCH_URL = settings.SEARCH_URL, f"http://127.0.0.1:{free_port()}"
    make_entry("Teripang di kebun lamun")
    html = client.get(path, {"q": "teripang"}).content.decode()
    assert "kebun lamun" in html
    assert said in html
    settings.SEARCH_URL = url
    delivery.deliver_pending()
    assert said in client.get(path, {"q": "teripang"}).content.decode()  # it is left alone for a while
    breaker.breaker.closed_until = 0
    assert said not in client.get(path, {"q": "teripang"}).content.decode()


@pytest.mark.parametrize("behave", [too_many, greet, part, dawdle, hang])
def test_a_server_that_is_overloaded_or_slow_or_says_no_answer_keeps_nobody_waiting(
    client: Client, catch_up: Callable[[], None], settings: Any, behave: Any
) -> None:
    client.force_login(MemberFactory())
    make_entry("Teripang di kebun lamun")
    catch_up()
    with proxy(settings.SEARCH_URL) as stand:
        url, settings.SEARCH_URL = settings.SEARCH_URL, stand.url
        assert "lebih sederhana" not in client.get("/cari/", {"q": "teripang"}).content.decode()
        stand.behave = behave
        for _visitor in range(2):
            html = client.get("/cari/", {"q": "teripang"}).content.decode()
            assert "lebih sederhana" in html
            assert "kebun lamun" in html
        settings.SEARCH_URL = url


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "kata " * 2_000, '"' * 99, "yang di ke", "🐟🐟", "a AND (b OR", "title:*~9"],
    ids=["a long word", "many words", "quotes", "stop words", "emoji", "operators", "a field"],
)
def test_any_text_gets_an_answer_from_elasticsearch_itself(
    client: Client, catch_up: Callable[[], None], text: str
) -> None:
    catch_up()
    response = client.get("/cari/", {"q": text})
    assert response.status_code == 200
    assert "lebih sederhana" not in response.content.decode()
