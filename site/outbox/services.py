"""What others ask of the outbox: a job after the commit, a sweep; and working off what waits.

Jobs run at least once (a worker may die after the work and before it is marked), so a job must bear a repeat: it takes
ids, reads the rows and returns early when there is nothing left to do. Mail goes out once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from celery import current_app
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .claims import TryLater, claim_next, finish, locked, put_off
from .delivery import deliver, next_mail, open_connection
from .mail import FORGOTTEN
from .models import Job, MailMessage, Sweep, Work
from .wake import wake_jobs, wake_mail

WorkT = TypeVar("WorkT", bound=Work)

logger = logging.getLogger(__name__)

# A job whose worker said nothing for so long is taken by another.
JOB_HOLD = timedelta(minutes=5)
KEPT_DAYS = 30
AT_ONCE = 500  # jobs that one statement writes
State = Work.State


def enqueue(task_name: str, *args: Any) -> Job:
    """Have a task run after this transaction, with arguments that JSON can hold (ids, not objects)."""
    with transaction.atomic(savepoint=False):
        job = Job.objects.create(name=task_name, args=list(args))
        wake_jobs()
    return job


def enqueue_all(task_name: str, calls: Iterable[Sequence[Any]]) -> int:
    """Have a task run once for each list of arguments, as `enqueue` does for one, by few statements; say how many."""
    with transaction.atomic(savepoint=False):
        jobs = Job.objects.bulk_create([Job(name=task_name, args=list(args)) for args in calls], batch_size=AT_ONCE)
        if jobs:
            wake_jobs()
    return len(jobs)


def enqueue_once(task_name: str, *args: Any) -> Job | None:
    """Have a task run, unless one with these arguments waits, runs or failed for good; for what is asked each hour."""
    open_or_failed = Job.objects.filter(name=task_name, args=list(args)).exclude(state=Job.State.DONE)
    return None if open_or_failed.exists() else enqueue(task_name, *args)


def start_sweep(task_name: str, scope: str = "", cursor: Any = None) -> Sweep:
    """Have a mass change worked off in steps after this transaction.

    The task is called as `task(scope, cursor)`, each time in a transaction of its own together with saving where it
    got to; it answers the next cursor, or None when there is no more.
    """
    with transaction.atomic():
        sweep = Sweep.objects.create(name=task_name, scope=scope, cursor=cursor)
        wake_jobs()
    return sweep


def deliver_mail(limit: int = 200) -> int:
    """Send up to `limit` of the waiting mails, each claimed for itself; return how many went out."""
    sent = 0
    connection = open_connection()
    try:
        for _attempt in range(limit):
            row = next_mail()
            if row is None:
                break
            if deliver(row, connection):
                sent += 1
            else:
                connection.close()
    finally:
        connection.close()
    return sent


def run_pending_jobs(limit: int = 200) -> int:
    """Run up to `limit` of the waiting jobs; return how many were tried."""
    for tried in range(limit):
        job = claim_next(Job.objects.all(), hold=JOB_HOLD)
        if job is None:
            return tried
        _run(job)
    return limit


def work_sweeps(steps: int = 200) -> int:
    """Work up to `steps` steps of the waiting sweeps; return how many were worked."""
    for step in range(steps):
        if not _step():
            return step
    return steps


def forget_old_rows() -> None:
    """Delete what was done long ago: mails hold addresses and words of people."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    for model in (MailMessage, Job, Sweep):
        model.objects.filter(state=Job.State.DONE, done_at__lt=before).delete()
        model.objects.filter(state__in=[Job.State.FAILED, Job.State.DOUBTFUL], created_at__lt=before).delete()


def forget_mails(keys: Iterable[int]) -> None:
    """Delete mails that nothing is done about any more; those that are still to go out are deleted once they have."""
    mails, over = MailMessage.objects.filter(pk__in=list(keys)), (State.DONE, State.FAILED, State.DOUBTFUL)
    with transaction.atomic():
        for mail in mails.exclude(state__in=over).select_for_update().order_by("pk"):
            mail.headers[FORGOTTEN] = "yes"
            mail.save(update_fields=["headers"])
        mails.filter(state__in=over).delete()


def retry(rows: QuerySet[WorkT]) -> int:
    """Give failed and doubtful rows a fresh start; return how many."""
    fresh: dict[str, Any] = {"state": Work.State.PENDING, "due_at": timezone.now(), "attempts": 0, "claim": None}
    if rows.model is MailMessage:
        fresh["handed_over_at"] = None
    with transaction.atomic():
        count = rows.filter(state__in=[Work.State.FAILED, Work.State.DOUBTFUL]).update(**fresh)
        wake_mail()
        wake_jobs()
    return count


def settle(task_name: str, *args: Any) -> int:
    """Mark as done what was put off or failed of a task, since another call of it has just succeeded; return how many.

    What is due at once stays: it may have been asked for after that call began.
    """
    now = timezone.now()
    put_off_or_failed = Q(state=State.PENDING, attempts__gt=0, due_at__gt=now) | Q(state=State.FAILED)
    jobs = Job.objects.filter(put_off_or_failed, name=task_name, args=list(args))
    return jobs.update(state=State.DONE, done_at=now, last_error="")


def call(task_name: str, *args: Any) -> Any:
    """Call a task here and now, and return what it answers."""
    return current_app.tasks[task_name](*args)


def _run(job: Job) -> None:
    try:
        call(job.name, *job.args)
    except TryLater as error:
        logger.warning("The job %s is put off: %s", job, error)
        put_off(job, str(error))
    except Exception as error:  # a job may fail in any way; the others must go on
        logger.exception("The job %s failed", job)
        put_off(job, f"{type(error).__name__}: {error}")
    else:
        finish(job)


def _step() -> bool:
    """Work one step of the sweep that waits longest, keeping its row locked; return whether there was one."""
    with transaction.atomic():
        due = Sweep.objects.filter(state=Sweep.State.PENDING, due_at__lte=timezone.now())
        sweep = locked(due.order_by("due_at", "pk")).first()
        if sweep is None:
            return False
        sweep.attempts += 1
        try:
            with transaction.atomic():
                sweep.cursor = call(sweep.name, sweep.scope, sweep.cursor)
        except Exception as error:  # as with jobs
            logger.exception("The sweep %s failed", sweep)
            sweep.save(update_fields=["attempts"])
            put_off(sweep, f"{type(error).__name__}: {error}")
            return True
        sweep.attempts = 0
        sweep.due_at = timezone.now()
        if sweep.cursor is None:
            sweep.state = Sweep.State.DONE
            sweep.done_at = timezone.now()
        sweep.save()
    return True
