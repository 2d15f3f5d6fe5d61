"""Following: beginning and ending it, and what one follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import User
from ..permissions import Refused, Viewer, require_part
from .kinds import MEMBER, SECTOR, one
from .models import Watch

if TYPE_CHECKING:
    from home.models import Sector

MOST_FOLLOWED = 500  # things of one member


@transaction.atomic
def follow(*, user: User, kind: str, key: int) -> Watch:
    """Follow a thing that one may see; a second time changes nothing. Raises `Refused`."""
    require_part(user)
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
