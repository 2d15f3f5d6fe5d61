import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app, shared_task
from django.core import mail
from django.utils import timezone
from outbox import embedded
from outbox.claims import TryLater
from outbox.models import Job, ScheduledRun, Sweep
from outbox.schedule import periods
from outbox.services import enqueue, enqueue_all, run_pending_jobs, settle, start_sweep, work_sweeps

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for folder in ("site", "home", "community", "search") for path in (ROOT / folder).rglob("*.py")]

calls: list[object] = []


@shared_task
def remember(word: str) -> None:
    calls.append(word)


@shared_task
def stumble() -> None:
    raise RuntimeError("no")


@shared_task
def recall() -> None:
    calls.append("recalled")


@shared_task
def wait() -> None:
    raise TryLater("away")


@shared_task
def count_up(scope: str, cursor: int | None) -> int | None:
    calls.append((scope, cursor))
    return (cursor or 0) + 1 if (cursor or 0) < 2 else None


@pytest.fixture(autouse=True)
def _no_calls():
    calls.clear()


@pytest.mark.django_db
def test_a_job_runs_once_with_its_arguments():
    enqueue(remember.name, "tali")
    assert run_pending_jobs() == 1
    assert run_pending_jobs() == 0
    assert calls == ["tali"]
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_many_calls_of_a_task_are_written_together_and_each_is_run(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert enqueue_all(remember.name, ([word] for word in ("a", "b", "c"))) == 3
    assert enqueue_all(remember.name, []) == 0
    run_pending_jobs()
    assert sorted(calls) == ["a", "b", "c"]


@pytest.mark.django_db
def test_a_job_that_fails_says_why_and_waits():
    enqueue(stumble.name)
    enqueue("nobody.knows.this")
    run_pending_jobs()
    assert {job.state for job in Job.objects.all()} == {"pending"}
    assert "RuntimeError: no" in Job.objects.get(name=stumble.name).last_error
    assert run_pending_jobs() == 0


@pytest.mark.django_db
def test_a_job_that_needs_what_is_away_waits_and_one_line_says_so(caplog):
    enqueue(wait.name)
    run_pending_jobs()
    (job,) = Job.objects.all()
    assert (job.state, job.last_error) == ("pending", "away")
    assert job.due_at > timezone.now()
    assert [(record.levelname, record.exc_info) for record in caplog.records if "outbox" in record.name] == [
        ("WARNING", None)
    ]


@pytest.mark.django_db
def test_what_was_put_off_or_failed_is_settled_and_what_is_due_or_another_stays():
    for _time in range(2):
        enqueue(wait.name)
        run_pending_jobs()
    failed, put_off = Job.objects.order_by("pk")
    Job.objects.filter(pk=failed.pk).update(state=Job.State.FAILED)
    due, other = enqueue(wait.name), enqueue(wait.name, "81")
    Job.objects.filter(pk=other.pk).update(attempts=1, due_at=timezone.now() + timedelta(hours=1))
    assert settle(wait.name) == 2
    assert set(Job.objects.exclude(state=Job.State.DONE)) == {due, other}
    assert Job.objects.get(pk=put_off.pk).done_at


@pytest.mark.django_db
def test_periodic_work_that_needs_what_is_away_holds_up_no_other(monkeypatch):
    monkeypatch.setattr(embedded, "due_periods", lambda: [wait.name, recall.name])
    embedded.work_once()
    assert calls == ["recalled"]


@pytest.mark.django_db
def test_a_sweep_goes_on_from_its_cursor_until_there_is_no_more():
    start_sweep(count_up.name, scope="81")
    assert work_sweeps(steps=2) == 2
    assert work_sweeps() == 1
    assert calls == [("81", None), ("81", 1), ("81", 2)]
    assert Sweep.objects.get().done_at


@pytest.mark.django_db
def test_a_sweep_that_fails_keeps_its_cursor():
    start_sweep(stumble.name, cursor=7)
    work_sweeps()
    sweep = Sweep.objects.get()
    assert (sweep.cursor, sweep.attempts, sweep.state) == (7, 1, "pending")


@pytest.mark.django_db
def test_each_period_begins_once_among_several_processes():
    assert set(embedded.due_periods()) == set(periods())
    assert embedded.due_periods() == []
    ScheduledRun.objects.filter(task="outbox.tasks.run_jobs").update(began_at=timezone.now() - timedelta(days=1))
    assert embedded.due_periods() == ["outbox.tasks.run_jobs"]


@pytest.mark.django_db
def test_a_waiting_mail_goes_before_the_periodic_work_of_a_fresh_site(monkeypatch, settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"
    mail.EmailMessage("Halo", "Isi", to=["siti@example.org"]).send()
    seen = []
    monkeypatch.setattr(embedded.services, "call", lambda task: seen.append((task, len(mail.outbox))))
    embedded.work_once()
    assert {task for task, _sent in seen} == set(periods())
    assert {sent for _task, sent in seen} == {1}


def test_a_mail_does_not_wait_while_a_picture_is_drawn(monkeypatch):
    drawing, sent = threading.Event(), threading.Event()
    monkeypatch.setattr(embedded, "_started", threading.Lock())
    monkeypatch.setattr(embedded, "work_once", lambda: drawing.wait(10))
    monkeypatch.setattr(embedded.services, "deliver_mail", sent.set)
    embedded.wake.embedded.set()
    embedded.start()
    embedded.wake.embedded_mail.set()
    try:
        assert sent.wait(5)
        assert not drawing.is_set()
    finally:
        drawing.set()


def test_every_task_that_is_named_is_registered():
    current_app.loader.import_default_modules()
    call = re.compile(r"\b(?:enqueue|start_sweep|wake)\(\s*\"([\w.]+)\"")
    named = {name for path in CODE for name in call.findall(path.read_text())}
    assert named
    assert sorted((named | set(periods())) - set(current_app.tasks)) == []
