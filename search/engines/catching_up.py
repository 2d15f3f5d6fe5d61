"""Whether Elasticsearch has heard of what changed: after it was away, rows wait until they are brought to it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from search.models import PendingDelivery

LATE = timedelta(seconds=5)  # since its writing a row should have been brought
KNOWN_FOR = 2  # seconds
MOST_AWAITED = 500  # rows: more are a mass change
LONGEST_WAIT = 120  # seconds: what waits longer is stuck


@dataclass
class CatchingUp:
    """What a process knows of the rows that wait; it looks again every two seconds while it is asked.

    A few late rows are waited for, and the database answers meanwhile. A mass change, or a row that never gets there,
    would keep it on the slower engine; so then Elasticsearch answers, and the page says what may be missing.
    """

    is_late: bool = False
    are_few: bool = True
    known_until: float = 0
    awaited_until: float = 0

    def is_awaited(self) -> bool:
        """Whether the database should answer until all is brought."""
        now = time.monotonic()
        if now >= self.known_until:
            self._look(now)
        return self.is_late and self.are_few and now < self.awaited_until

    def begin(self) -> None:
        """Wait anew, after a failure of the server."""
        self.is_late, self.known_until = False, 0

    def _look(self, now: float) -> None:
        waiting = PendingDelivery.objects.order_by("pk").values_list("entry__updated_at", flat=True)
        written, before = list(waiting[:MOST_AWAITED]), timezone.now() - LATE
        was_late, self.is_late = self.is_late, any(moment < before for moment in written)
        self.are_few, self.known_until = len(written) < MOST_AWAITED, now + KNOWN_FOR
        if not was_late:
            self.awaited_until = now + LONGEST_WAIT
