"""The registry of periodic work; Celery beat and the embedded worker both follow it."""

from __future__ import annotations

from django.conf import settings

_periods: dict[str, float] = {}


def every(*, seconds: float, task: str) -> None:
    """Have a task run each so many seconds; apps call this in `AppConfig.ready`. The last word on a task counts."""
    _periods[task] = seconds


def periods() -> dict[str, float]:
    """Seconds between runs, by the task's dotted name: what apps registered, and `OUTBOX_SCHEDULE` for the rest."""
    return {**settings.OUTBOX_SCHEDULE, **_periods}
