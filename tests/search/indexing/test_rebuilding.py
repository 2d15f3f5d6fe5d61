"""An index built beside the one in use, while searches and writes go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.indexing import indexes, rebuilding
from search.indexing.client import client as server
from search.models import SearchEntry, SearchIndex
from search.services import forget
from tests.factories.entries import make_entry
from tests.search.answers import found

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_while_an_index_is_built_anew_nothing_is_missing_and_nothing_double(
    catch_up: Callable[[], None], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    entries = [make_entry(f"Panen {number}") for number in range(6)]
    catch_up()
    seen: list[int] = []

    def write_and_search(done: int, total: int) -> None:
        seen.append(done)
        if done == 2:
            make_entry("Panen baru")
            SearchEntry.objects.filter(pk=entries[0].pk).update(title="Panen berubah", version=2)
            SearchEntry.objects.filter(pk=entries[0].pk).queue()
            forget(entries[5].kind, [entries[5].object_id])
        catch_up()
        assert len(found("panen")) == SearchEntry.objects.filter(is_deleted=False).count()

    index = rebuilding.rebuild_index(write_and_search)
    catch_up()
    assert seen[0] == 0
    assert seen[-1] == 6
    assert sorted(found("panen")) == ["Panen 1", "Panen 2", "Panen 3", "Panen 4", "Panen baru", "Panen berubah"]
    assert list(server().indices.get_alias(name=settings.SEARCH_INDEX)) == [index.name]
    kept = SearchIndex.objects.get(state=SearchIndex.State.KEPT).name
    assert server().indices.exists(index=kept)
    assert rebuilding.drop_kept() == [kept]
    assert not server().indices.exists(index=kept)


def test_a_building_that_stopped_goes_on_where_it_was(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    for number in range(5):
        make_entry(f"Panen {number}")
    catch_up()

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild_index(stop)
    seen: list[int] = []
    rebuilding.rebuild_index(lambda done, total: seen.append(done))
    assert seen == [2, 4, 5]
    assert len(found("panen")) == 5


def test_an_index_that_lacks_something_is_not_put_to_use(catch_up: Callable[[], None]) -> None:
    make_entry("Panen")
    catch_up()
    before = indexes.targets()

    def lose(done: int, total: int) -> None:
        if done == 1:
            building = SearchIndex.objects.get(state=SearchIndex.State.BUILDING)
            server().indices.refresh(index=building.name)
            server().delete_by_query(index=building.name, query={"match_all": {}}, refresh=True)

    with pytest.raises(rebuilding.Unequal):
        rebuilding.rebuild_index(lose)
    assert list(SearchIndex.objects.filter(state=SearchIndex.State.ACTIVE).values_list("name", flat=True)) == before


def test_a_rebuild_that_ended_between_its_swap_and_noting_so_can_be_repeated(
    catch_up: Callable[[], None], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_entry("Panen")
    catch_up()

    def end(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    begun = indexes.make_index()
    with monkeypatch.context() as crash:
        crash.setattr("search.indexing.indexes.transaction.atomic", end)
        with pytest.raises(KeyboardInterrupt):
            indexes.put_to_use(begun)
    index = rebuilding.rebuild_index(lambda done, total: None)
    assert list(server().indices.get_alias(name=settings.SEARCH_INDEX)) == [index.name]
    assert found("panen") == ["Panen"]
    assert SearchIndex.objects.filter(state=SearchIndex.State.BUILDING).count() == 0


def test_the_command_builds_drops_and_says_when_there_is_no_server(
    catch_up: Callable[[], None], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    make_entry("Panen")
    catch_up()
    call_command("rebuild_search_index")
    call_command("rebuild_search_index", drop_kept=True)
    assert capsys.readouterr().out.count(settings.SEARCH_INDEX) == 2
    url, settings.SEARCH_URL = settings.SEARCH_URL, ""
    with pytest.raises(CommandError):
        call_command("rebuild_search_index")
    settings.SEARCH_URL = url
