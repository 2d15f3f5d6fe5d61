"""Taking a row of work so that no other worker takes it too, and giving it back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Work

WorkT = TypeVar("WorkT", bound=Work)
ModelT = TypeVar("ModelT", bound=models.Model)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


class TryLater(Exception):
    """What a task needs is away for a while: it is tried again, and one line in the log says so instead of a trace."""


def locked(rows: QuerySet[ModelT]) -> QuerySet[ModelT]:
    """Lock the rows, passing over those that another worker holds; SQLite lets one writer in at a time anyway."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def claim_next(rows: QuerySet[WorkT], *, hold: timedelta) -> WorkT | None:
    """Claim the open one of the rows that is due longest, for at most the time `hold`; None when nothing is due."""
    now = timezone.now()
    abandoned = Q(state=Work.State.RUNNING, claimed_until__lt=now)
    with transaction.atomic():
        due = rows.filter(Q(state=Work.State.PENDING, due_at__lte=now) | abandoned)
        work = locked(due.order_by("due_at", "pk")).first()
        if work is None:
            return None
        work.state = Work.State.RUNNING
        work.claim = uuid.uuid4()
        work.claimed_until = now + hold
        work.attempts += 1
        work.save(update_fields=["state", "claim", "claimed_until", "attempts"])
    return work


def mine(work: WorkT) -> QuerySet[WorkT]:
    """Return the row if this worker's claim still stands: what is written through it can't harm another's."""
    return type(work)._default_manager.filter(pk=work.pk, claim=work.claim)


def finish(work: Work) -> None:
    """Mark the work as done."""
    mine(work).update(state=Work.State.DONE, done_at=timezone.now(), claimed_until=None, last_error="")


def put_off(work: Work, error: str, *, for_good: bool = False) -> None:
    """Let the work wait longer after each failure, doubling the pause; after `MAX_ATTEMPTS` it has failed for good."""
    pause = min(FIRST_PAUSE * 2 ** (work.attempts - 1), LONGEST_PAUSE)
    state = Work.State.FAILED if for_good or work.attempts >= MAX_ATTEMPTS else Work.State.PENDING
    mine(work).update(state=state, due_at=timezone.now() + pause, claimed_until=None, last_error=error[:2000])
