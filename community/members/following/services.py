"""Following: beginning and ending it, how closely, and what one follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import User
from ..permissions import Refused, Viewer, require_part
from .kinds import KINDS, MEMBER, SECTOR, one
from .models import Watch

if TYPE_CHECKING:
    from home.models import Sector

STEP = 500  # members that one statement names
CARRY_OVER = """
INSERT INTO members_watch (user_id, kind, object_id, level, created_at)
SELECT user_id, kind, %s, level, %s FROM members_watch WHERE kind = %s AND object_id = %s AND level >= %s {only}
ORDER BY user_id
ON CONFLICT (user_id, kind, object_id) DO NOTHING
"""
MOST_FOLLOWED = 500  # things of one member, without what the site began to follow for them


@transaction.atomic
def follow(*, user: User, kind: str, key: int, level: int | None = None) -> Watch:
    """Follow a thing that one may see; a second time changes nothing, unless a `level` is chosen. Raises `Refused`."""
    require_part(user)
    if (kind, key) == (MEMBER, user.pk) or one(Viewer(user), kind, key) is None:
        raise Refused(_("This is no longer there, or not open to you."))
    levels = KINDS[kind].levels
    if level is not None and level not in levels.meaning:
        raise Refused(_("Please choose one of these levels."))
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # so that nobody passes the limit by doing two at once
    if known := Watch.objects.filter(user=user, kind=kind, object_id=key).first():
        if level is None:
            level = known.level if known.level >= Watch.Level.TRACKING else levels.usual
        before = known.level if known.level != Watch.Level.MUTED else known.muted_from
        muted_from = before if level == Watch.Level.MUTED else None  # what the undo of a mail's link gives back
        if (known.level, known.muted_from) != (level, muted_from):
            known.level, known.muted_from = level, muted_from
            known.save(update_fields=["level", "muted_from"])
        return known
    if not levels.by_itself and _counted(user) >= MOST_FOLLOWED:
        raise Refused(
            _("You follow %(count)d things already. Please stop following some, then this one has room.")
            % {"count": MOST_FOLLOWED}
        )
    return Watch.objects.create(user=user, kind=kind, object_id=key, level=levels.usual if level is None else level)


def choose_level(*, user: User, kind: str, key: int, level: int) -> Watch | None:
    """Follow a thing as closely as chosen; normal is what holds without a row, which is kept only where it is needed.

    It is where the site would begin to follow by itself otherwise, and where what the thing lies in has another level.
    """
    if kind in KINDS and level == Watch.Level.NORMAL and not _keeps_normal(user, kind, key):
        unfollow(user=user, kind=kind, key=key)
        return None
    return follow(user=user, kind=kind, key=key, level=level)


def follow_by_itself(*, user_id: int, kind: str, key: int, level: int) -> None:
    """Begin to follow for a member who took part in something, unless there is a level for it already."""
    row = Watch(user_id=user_id, kind=kind, object_id=key, level=level)
    Watch.objects.bulk_create([row], ignore_conflicts=True)


def carry_over(*, kind: str, key: int, into: int, only: Iterable[int] | None = None) -> None:
    """Let who tracks or watches a thing, or those of them that `only` names, follow another one as closely.

    Who has a level for that one keeps it, and what is muted or normal stays so by itself: to mute a small topic is no
    wish to hear nothing of the one it goes into. In the transaction of the caller, who has seen to it that they may see
    it; in the database, since they may be many.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    values = [into, at, kind, key, Watch.Level.TRACKING.value]
    with connection.cursor() as cursor:
        if only is None:
            cursor.execute(CARRY_OVER.format(only=""), values)
            return
        keys = sorted(only)
        for start in range(0, len(keys), STEP):
            some = keys[start : start + STEP]
            named = f"AND user_id IN ({', '.join(['%s'] * len(some))})"
            cursor.execute(CARRY_OVER.format(only=named), [*values, *some])


def unfollow(*, user: User, kind: str, key: int) -> bool:
    """Stop following a thing, be it still there or not; tell whether one followed it, or had it muted.

    What the site would begin to follow again by itself, or what is followed for what it lies in, stays at the level of
    everything else.
    """
    rows = Watch.objects.filter(user=user, kind=kind, object_id=key)
    if _keeps_normal(user, kind, key):
        return bool(rows.exclude(level=Watch.Level.NORMAL).update(level=Watch.Level.NORMAL, muted_from=None))
    return bool(rows.delete()[0])


def move_watches(*, kind: str, key: int, into: int) -> None:
    """Have those who follow a thing follow the one that it went into; who follows both does so at the higher level."""
    moved, there = (Watch.objects.filter(kind=kind, object_id=each) for each in (key, into))
    theirs = Subquery(moved.filter(user=OuterRef("user")).values("level")[:1])
    there.annotate(other=theirs).filter(level__lt=F("other")).update(level=theirs)
    moved.filter(user__in=there.values("user")).delete()
    moved.update(object_id=into)


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
    """Tell whether a member follows a thing, more or less closely."""
    return (level_of(user, kind, key) or 0) >= Watch.Level.TRACKING


def level_of(user: User, kind: str, key: int) -> int | None:
    """Give the level that a member chose for a thing, or that the site began with."""
    return Watch.objects.filter(user=user, kind=kind, object_id=key).values_list("level", flat=True).first()


def watched_keys(user: User, kind: str) -> list[int]:
    """Give the keys of the things of a kind that a member follows, the latest first."""
    watched = Watch.objects.filter(user=user, kind=kind, level__gte=Watch.Level.TRACKING)
    return list(watched.order_by("-pk").values_list("object_id", flat=True))


def _keeps_normal(user: User, kind: str, key: int) -> bool:
    """Tell whether another level would hold for a thing without the row that says "normal"."""
    if kind not in KINDS:
        return False
    levels, viewer = KINDS[kind].levels, Viewer(user)
    if levels.by_itself:
        return True
    thing = one(viewer, kind, key) if levels.meaning else None
    return thing is not None and levels.in_force(viewer, thing) not in (None, Watch.Level.NORMAL)


def _counted(user: User) -> int:
    begun = [name for name, kind in KINDS.items() if kind.levels.by_itself]
    return Watch.objects.filter(user=user).exclude(kind__in=begun).count()
