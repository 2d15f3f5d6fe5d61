"""What is written reaches a real Elasticsearch, whatever happens on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from community.forums.services import edit_post
from search.engines import Question, breaker
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.words import Words
from search.indexing import delivery, indexes, rebuilding
from search.indexing.client import client as server
from search.models import PendingDelivery, Refusal, SearchEntry, SearchIndex
from search.services import forget
from tests.factories.entries import make_entry
from tests.factories.forums import PostFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.told import make_story
from tests.search.proxy import dawdle, greet, half_of_a_bulk, hang, part, proxy, too_many, well
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


def test_administrators_see_what_was_refused(client: Client, catch_up: Callable[[], None]) -> None:
    broken = make_entry("Di luar bumi")
    SearchEntry.objects.filter(pk=broken.pk).update(latitude=999, longitude=0)
    catch_up()
    client.force_login(AdministratorFactory())
    assert "latitude" in client.get(reverse("search_refusals:index")).content.decode()
    client.force_login(ModeratorFactory())
    assert client.get(reverse("search_refusals:index")).status_code in {302, 403}


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


def found(text: str) -> list[str]:
    """The titles of what is found, in the order of the results."""
    question = Question(Words.parse(text), frozenset({"everyone"}), "id")
    return [hit.entry.title for hit in ElasticsearchEngine().search(question).hits]
