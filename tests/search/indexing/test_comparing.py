"""What Elasticsearch lost, kept or has in an older version than the table is repaired at night."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from elasticsearch import ApiError, TransportError

from search.indexing import comparing
from search.indexing.client import client as server
from search.indexing.comparing import Report, compare
from search.indexing.delivery import Busy
from search.indexing.indexes import targets
from search.models import PendingDelivery, SearchEntry, SearchIndex
from search.services import forget, rebuild
from search.sources import SOURCES
from search.tasks import reconcile
from tests.factories.comments import make_comment
from tests.factories.entries import make_entry
from tests.factories.forums import PostFactory
from tests.factories.members import AdministratorFactory
from tests.factories.told import make_story
from tests.search.answers import found
from tests.search.proxy import half_of_a_bulk, proxy, too_many, well
from tests.services.servers import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_a_lost_document_comes_back(catch_up: Callable[[], None]) -> None:
    lost = make_entry("Gudang garam")
    make_entry("Gudang ikan")
    catch_up()
    server().delete(index=targets()[0], id=str(lost.pk), refresh=True)
    assert found("gudang") == ["Gudang ikan"]
    assert compare() == Report(missing=1)
    catch_up()
    assert sorted(found("gudang")) == ["Gudang garam", "Gudang ikan"]
    assert compare() == Report()


def test_a_document_that_the_table_does_not_have_goes_from_the_end_and_from_between(
    catch_up: Callable[[], None],
) -> None:
    entries = [make_entry(f"Panen {number}") for number in range(4)]
    catch_up()
    SearchEntry.objects.filter(pk__in=[entries[1].pk, entries[3].pk]).delete()
    assert compare() == Report(surplus=2)
    catch_up()
    assert sorted(held()) == [entries[0].pk, entries[2].pk]


def test_a_forgotten_entry_whose_document_stayed_goes(catch_up: Callable[[], None]) -> None:
    entry = make_entry("Gudang garam")
    catch_up()
    forget(entry.kind, [entry.object_id])
    PendingDelivery.objects.all().delete()
    assert compare() == Report(surplus=1)
    catch_up()
    assert held() == {}


def test_an_older_version_is_replaced(catch_up: Callable[[], None]) -> None:
    make_entry("Gudang garam")
    catch_up()
    SearchEntry.objects.update(title="Gudang ikan", version=5)
    assert compare() == Report(stale=1)
    catch_up()
    assert found("gudang") == ["Gudang ikan"]


def test_a_table_that_came_back_from_an_old_copy_gets_past_the_index(catch_up: Callable[[], None]) -> None:
    entry, gone = make_entry("Gudang garam", version=7), make_entry("Gudang tua", version=7)
    catch_up()
    SearchEntry.objects.update(version=3)
    SearchEntry.objects.filter(pk=entry.pk).update(title="Gudang ikan")
    SearchEntry.objects.filter(pk=gone.pk).update(is_deleted=True)
    assert compare() == Report(stale=1, surplus=1)
    catch_up()
    assert held() == {entry.pk: 8}
    assert found("gudang") == ["Gudang ikan"]


def test_what_waits_and_what_was_refused_is_left_alone(catch_up: Callable[[], None]) -> None:
    refused = make_entry("Di luar bumi")
    SearchEntry.objects.filter(pk=refused.pk).update(latitude=999, longitude=0)
    changed = make_entry("Gudang garam")
    catch_up()
    make_entry("Gudang baru")
    SearchEntry.objects.filter(pk=changed.pk).update(version=2)
    SearchEntry.objects.filter(pk=changed.pk).queue()
    assert compare() == Report()
    assert SearchEntry.objects.get(pk=refused.pk).version == 1


def test_where_all_is_right_nothing_is_repaired(catch_up: Callable[[], None], caplog: pytest.LogCaptureFixture) -> None:
    gone = [make_entry(f"Panen {number}") for number in range(3)][1]
    catch_up()
    forget(gone.kind, [gone.object_id])
    catch_up()
    with caplog.at_level(logging.WARNING, logger="search"):
        assert compare().repaired == 0
    assert caplog.messages == []
    assert not PendingDelivery.objects.exists()
    assert SearchIndex.objects.get().compared_at is not None


def test_many_are_compared_in_batches_and_none_is_left_out(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "BATCH", 3)
    entries = [make_entry(f"Panen {number}") for number in range(20)]
    catch_up()
    assert compare() == Report()
    unknown = [entry.pk for entry in entries[4:14]] + [entries[19].pk]
    SearchEntry.objects.filter(pk__in=unknown).delete()
    lost = [entries[0].pk, entries[15].pk, entries[17].pk]
    server().delete_by_query(index=targets()[0], query={"terms": {"number": lost}}, refresh=True)
    assert compare() == Report(missing=3, surplus=11)
    catch_up()
    assert held().keys() == set(SearchEntry.objects.values_list("pk", flat=True))


def test_what_is_written_and_delivered_during_the_comparison_is_not_taken_for_wrong(
    catch_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, gone = make_entry("Gudang garam"), make_entry("Gudang tua")
    catch_up()
    read = comparing._hits

    def write_meanwhile(index: str, last: int, upto: int | None) -> list[Any]:
        SearchEntry.objects.filter(pk=changed.pk).update(title="Gudang ikan", version=2)
        SearchEntry.objects.filter(pk=changed.pk).queue()
        forget(gone.kind, [gone.object_id])
        make_entry("Gudang baru")
        catch_up()
        return read(index, last, upto)

    monkeypatch.setattr(comparing, "_hits", write_meanwhile)
    assert compare() == Report()
    assert not PendingDelivery.objects.exists()
    assert sorted(found("gudang")) == ["Gudang baru", "Gudang ikan"]


def test_a_server_that_is_away_or_busy_puts_the_comparison_off(catch_up: Callable[[], None], settings: Any) -> None:
    entries = [make_entry(f"Panen {number}") for number in range(2)]
    catch_up()
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    url = settings.SEARCH_URL
    with proxy(url) as stand:
        settings.SEARCH_URL = stand.url
        stand.behave = too_many
        with pytest.raises(ApiError):
            compare()
        stand.behave = half_of_a_bulk
        with pytest.raises(Busy):
            compare()
        stand.behave = well
        compare()
        settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}"
        with pytest.raises(TransportError):
            compare()
    settings.SEARCH_URL = url
    assert held() == {}


def test_a_second_nightly_look_with_nothing_changed_writes_no_row(
    catch_up: Callable[[], None], work_outbox: Callable[[], None]
) -> None:
    make_everything()
    work_outbox()
    reconcile()
    work_outbox()
    catch_up()
    before = written()
    assert {kind for kind, *_rest in before} >= {"story", "topic", "post", "comment"}
    reconcile()
    work_outbox()
    assert written() == before
    assert not PendingDelivery.objects.exists()


def test_a_nightly_look_writes_what_changed_in_its_fields_its_terms_or_came_back(elastic: str) -> None:
    make_everything()
    rebuild(list(SOURCES), lambda kind, done, total: None)
    story, topic, comment = (
        SearchEntry.objects.filter(kind=kind).earliest("pk") for kind in ("story", "topic", "comment")
    )
    SearchEntry.objects.filter(pk=story.pk).update(title="Salah")
    topic.terms.create(field="tag", value="salah")
    forget("comment", [comment.object_id])
    before = {entry.pk: entry.version for entry in SearchEntry.objects.all()}
    rebuild(list(SOURCES), lambda kind, done, total: None)
    changed = {entry.pk for entry in SearchEntry.objects.all() if entry.version != before[entry.pk]}
    assert changed == {story.pk, topic.pk, comment.pk}
    assert SearchEntry.objects.get(pk=story.pk).title == story.title
    assert not topic.terms.filter(value="salah").exists()
    assert not SearchEntry.objects.get(pk=comment.pk).is_deleted


def test_the_nightly_look_repairs_says_so_and_administrators_see_it(
    client: Client, catch_up: Callable[[], None], work_outbox: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    make_everything()
    work_outbox()
    catch_up()
    server().delete_by_query(index=targets()[0], query={"match_all": {}}, refresh=True)
    reconcile()
    work_outbox()
    catch_up()
    living = SearchEntry.objects.filter(is_deleted=False).count()
    assert len(held()) == living
    assert f"{living} missing, 0 stale, 0 surplus" in caplog.text
    assert SearchIndex.objects.get().repaired == living
    client.force_login(AdministratorFactory())
    assert f"<td>{living}</td>" in "".join(client.get(reverse("search_indexes:index")).content.decode().split())


def make_everything() -> None:
    """Make one thing or more of most kinds."""
    make_comment(make_story("Teripang di kebun lamun"), "Sudah kering.")
    PostFactory(body="Jemur di para-para.")


def written() -> list[tuple[Any, ...]]:
    """All that tells whether an entry was written."""
    return list(SearchEntry.objects.order_by("pk").values_list("kind", "pk", "version", "updated_at"))


def held() -> dict[int, int]:
    """The versions of all documents in the index in use, by their keys."""
    server().indices.refresh(index=targets()[0])
    hits = server().search(index=targets()[0], size=1000, version=True)["hits"]["hits"]
    return {int(hit["_id"]): hit["_version"] for hit in hits}
