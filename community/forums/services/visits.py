"""When members are here, and so which topics are new to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from community.members.following.levels import read_along
from community.members.permissions import require_part
from community.members.trust.days import note_day

from ..models import Visit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User
    from community.members.permissions import Viewer

AWAY = timedelta(hours=1)  # whoever comes back after so long begins another visit
MOMENTS = {"visit": "at", "visit_before": "previous_at", "visit_dismissed": "dismissed_at"}
NOTED_EVERY = timedelta(minutes=10)  # so that looking around writes little


def moments(user_id: int) -> list[QuerySet[Visit, Any]]:
    """Select the moments of a member's row as `following.levels.READ_ALONG` takes them."""
    row = Visit.objects.filter(user=user_id).order_by()
    return [
        row.exclude(**{name: None}).values_list(Value(kind), "pk", Value(0), Value(""), name)
        for kind, name in MOMENTS.items()
    ]


def note_visit(viewer: Viewer) -> None:
    """Note that a member looks at the lists; after some time away what came since the last visit is new."""
    if not viewer.user_id:
        return
    visit, now = _visit_of(viewer), timezone.now()
    if visit and visit.at > now - NOTED_EVERY:
        return
    note_day(viewer.user_id)
    if visit is None:
        Visit.objects.bulk_create([Visit(user_id=viewer.user_id, at=now)], ignore_conflicts=True)
        return
    before, visit.at = visit.at, now
    if before < now - AWAY:
        visit.previous_at = before
    # Of two requests at once one counts: the other finds another moment than it read.
    Visit.objects.filter(pk=visit.pk, at=before).update(at=now, previous_at=visit.previous_at)


def new_since(viewer: Viewer) -> datetime:
    """Since when topics are new: since the visit before this one, and at least those of the last days.

    What the member has dismissed is no longer.
    """
    since = timezone.now() - timedelta(days=settings.FORUM_NEW_DAYS)
    visit = _visit_of(viewer)
    if visit and visit.previous_at:
        since = min(since, visit.previous_at)
    if visit and visit.dismissed_at:
        since = max(since, visit.dismissed_at)
    return since


def dismiss_new(*, user: User, until: datetime) -> None:
    """Take what has come until then from the list of new topics; what was dismissed stays so."""
    require_part(user)
    visit, _made = Visit.objects.get_or_create(user=user)
    later = Case(When(Q(dismissed_at__gt=until), then=F("dismissed_at")), default=Value(until))
    Visit.objects.filter(pk=visit.pk).update(dismissed_at=later)


def _visit_of(viewer: Viewer) -> Visit | None:
    """Give the member's row, read once a request with the levels that they chose."""
    if not viewer.user_id:
        return None
    known = vars(viewer)
    if "_visit" not in known:
        moments = read_along(viewer)
        values = {name: moments.get(kind) for kind, name in MOMENTS.items()}
        known["_visit"] = Visit(user_id=viewer.user_id, **values) if values["at"] else None
    visit: Visit | None = known["_visit"]
    return visit
