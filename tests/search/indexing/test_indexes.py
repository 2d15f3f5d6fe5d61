"""The files of an index: put together each night, unless they are too large for that."""

from collections.abc import Callable

import pytest

from search.indexing import indexes
from search.indexing.client import client as server
from search.tasks import compare_index
from tests.factories.entries import make_entry
from tests.services.servers import wait_for

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_a_night_puts_the_files_of_an_index_together_and_all_is_found_as_before(
    elastic: str, catch_up: Callable[[], None]
) -> None:
    deliver_one_after_the_other(catch_up)
    before = files()
    compare_index()
    wait_for(lambda: files() == 1, "one file")
    assert before == 3
    assert server().count(index=indexes.targets()[0])["count"] >= 3


def test_an_index_too_large_for_one_file_is_left_alone(
    elastic: str, catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver_one_after_the_other(catch_up)
    monkeypatch.setattr(indexes, "LARGEST_FILE", 1)
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(server().indices, "forcemerge", lambda **what: asked.append(what))
    compare_index()
    assert not asked
    assert files() == 3


def deliver_one_after_the_other(catch_up: Callable[[], None]) -> None:
    """Deliver three times what a file of its own is made for."""
    for title in ("Tali", "Jaring", "Sampan"):
        make_entry(title)
        catch_up()


def files() -> int:
    """How many files the index has."""
    name = indexes.targets()[0]
    return int(server().indices.stats(index=name, metric="segments")["_all"]["primaries"]["segments"]["count"])
