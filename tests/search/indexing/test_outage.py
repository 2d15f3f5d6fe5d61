"""While Elasticsearch takes nothing the log says so once, and once that it does again."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from outbox.claims import TryLater
from outbox.models import Job
from outbox.services import enqueue_once, run_pending_jobs

from search import tasks
from search.indexing import outage
from search.indexing.delivery import Busy
from search.models import SearchIndex
from tests.factories.entries import make_entry
from tests.services.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _away(settings: Any) -> None:
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}"


def test_the_beginning_and_the_end_are_told_once_and_every_try_without_a_trace(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_entry("Teripang")
    with caplog.at_level(logging.INFO):
        for _time in range(3):
            with pytest.raises(TryLater):
                tasks.deliver()
        monkeypatch.setattr(outage, "deliver_pending", lambda: 1)
        for _time in range(2):
            tasks.deliver()
    told = [(record.levelname, record.exc_info) for record in caplog.records if record.name == outage.__name__]
    assert told == [("ERROR", None), ("INFO", None)]


def test_an_overloaded_server_is_told_of_as_one_that_is_away(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise Busy

    monkeypatch.setattr(outage, "deliver_pending", refuse)
    with pytest.raises(TryLater):
        tasks.deliver()
    assert [record.levelname for record in caplog.records if record.name == outage.__name__] == ["ERROR"]


def test_a_mistake_of_ours_is_told_with_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble() -> int:
        raise KeyError("group")

    monkeypatch.setattr(outage, "deliver_pending", stumble)
    with pytest.raises(KeyError):
        tasks.deliver()


@pytest.mark.parametrize("task", [tasks.deliver, tasks.compare_index])
def test_the_job_waits_and_one_line_says_why(caplog: pytest.LogCaptureFixture, task: Any) -> None:
    SearchIndex.objects.create(name="panen", state=SearchIndex.State.ACTIVE)
    enqueue_once(task.name)
    run_pending_jobs()
    job = Job.objects.get(name=task.name)
    assert job.state == Job.State.PENDING
    assert "ConnectionError" in job.last_error
    lines = [record for record in caplog.records if record.name == "outbox.services"]
    assert [(line.levelname, line.exc_info) for line in lines] == [("WARNING", None)]


def test_once_it_is_back_the_next_change_is_brought_at_once_though_a_job_had_failed_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_entry("Teripang")
    enqueue_once("search.tasks.deliver")
    run_pending_jobs()
    Job.objects.update(state=Job.State.FAILED)
    assert enqueue_once("search.tasks.deliver") is None
    monkeypatch.setattr(outage, "deliver_pending", lambda: 1)
    tasks.deliver()
    assert enqueue_once("search.tasks.deliver")
