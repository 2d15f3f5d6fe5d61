"""Tell members what is new in the searches they saved, and once when nothing new can be told any more.

Keys of entries grow, so what is new has a key above the search's high-water mark. But an entry is found only once its
transaction is committed and Elasticsearch has it, and a later one may be there first. So news reach only up to the
entry before the first that may still be missing; the mark follows, and the rest is told the next time.

A thing gets its entry, and so its key, when somebody may first find it: a draft when it is published, a held comment
when it is approved. It keeps its key when others may find it too, since a category opens or a restriction falls: that
is no news, of which there would be thousands at once (see docs/decisions/0009-alerts.md).

A search of which a part is no longer understood finds no news. One mail says so, and its mails stop.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from elastic_transport import ApiError, TransportError
from outbox.claims import locked

from community.members.permissions import Viewer

from .alert_mail import MOST_TOLD, News, last_mail_of, mail_of
from .engines.breaker import answer
from .filters import Filters
from .folding import author_tokens
from .indexing.client import is_used, refresh
from .models import PendingDelivery, SavedSearch, SearchEntry
from .permissions import may_be_alerted
from .saving import faults_of, newest_key

logger = logging.getLogger(__name__)
BATCH = 200
NIGHT = time(3)  # in the zone of the site
LONGEST_WRITE = timedelta(minutes=10)  # from giving an entry its key to its commit


def send_alerts(now: datetime) -> int:
    """Look at the saved searches that are due, up to `BATCH`, and mail what is new; return how many are done.

    A search of which everything new still waits stays due, and one that fails is looked at again the next night.
    """
    night, newest, settled = latest_night(now), newest_key(), _settled(now)
    due = SavedSearch.objects.due(night).select_related("user").order_by("checked_at", "pk")
    # What waits is read before the refresh: what is delivered after it isn't found yet, and must not count as seen.
    bounds = [(saved, _bound(saved.high_water, settled)) for saved in due[:BATCH]]
    ready = [(saved, bound) for saved, bound in bounds if bound > saved.high_water or newest <= saved.high_water]
    if not ready or not _all_is_found():
        return 0
    for saved, bound in ready:
        try:
            _look(saved, bound, night=night, now=now)
        except Exception:  # one search may fail in any way; the others must go on
            logger.exception("The saved search %s could not be looked at", saved.pk)
            SavedSearch.objects.filter(pk=saved.pk).update(checked_at=now)
    return len(ready)


def new_matches(saved: SavedSearch, *, above: int, up_to: int) -> News:
    """Find what is new with a key above one and up to another, of what the member may see now; the best come first.

    What is by somebody whom they have blocked is left out.
    """
    filters = Filters.read(QueryDict(saved.query))
    # Without what names nothing any more, as a sector that was deleted or a member who hid, everything would be new.
    if filters.refused or filters.faults:
        return News()
    viewer = Viewer(saved.user)
    question = filters.question(tokens=viewer.tokens, language=saved.language)
    not_by = author_tokens(viewer.blocked_ids)
    asked = replace(question, newer_than=above, up_to=up_to, per_page=MOST_TOLD, promoted=(), not_by=not_by)
    found = answer(asked)
    return News([hit.entry for hit in found.hits], more=max(0, found.total - MOST_TOLD))


def latest_night(now: datetime) -> datetime:
    """Give the moment at which the latest night's mails began to be due."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    night = local.replace(hour=NIGHT.hour, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


def _look(saved: SavedSearch, bound: int, *, night: datetime, now: datetime) -> None:
    """Write the mail and the new mark together; another worker who was here first changed the mark or the time."""
    is_lost = bool(faults_of(saved))
    is_told = (is_lost or bound > saved.high_water) and may_be_alerted(saved.user)
    news = new_matches(saved, above=saved.high_water, up_to=bound) if is_told and not is_lost else News()
    with transaction.atomic():
        same = SavedSearch.objects.due(night).filter(pk=saved.pk, high_water=saved.high_water)
        row = locked(same).first()
        if row is None:
            return
        row.high_water, row.checked_at = max(bound, row.high_water), now
        if is_told and is_lost:
            last_mail_of(saved).send()
            row.rhythm, row.sent_at = SavedSearch.Rhythm.NEVER, now
        elif news.entries:
            mail_of(saved, news).send()
            row.sent_at = now
        row.save(update_fields=["high_water", "checked_at", "sent_at", "rhythm"])


def _settled(now: datetime) -> int:
    """Give the key up to which no entry can still appear: one of long ago has it, so all before it are older."""
    old = SearchEntry.objects.filter(updated_at__lte=now - LONGEST_WRITE)
    return old.order_by("-pk").values_list("pk", flat=True).first() or 0


def _bound(above: int, settled: int) -> int:
    """Give the key up to which everything is found: below the first that Elasticsearch hasn't heard of."""
    if not is_used():
        return settled
    waiting = PendingDelivery.objects.filter(pk__gt=above, pk__lte=settled)
    first = waiting.order_by("pk").values_list("pk", flat=True).first()
    return settled if first is None else first - 1


def _all_is_found() -> bool:
    """Have Elasticsearch find all that it took; while it is away nobody is told anything, and nothing is missed."""
    try:
        if is_used():
            refresh()
    except (ApiError, TransportError) as error:
        logger.warning("The saved searches wait for Elasticsearch: %s", error)
        return False
    return True
