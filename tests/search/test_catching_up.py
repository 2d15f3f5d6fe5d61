"""After Elasticsearch was away the database answers until all is brought, or the page says what may be missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search.engines import breaker
from search.engines.catching_up import CatchingUp
from search.indexing import delivery
from search.models import PendingDelivery
from tests.factories.entries import make_entry
from tests.factories.saved import age, make_old_entry

pytestmark = pytest.mark.django_db

SIMPLER = "lebih sederhana"
BEHIND = "Yang ditulis beberapa menit terakhir"
LIMITS = "search.engines.catching_up"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    monkeypatch.setattr(breaker, "breaker", breaker.Breaker())


def test_what_waits_for_long_is_waited_for_and_what_was_written_just_now_is_not() -> None:
    assert not CatchingUp().is_awaited()
    entry = make_entry("Teripang")
    assert not CatchingUp().is_awaited()
    age(entry, minutes=1)
    assert CatchingUp().is_awaited()


def test_a_process_looks_once_in_a_while_in_one_query(django_assert_num_queries: Any) -> None:
    make_old_entry("Teripang")
    known = CatchingUp()
    with django_assert_num_queries(1):
        assert known.is_awaited()
        assert known.is_awaited()


def test_a_mass_change_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{LIMITS}.MOST_AWAITED", 2)
    known = CatchingUp()
    make_old_entry("Teripang")
    assert known.is_awaited()
    make_old_entry("Gurita")
    known.known_until = 0
    assert not known.is_awaited()
    assert known.is_late


def test_what_never_gets_there_is_not_waited_for_for_ever_and_a_failure_lets_one_wait_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_old_entry("Teripang")
    known = CatchingUp()
    assert known.is_awaited()
    known.awaited_until = 0
    known.known_until = 0
    assert not known.is_awaited()
    assert known.is_late
    known.begin()
    assert known.is_awaited()


def test_without_elasticsearch_nobody_asks_what_waits_for_it(client: Client) -> None:
    make_old_entry("Teripang")
    html = client.get("/cari/", {"q": "teripang"}).content.decode()
    assert SIMPLER not in html
    assert BEHIND not in html


@pytest.mark.services
def test_after_an_outage_the_database_answers_until_elasticsearch_has_all(
    client: Client, catch_up: Callable[[], None]
) -> None:
    make_entry("Teripang lama")
    catch_up()
    make_old_entry("Teripang baru")  # written while the server was away
    html = client.get("/cari/", {"q": "teripang"}).content.decode()
    assert SIMPLER in html
    assert html.count('class="result"') == 2
    catch_up()
    breaker.breaker.delivery.known_until = 0
    html = client.get("/cari/", {"q": "teripang"}).content.decode()
    assert SIMPLER not in html
    assert BEHIND not in html
    assert html.count('class="result"') == 2


@pytest.mark.services
def test_where_too_much_waits_elasticsearch_answers_and_the_page_says_what_may_be_missing(
    client: Client, catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_entry("Teripang lama")
    catch_up()
    monkeypatch.setattr(f"{LIMITS}.MOST_AWAITED", 1)
    make_old_entry("Teripang baru")
    html = client.get("/cari/", {"q": "teripang"}).content.decode()
    assert BEHIND in html
    assert html.count('class="result"') == 1
    assert client.get("/api/v1/search", {"q": "teripang"}).json()["is_behind"] is True


@pytest.mark.services
def test_what_elasticsearch_refused_for_good_keeps_nobody_waiting(client: Client, catch_up: Callable[[], None]) -> None:
    make_old_entry("Di luar bumi", latitude=999, longitude=0)
    catch_up()
    assert not PendingDelivery.objects.exists()
    assert SIMPLER not in client.get("/cari/", {"q": "teripang"}).content.decode()


@pytest.mark.services
def test_whoever_began_with_the_database_goes_on_with_it_though_elasticsearch_is_back(
    client: Client, catch_up: Callable[[], None]
) -> None:
    catch_up()
    for number in range(3):
        make_old_entry(f"Teripang {number}")
    first = client.get("/api/v1/search", {"q": "teripang", "limit": 2}).json()
    assert first["is_stand_in"] is True
    delivery.deliver_pending()
    breaker.breaker.delivery.known_until = 0
    second = client.get(first["next"].removeprefix("http://testserver")).json()
    assert len({result["title"] for result in first["results"] + second["results"]}) == 3
    assert second["next"] is None
