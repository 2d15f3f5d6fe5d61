"""The index that a site has: made, put to use when it is full, and made anew where the server lost it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from search.engines import breaker
from search.indexing import delivery, indexes, rebuilding
from search.indexing.client import client as server
from search.models import PendingDelivery, Refusal, SearchIndex
from search.services import forget
from tests.factories.entries import make_entry
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.search.answers import found
from tests.search.proxy import half_of_a_bulk, proxy

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def _well() -> None:
    """Forget what an earlier test made the process know."""
    breaker.breaker = breaker.Breaker()


def test_a_server_that_lost_its_index_is_given_a_new_one_with_everything(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_entry("Panen lama")
    catch_up()
    (lost,) = SearchIndex.objects.all()
    server().indices.delete(index=lost.name)
    make_entry("Panen baru")
    with monkeypatch.context() as late:
        late.setattr(delivery, "make_ready", lambda: None)  # it goes after we looked
        with pytest.raises(delivery.Busy):
            delivery.deliver_pending()
    catch_up()
    assert sorted(found("panen")) == ["Panen baru", "Panen lama"]
    assert list(SearchIndex.objects.values_list("state", flat=True)) == [
        SearchIndex.State.ACTIVE,
        SearchIndex.State.LOST,
    ]
    assert Refusal.objects.count() == 0
    assert rebuilding.drop_kept() == [lost.name]


def test_an_index_that_is_gone_is_not_made_anew_by_a_write(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = make_entry("Panen lama")
    catch_up()
    (lost,) = SearchIndex.objects.all()
    server().indices.delete(index=lost.name)
    make_entry("Panen baru")
    forget(entry.kind, [entry.object_id])
    monkeypatch.setattr(delivery, "make_ready", lambda: None)
    server().cluster.put_settings(persistent={"action.auto_create_index": "true"})  # as a server comes
    try:
        with pytest.raises(delivery.Busy):
            delivery.deliver_pending()
    finally:
        server().cluster.put_settings(persistent={"action.auto_create_index": None})
    assert not server().indices.exists(index=lost.name)
    assert PendingDelivery.objects.count() == 2


def test_an_index_with_fields_that_the_server_guessed_is_none_of_ours(catch_up: Callable[[], None]) -> None:
    make_entry("Panen")
    catch_up()
    (lost,) = SearchIndex.objects.all()
    server().indices.delete(index=lost.name)
    server().indices.create(index=lost.name)
    catch_up()
    lost.refresh_from_db()
    assert lost.state == SearchIndex.State.LOST
    assert found("panen") == ["Panen"]


def test_aliases_that_were_lost_are_given_back(catch_up: Callable[[], None], elastic: str) -> None:
    make_entry("Panen lama")
    catch_up()
    (index,) = SearchIndex.objects.all()
    server().indices.delete_alias(index=index.name, name="*")
    make_entry("Panen baru")
    catch_up()
    assert sorted(found("panen")) == ["Panen baru", "Panen lama"]
    assert set(server().indices.get_alias(index=index.name)[index.name]["aliases"]) == {
        elastic,
        indexes.write_alias_of(index.name),
    }


def test_the_first_index_is_put_to_use_when_it_is_full(client: Client, elastic: str, settings: Any) -> None:
    client.force_login(MemberFactory())
    for number in range(6):
        make_entry(f"Panen {number}")
    with proxy(settings.SEARCH_URL) as stand:
        url, settings.SEARCH_URL = settings.SEARCH_URL, stand.url
        stand.behave = half_of_a_bulk
        with pytest.raises(delivery.Busy):
            delivery.deliver_pending()
        settings.SEARCH_URL = url
    html = client.get("/cari/", {"q": "panen"}).content.decode()
    assert "lebih sederhana" in html
    assert html.count('class="result"') == 6
    delivery.deliver_pending()
    server().indices.refresh(index=elastic)
    assert len(found("panen")) == 6


def test_administrators_see_that_an_index_was_lost_and_what_waits(client: Client, catch_up: Callable[[], None]) -> None:
    catch_up()
    server().indices.delete(index=SearchIndex.objects.get().name)
    catch_up()
    for number in range(7):
        make_entry(f"Panen {number}")
    client.force_login(AdministratorFactory())
    html = client.get(reverse("search_indexes:index")).content.decode()
    assert "hilang dari server" in html
    assert re.search(r"<td[^>]*>\s*7\s*</td>", html)
