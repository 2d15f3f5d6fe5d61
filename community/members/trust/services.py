"""Moving members from one trust level to another: many by their numbers, one by hand; every step is in the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from ..models import User
from ..permissions import Refused
from ..signals import members_rose
from ..standing.permissions import may_manage, may_restrict
from ..standing.services import allowed, clean_reason, write_down
from .levels import LEADER, LEVELS, REGULAR

ACT = "trust_level"  # what all of it is called in the log
STEP = 1000  # rows of the log that one statement writes


@transaction.atomic
def set_trust_levels(levels: Mapping[int, tuple[int, int]], *, reason: str) -> int:
    """Give members, by key, another level than the one they had when it was counted; return how many moved.

    Whose level was locked or changed meanwhile, and whose account was deleted, stays as they are.
    """
    keys = sorted(levels)
    found = User.objects.select_for_update().filter(pk__in=keys, trust_locked=False, erased_at=None).order_by("pk")
    moved = [user for user in found.only("name", "trust_level", "erased_at") if user.trust_level == levels[user.pk][0]]
    now = timezone.now()
    for level in {levels[user.pk][1] for user in moved}:
        theirs = [user.pk for user in moved if levels[user.pk][1] == level]
        User.objects.filter(pk__in=theirs).update(trust_level=level, trust_since=now)
    kind = ContentType.objects.get_for_model(User)
    entries = [
        ModelLogEntry(
            content_type=kind,
            object_id=str(user.pk),
            label=user.name,
            action=f"members.{ACT}",
            timestamp=now,
            data={"reason": reason, "before": levels[user.pk][0], "after": levels[user.pk][1]},
        )
        for user in moved
    ]
    ModelLogEntry.objects.bulk_create(entries, batch_size=STEP)
    _tell_who_rose({user.pk: levels[user.pk] for user in moved})
    return len(moved)


@transaction.atomic
def set_trust_level(*, by: User, member: User, level: int, reason: str) -> User:
    """Give a member a level by hand, where it stays until it is let go; the highest is the administrators' to give.

    The same again changes nothing. Raises `Refused`, or `ValidationError` without a reason or for a level there isn't.
    """
    if level not in range(len(LEVELS)):
        raise ValidationError(_("Please choose a level."), code="level")
    user = _allowed(by, member, level)
    reason = clean_reason(reason)
    if user.trust_locked and user.trust_level == level:
        return user
    return _write(user, level, is_locked=True, by=by, reason=reason)


@transaction.atomic
def free_trust_level(*, by: User, member: User, reason: str) -> User:
    """Let the level of a member follow from their numbers again; who was a leader goes on as a regular member."""
    user = _allowed(by, member)
    reason = clean_reason(reason)
    if not user.trust_locked:
        return user
    return _write(user, min(user.trust_level, REGULAR), is_locked=False, by=by, reason=reason)


def _allowed(by: User, member: User, level: int | None = None) -> User:
    """Lock both accounts and ask; what leads to or from the highest level is asked as other acts of administrators."""
    user = allowed(by, member, may_restrict)
    if LEADER in (level, user.trust_level) and not may_manage(by, user):
        raise Refused(_("The highest level is the administrators’ to give and to take."))
    return user


def _write(user: User, level: int, *, is_locked: bool, by: User, reason: str) -> User:
    before = {"trust_level": user.trust_level, "trust_locked": user.trust_locked}
    if level != user.trust_level:
        user.trust_level, user.trust_since = level, timezone.now()
    user.trust_locked = is_locked
    user.save(update_fields=["trust_level", "trust_since", "trust_locked"])
    after = {"trust_level": level, "trust_locked": is_locked}
    write_down(user, ACT, by=by, reason=reason, before=before, after=after)
    _tell_who_rose({user.pk: (before["trust_level"], level)})
    return user


def _tell_who_rose(moved: Mapping[int, tuple[int, int]]) -> None:
    """Announce who came to a higher level."""
    risen = {key: after for key, (before, after) in moved.items() if after > before}
    if risen:
        members_rose.send(sender=User, levels=risen)
