"""What is written reaches a real Elasticsearch; what it refuses, or asks to come again with, blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from search.indexing import delivery, indexes
from search.indexing.client import client as server
from search.models import PendingDelivery, Refusal, SearchEntry
from search.services import forget
from tests.factories.entries import make_entry
from tests.factories.members import AdministratorFactory, ModeratorFactory
from tests.factories.told import make_story
from tests.search.answers import found
from tests.search.proxy import half_of_a_bulk, proxy, well

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_entries_too_long_for_one_call_go_in_several_and_none_is_left_out(
    elastic: str, catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        SearchEntry.objects.create(
            kind="document", object_id=str(number), language="id", title="x", body="kata " * 4, path="/", group="x"
        )
    monkeypatch.setattr(delivery, "MOST_CHARACTERS", 45)
    calls = delivery._calls(list(SearchEntry.objects.all()), ["index"])
    assert [len(operations) // 2 for operations in calls] == [2, 2, 1]
    catch_up()
    assert server().count(index=elastic)["count"] == 5
    assert not PendingDelivery.objects.exists()


def test_what_was_rolled_back_never_arrives(catch_up: Callable[[], None]) -> None:
    with transaction.atomic():
        make_entry("Hantu")
        transaction.set_rollback(True)
    catch_up()
    assert found("hantu") == []


def test_a_change_and_a_tombstone_arrive_and_an_older_version_never_wins(catch_up: Callable[[], None]) -> None:
    entry = make_entry("Gudang garam")
    catch_up()
    late = SearchEntry.objects.get(pk=entry.pk)
    SearchEntry.objects.filter(pk=entry.pk).update(title="Gudang ikan", version=2)
    SearchEntry.objects.filter(pk=entry.pk).queue()
    catch_up()
    list(delivery.send_all([([late], indexes.targets())]))
    catch_up()
    assert found("gudang") == ["Gudang ikan"]
    forget(entry.kind, [entry.object_id])
    catch_up()
    assert server().count(index=indexes.targets()[0])["count"] == 0


def test_what_is_refused_is_set_aside_with_the_reason_and_blocks_nothing(catch_up: Callable[[], None]) -> None:
    broken = make_entry("Di luar bumi")
    SearchEntry.objects.filter(pk=broken.pk).update(latitude=999, longitude=0)
    make_entry("Di darat")
    catch_up()
    assert found("darat") == ["Di darat"]
    assert "latitude" in Refusal.objects.get(entry=broken).reason
    assert PendingDelivery.objects.count() == 0
    SearchEntry.objects.filter(pk=broken.pk).update(latitude=-5.6, longitude=132.7, version=2)
    SearchEntry.objects.filter(pk=broken.pk).queue()
    catch_up()
    assert found("bumi") == ["Di luar bumi"]
    assert Refusal.objects.count() == 0


def test_what_must_come_again_waits_and_the_rest_is_settled(elastic: str, settings: Any) -> None:
    for number in range(6):
        make_entry(f"Panen {number}")
    with proxy(settings.SEARCH_URL) as stand:
        url, settings.SEARCH_URL = settings.SEARCH_URL, stand.url
        stand.behave = half_of_a_bulk
        with pytest.raises(delivery.Busy):
            delivery.deliver_pending()
        assert PendingDelivery.objects.count() == 3
        stand.behave = well
        assert delivery.deliver_pending() == 3
        settings.SEARCH_URL = url
    assert PendingDelivery.objects.count() == 0
    assert Refusal.objects.count() == 0


def test_what_was_refused_is_offered_again_by_the_command(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_story("Teripang di kebun lamun")
    describe = delivery.document_of
    with monkeypatch.context() as mistake:
        mistake.setattr(delivery, "document_of", lambda *about: {**describe(*about), "unknown": 1})
        catch_up()
    assert found("teripang") == []
    assert Refusal.objects.exists()
    call_command("rebuild_search", "story")
    catch_up()
    assert found("teripang") == ["Teripang di kebun lamun"]
    assert not Refusal.objects.filter(entry__kind="story").exists()


def test_administrators_see_what_was_refused(client: Client, catch_up: Callable[[], None]) -> None:
    broken = make_entry("Di luar bumi")
    SearchEntry.objects.filter(pk=broken.pk).update(latitude=999, longitude=0)
    catch_up()
    client.force_login(AdministratorFactory())
    assert "latitude" in client.get(reverse("search_refusals:index")).content.decode()
    client.force_login(ModeratorFactory())
    assert client.get(reverse("search_refusals:index")).status_code in {302, 403}
