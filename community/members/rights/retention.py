"""What ends by itself: accounts that were never confirmed, and accounts that nobody has used for two years.

Whoever looks after the site (staff, any group) is left out, and so are people without an address, for whom a mentor
acts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, ProtectedError, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ..audit.forgetting import forget_labels
from ..models import User
from ..signals import member_erased
from . import mails
from .account import remove_profile
from .models import Erasure, InactivityWarning

A_RUN = 200  # accounts that one run treats in one way

# What apps above keep no longer, added in `AppConfig.ready`: each gets the moment.
FURTHER_RULES: list[Callable[[datetime], object]] = []


def keep_retention(*, now: datetime | None = None) -> dict[str, int]:
    """Apply all rules once, each to at most `A_RUN` accounts; return how many each met. Then those of apps above."""
    now = now or timezone.now()
    _forget_warnings_of_who_came_back()
    met = {
        "unverified": _delete_unverified(now),
        "erased": _erase_inactive(now),
        "last": _warn(now, settings.INACTIVE_LAST_DAYS, after=settings.INACTIVE_FIRST_DAYS),
        "first": _warn(now, settings.INACTIVE_FIRST_DAYS),
    }
    for rule in FURTHER_RULES:
        rule(now)
    return met


def ordinary() -> QuerySet[User]:
    """Find the accounts that the rules are for."""
    members = User.objects.filter(is_superuser=False, is_staff=False, groups=None, user_permissions=None)
    return members.filter(erased_at=None, erasure=None).exclude(email=None)


def _unused_since(before: datetime) -> QuerySet[User]:
    """Find those who last came before a moment; who never came counts from the day they joined."""
    never = Q(last_login=None, date_joined__lt=before)
    return ordinary().filter(Q(last_login__lt=before) | never).order_by("last_login", "pk")


def _delete_unverified(now: datetime) -> int:
    """Delete accounts whose address nobody confirmed: whoever typed it may not own it, so nobody is written to."""
    if not settings.UNVERIFIED_DAYS:
        return 0
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    before = now - timedelta(days=settings.UNVERIFIED_DAYS)
    waiting = ordinary().filter(~Exists(confirmed), last_login=None, date_joined__lt=before).order_by("date_joined")
    return sum(forget_unverified(user) for user in waiting[:A_RUN])


def forget_unverified(user: User) -> bool:
    """Delete a row with all that hangs on it; one that wrote something all the same is left alone."""
    profile = getattr(user, "profile", None)
    profile_id = profile.pk if profile else None
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update().get(pk=user.pk)
            if locked.last_login or EmailAddress.objects.filter(user=user, verified=True).exists():
                return False
            forget_labels(ModelLogEntry.objects.for_instance(user), label=str(user.pk))
            log(user, "members.forget_unverified", title=str(user.pk), data={"reason": "unverified"})
            member_erased.send(sender=User, user=user, name=user.name, profile_id=profile_id)
            remove_profile(user)
            locked.delete()
    except (ProtectedError, User.DoesNotExist):
        return False
    return True


def _erase_inactive(now: datetime) -> int:
    """Have accounts deleted that stayed unused after both warnings, the last of them long enough ago."""
    if not settings.INACTIVE_DAYS:
        return 0
    grace = timedelta(days=max(1, settings.INACTIVE_DAYS - settings.INACTIVE_LAST_DAYS))
    warned = InactivityWarning.objects.filter(user=OuterRef("pk"))
    last = warned.filter(days=settings.INACTIVE_LAST_DAYS, sent_at__lte=now - grace)
    first = warned.filter(days=settings.INACTIVE_FIRST_DAYS)
    unused = _unused_since(now - timedelta(days=settings.INACTIVE_DAYS)).filter(Exists(first), Exists(last))
    count = 0
    for user in unused[:A_RUN]:
        with transaction.atomic():
            _erasure, is_new = Erasure.objects.get_or_create(
                user=user, defaults={"reason": Erasure.Reason.INACTIVE, "keeps": True, "due_at": now}
            )
            if is_new:
                log(user, "members.erase_inactive", title=user.name, data={"reason": "inactive"})
                count += 1
    return count


def _warn(now: datetime, days: int, *, after: int = 0) -> int:
    """Tell members once that their account will be deleted; a later warning goes only to who got the one before."""
    if not (days and settings.INACTIVE_DAYS):
        return 0
    warned = InactivityWarning.objects.filter(user=OuterRef("pk"))
    unused = _unused_since(now - timedelta(days=days)).filter(~Exists(warned.filter(days=days)))
    if after:
        unused = unused.filter(Exists(warned.filter(days=after)))
    return sum(_warn_one(user, days, now) for user in unused[:A_RUN])


def _warn_one(user: User, days: int, now: datetime) -> bool:
    """Write the warning and its mail together; the unique row decides between two workers."""
    visit = user.last_login or user.date_joined
    due = max(visit + timedelta(days=settings.INACTIVE_DAYS), now + timedelta(days=settings.INACTIVE_DAYS - days))
    try:
        with transaction.atomic():
            InactivityWarning.objects.create(user=user, days=days, sent_at=now)
            mails.send(user, "inactive", page="account_login", due=due, visit=visit)
            log(user, "members.warn_inactive", title=user.name, data={"reason": "inactive", "after": {"days": days}})
    except IntegrityError:
        return False
    return True


def _forget_warnings_of_who_came_back() -> None:
    """Let the count begin anew for members who signed in after they were warned."""
    InactivityWarning.objects.filter(user__last_login__gt=F("sent_at")).delete()
