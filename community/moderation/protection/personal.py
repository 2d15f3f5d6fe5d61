"""What is kept of somebody unproven, as their own data: told of, and deleted with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from community.members.rights.answers import Part

from .models import Arrival, Trace
from .services import writer_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User


def told(*, user: User) -> Part:
    """Tell when what was kept; the hashes say nothing to anybody."""

    def rows() -> Iterator[dict[str, Any]]:
        for trace in _traces(user).order_by("pk").iterator():
            yield {"what": trace.get_kind_display(), "at": trace.at}
        for arrival in Arrival.objects.filter(user=user).order_by("pk").iterator():
            yield {"what": str(Arrival._meta.verbose_name), "at": arrival.at}

    return Part("compared_texts", rows())


def erase(*, user: User, limit: int) -> int:
    """Delete at most `limit` rows of each kind; return how many went."""
    gone = 0
    for rows in (_traces(user), Arrival.objects.filter(user=user)):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
        gone += rows.model.objects.filter(pk__in=keys).delete()[0]
    return gone


def _traces(user: User) -> QuerySet[Trace]:
    return Trace.objects.filter(writer=writer_of(user))
