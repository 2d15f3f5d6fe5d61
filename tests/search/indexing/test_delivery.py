"""Long texts reach Elasticsearch in calls that it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.indexing import delivery
from search.indexing.client import client
from search.models import PendingDelivery, SearchEntry

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
    assert client().count(index=elastic)["count"] == 5
    assert not PendingDelivery.objects.exists()
