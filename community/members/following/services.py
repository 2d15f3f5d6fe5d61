"""Following: beginning and ending it, and who follows what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from home.models import Region

from ..models import User
from ..permissions import Refused, Viewer, is_active
from .kinds import MEMBER, REGION, SECTOR, one
from .models import Watch

if TYPE_CHECKING:
    from home.models import Sector

MOST_FOLLOWED = 500  # things of one member
FAN_OUT = 1000  # members that are told of something at a time


@transaction.atomic
def follow(*, user: User, kind: str, key: int) -> Watch:
    """Follow a thing that one may see; a second time changes nothing. Raises `Refused`."""
    if not is_active(user):
        raise Refused(_("Please sign in with an account that is in use."))
    if (kind, key) == (MEMBER, user.pk) or one(Viewer(user), kind, key) is None:
        raise Refused(_("This is no longer there, or not open to you."))
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # so that nobody passes the limit by doing two at once
    if known := Watch.objects.filter(user=user, kind=kind, object_id=key).first():
        if known.level != Watch.Level.WATCHING:
            known.level = Watch.Level.WATCHING
            known.save(update_fields=["level"])
        return known
    if Watch.objects.filter(user=user).count() >= MOST_FOLLOWED:
        raise Refused(
            _("You follow %(count)d things already. Please stop following some, then this one has room.")
            % {"count": MOST_FOLLOWED}
        )
    return Watch.objects.create(user=user, kind=kind, object_id=key)


def unfollow(*, user: User, kind: str, key: int) -> bool:
    """Stop following a thing, be it still there or not; tell whether one followed it."""
    return bool(Watch.objects.filter(user=user, kind=kind, object_id=key).delete()[0])


@transaction.atomic
def choose_sectors(*, user: User, sectors: Iterable[Sector]) -> None:
    """Follow these sectors and no others."""
    chosen = {sector.pk for sector in sectors}
    followed = set(watched_keys(user, SECTOR))
    for key in followed - chosen:
        unfollow(user=user, kind=SECTOR, key=key)
    for key in sorted(chosen - followed):
        follow(user=user, kind=SECTOR, key=key)


def follows(user: User, kind: str, key: int) -> bool:
    """Tell whether a member follows a thing."""
    return Watch.objects.filter(user=user, kind=kind, object_id=key, level=Watch.Level.WATCHING).exists()


def watched_keys(user: User, kind: str) -> list[int]:
    """Give the keys of the things of a kind that a member follows, the latest first."""
    watched = Watch.objects.filter(user=user, kind=kind, level=Watch.Level.WATCHING)
    return list(watched.order_by("-pk").values_list("object_id", flat=True))


def watchers_of(kind: str, keys: Iterable[int], *, after: int = 0, limit: int = FAN_OUT) -> list[int]:
    """Give the next members who follow one of these things, by their keys, each once; `after` is the last one had."""
    return _watchers(kind, list(keys), after=after, limit=limit)


def watchers_of_regions(codes: Iterable[str], *, after: int = 0, limit: int = FAN_OUT) -> list[int]:
    """Give the next members who follow one of these regions or one above it, in one query by the index of things."""
    lineage = {code.rsplit(".", cut)[0] for code in codes for cut in range(code.count(".") + 1)}
    return _watchers(REGION, Region.objects.filter(code__in=lineage).order_by().values("pk"), after=after, limit=limit)


def _watchers(kind: str, keys: Iterable[Any], *, after: int, limit: int) -> list[int]:
    watches = Watch.objects.filter(kind=kind, object_id__in=keys, level=Watch.Level.WATCHING, user__gt=after)
    return list(watches.order_by("user").values_list("user", flat=True).distinct()[:limit])
