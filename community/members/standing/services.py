"""What administrators and moderators do about an account; each act has a reason, counts once and stays in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.reasons import is_kept

from ..models import User
from ..permissions import Refused, is_silenced
from ..rights import mails
from ..services import follow_account
from .permissions import may_manage, may_restrict
from .sessions import end_all

if TYPE_CHECKING:
    from datetime import datetime

    from rules.predicates import Predicate

LONGEST_REASON = 500


@dataclass(frozen=True)
class Restriction:
    """One way to restrict a member: the columns that say until when and why; act and mail of its begin and its end."""

    until: str
    reason: str
    acts: tuple[str, str]
    mails: tuple[str, str]


SUSPENSION = Restriction(
    "suspended_until", "suspended_reason", ("suspend", "lift_suspension"), ("suspended", "suspension_lifted")
)
SILENCE = Restriction("silenced_until", "silenced_reason", ("silence", "lift_silence"), ("silenced", "silence_lifted"))


@transaction.atomic
def suspend(*, by: User, member: User, until: datetime, reason: str) -> User:
    """Shut a member out until a time: every session ends, and a mail says until when, why and how to reply."""
    return _restrict(SUSPENSION, by, member, until, reason)


@transaction.atomic
def shut_out(*, by: User, member: User, until: datetime, reason: str) -> User:
    """Suspend who only came to advertise: they are told nothing of it."""
    user = allowed(by, member, may_restrict)
    _put(SUSPENSION, by, user, until, clean_reason(reason), is_told=False)
    return user


@transaction.atomic
def take_back(*, by: User, member: User, until: datetime | None, reason: str) -> User:
    """Put a suspension back to what it was before an act that is undone: none, or one that goes on."""
    user = allowed(by, member, may_restrict)
    was = user.suspended_until
    user.suspended_until, user.suspended_reason = until, reason if until else ""
    user.save(update_fields=["suspended_until", "suspended_reason"])
    write_down(user, "lift_suspension", by=by, reason=reason, before=was, after=until)
    return user


@transaction.atomic
def lift_suspension(*, by: User, member: User, reason: str) -> User:
    """Let a member in again; who may sign in already stays as they are, without a line in the log."""
    return _lift(SUSPENSION, by, member, reason)


@transaction.atomic
def silence(*, by: User, member: User, until: datetime, reason: str) -> User:
    """Let a member only read until a time; a mail says until when, why and how to reply."""
    return _restrict(SILENCE, by, member, until, reason)


@transaction.atomic
def silence_by_site(*, member: User, until: datetime, reason: str) -> User:
    """Do the same in nobody's name, as when several members report somebody; who is silenced already stays so."""
    user = User.objects.select_for_update().get(pk=member.pk)
    if user.erased_at is None and not is_silenced(user):
        _put(SILENCE, None, user, until, reason)
    return user


@transaction.atomic
def lift_silence(*, by: User, member: User, reason: str) -> User:
    """Let a member write again."""
    return _lift(SILENCE, by, member, reason)


@transaction.atomic
def switch_off(*, by: User, member: User, reason: str) -> User:
    """Close an account without an end in sight; its sessions are over for good, even when it is opened again."""
    return _switch(by, member, reason, is_active=False)


@transaction.atomic
def switch_on(*, by: User, member: User, reason: str) -> User:
    """Open an account again that was switched off; a deleted one stays as it is."""
    return _switch(by, member, reason, is_active=True)


@transaction.atomic
def sign_out(*, by: User, member: User, reason: str) -> User:
    """End all sessions of a member, as when a telephone was lost; signing in again stays open."""
    user = allowed(by, member, may_manage)
    end_all(user)
    write_down(user, "sign_out", by=by, reason=clean_reason(reason))
    return user


def _restrict(kind: Restriction, by: User, member: User, until: datetime, reason: str) -> User:
    user = allowed(by, member, may_restrict)
    reason = clean_reason(reason)
    was = getattr(user, kind.until)
    if (was, getattr(user, kind.reason)) == (until, reason):
        return user
    _must_come(until)
    _put(kind, by, user, until, reason)
    return user


def _put(kind: Restriction, by: User | None, user: User, until: datetime, reason: str, *, is_told: bool = True) -> None:
    was = getattr(user, kind.until)
    setattr(user, kind.until, until)
    setattr(user, kind.reason, reason)
    user.save(update_fields=[kind.until, kind.reason])
    if kind is SUSPENSION:
        end_all(user)
    write_down(user, kind.acts[0], by=by, reason=reason, before=was, after=until)
    if is_told:
        mails.send(user, kind.mails[0], until=until, reason=reason)


def _lift(kind: Restriction, by: User, member: User, reason: str) -> User:
    user = allowed(by, member, may_restrict)
    reason = clean_reason(reason)
    was = getattr(user, kind.until)
    if was is None:
        return user
    setattr(user, kind.until, None)
    setattr(user, kind.reason, "")
    user.save(update_fields=[kind.until, kind.reason])
    write_down(user, kind.acts[1], by=by, reason=reason, before=was, after=None)
    if was > timezone.now():
        mails.send(user, kind.mails[1], page="account_login")
    return user


def _switch(by: User, member: User, reason: str, *, is_active: bool) -> User:
    user = allowed(by, member, may_manage)
    reason = clean_reason(reason)
    if user.is_active == is_active:
        return user
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end_all(user)
    follow_account(user=user)
    write_down(
        user, "switch_on" if is_active else "switch_off", by=by, reason=reason, before=not is_active, after=is_active
    )
    return user


def allowed(by: User, member: User, permission: Predicate) -> User:
    """Lock both accounts, so that two who shut each other out take turns, and ask as they stand now."""
    locked = {
        user.pk: user for user in User.objects.select_for_update().filter(pk__in={by.pk, member.pk}).order_by("pk")
    }
    user = locked[member.pk]
    if user.erased_at is not None:
        raise Refused(_("This account was deleted for good."))
    if not permission(locked[by.pk], user):
        raise Refused(_("This is not open to you: accounts of the staff are the administrators’ to change."))
    return user


def clean_reason(reason: str) -> str:
    """Ask for a reason, on one line; raises `ValidationError` for none. One of the site's stays as it is kept."""
    if not (text := reason if is_kept(reason) else " ".join(reason.split())):
        raise ValidationError(_("Please write why; it stays in the history."), code="reason")
    return text[:LONGEST_REASON]


def _must_come(until: datetime) -> None:
    if until <= timezone.now():
        raise ValidationError(_("Please choose a day that is still to come."), code="past")


def write_down(user: User, act: str, *, by: User | None, reason: str, before: Any = None, after: Any = None) -> None:
    """Write who, when, why, what before and after; the name in the label goes when the account does."""
    data = {"reason": reason, "before": _plain(before), "after": _plain(after)}
    log(user, f"members.{act}", user=by, title=user.name, data=data)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
