"""What administrators and moderators do about an account; each act has a reason, counts once and stays in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from community.reasons import is_kept
from home.templatetags.time_tags import in_full

from ..models import User
from ..permissions import Refused, is_silenced, require_writer
from ..rights import mails
from ..services import follow_account
from ..signals import member_restricted
from .permissions import may_manage, may_restrict
from .sessions import end_all

if TYPE_CHECKING:
    from rules.predicates import Predicate

    from .recourse import Recourse

LONGEST_REASON = 500
LONGEST_YEARS = 10  # who is to stay away longer is switched off by an administrator, or removed


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
RESTRICTIONS = {kind.acts[0]: kind for kind in (SUSPENSION, SILENCE)}
GOES_ON = {
    "suspend": gettext_lazy("%(name)s is suspended until %(until)s already. Please choose a later end."),
    "silence": gettext_lazy("%(name)s is silenced until %(until)s already. Please choose a later end."),
}


@dataclass(frozen=True)
class Term:
    """How a silence or a suspension stands in the account: until when, and why."""

    until: datetime
    reason: str


@transaction.atomic
def suspend(
    *, by: User, member: User, until: datetime, reason: str, beside: Any = None, may_shorten: bool = False
) -> User:
    """Shut a member out until a time: every session ends, and a mail says until when, why and how to appeal.

    `beside` is what else was decided with it, for who hears of it (`signals.member_restricted`). `may_shorten` where
    whoever acts was shown the one that goes on; else a longer one is left, and `ValidationError` says until when.
    """
    return _restrict(SUSPENSION, by, member, Term(until, reason), beside, may_shorten=may_shorten)


@transaction.atomic
def shut_out(*, by: User, member: User, until: datetime, reason: str) -> User:
    """Suspend who only came to advertise; the caller tells them."""
    user = allowed(by, member, may_restrict)
    _put(SUSPENSION, by, user, Term(until, clean_reason(reason)), is_told=False)
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
def withdraw(*, by: User, member: User, act: str, term: Term, instead: Term | None, reason: str) -> bool:
    """Take back a silence or a suspension (`act`) that was not right; `instead` goes on whose place it took, if any.

    A later one stays: then the answer is False. No mail goes out: who takes it back tells the member.
    """
    kind = RESTRICTIONS[act]
    user = allowed(by, member, may_restrict)
    stands = getattr(user, kind.until)
    if stands is None:  # it was lifted before
        return True
    if (stands, getattr(user, kind.reason)) != (term.until, term.reason):
        return False
    setattr(user, kind.until, instead.until if instead else None)
    setattr(user, kind.reason, instead.reason if instead else "")
    user.save(update_fields=[kind.until, kind.reason])
    write_down(user, kind.acts[1], by=by, reason=reason, before=stands, after=instead.until if instead else None)
    return True


@transaction.atomic
def lift_suspension(*, by: User, member: User, reason: str) -> User:
    """Let a member in again; who may sign in already stays as they are, without a line in the log."""
    return _lift(SUSPENSION, by, member, reason)


@transaction.atomic
def silence(
    *, by: User, member: User, until: datetime, reason: str, beside: Any = None, may_shorten: bool = False
) -> User:
    """Let a member only read until a time; a mail says until when, why and how to appeal. As `suspend` does it."""
    return _restrict(SILENCE, by, member, Term(until, reason), beside, may_shorten=may_shorten)


@transaction.atomic
def silence_by_site(*, member: User, until: datetime, reason: str) -> User:
    """Do the same in nobody's name, as when several members report somebody; who is silenced already stays so."""
    user = User.objects.select_for_update().get(pk=member.pk)
    if user.erased_at is None and not is_silenced(user):
        _put(SILENCE, None, user, Term(until, reason))
    return user


@transaction.atomic
def lift_silence_by_site(*, member: User, term: Term, reason: str) -> bool:
    """End in nobody's name what the site began so; tell whether it still went on."""
    user = User.objects.select_for_update().get(pk=member.pk)
    if not is_silenced(user) or (user.silenced_until, user.silenced_reason) != (term.until, term.reason):
        return False
    _end(SILENCE, None, user, reason)
    return True


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


def require_longest(act: str, member: User, until: datetime) -> None:
    """Raise `ValidationError` where a silence or a suspension (`act`) would end earlier than the one that goes on."""
    stands: datetime | None = getattr(member, RESTRICTIONS[act].until)
    if stands is not None and stands > max(until, timezone.now()):
        told = {"name": member.name, "until": in_full(stands)}
        raise ValidationError(GOES_ON[act] % told, code="shorter")


def is_for_good(until: datetime, *, since: datetime | None = None) -> bool:
    """Tell whether an end is later than any that somebody chooses: so a removed account is shut out."""
    return until > (since or timezone.now()) + timedelta(days=366 * LONGEST_YEARS)


def require_term(until: datetime) -> None:
    """Raise `ValidationError` for an end that has passed, or that is too far away to mean anything."""
    if until <= timezone.now():
        raise ValidationError(_("Please choose a day that is still to come."), code="past")
    if is_for_good(until):
        told = {"years": LONGEST_YEARS}
        raise ValidationError(_("Please choose a day within the next %(years)s years.") % told, code="far")


def _restrict(kind: Restriction, by: User, member: User, term: Term, beside: Any, *, may_shorten: bool) -> User:
    user = allowed(by, member, may_restrict)
    term = Term(term.until, clean_reason(term.reason))
    if (getattr(user, kind.until), getattr(user, kind.reason)) == (term.until, term.reason):
        return user
    require_term(term.until)
    if not may_shorten:
        require_longest(kind.acts[0], user, term.until)
    _put(kind, by, user, term, beside=beside)
    return user


def _put(
    kind: Restriction, by: User | None, user: User, term: Term, *, is_told: bool = True, beside: Any = None
) -> None:
    was = getattr(user, kind.until)
    setattr(user, kind.until, term.until)
    setattr(user, kind.reason, term.reason)
    user.save(update_fields=[kind.until, kind.reason])
    if kind is SUSPENSION:
        end_all(user)
    write_down(user, kind.acts[0], by=by, reason=term.reason, before=was, after=term.until)
    if is_told:
        told: dict[str, Any] = {"act": kind.acts[0], "until": term.until, "was": was, "reason": term.reason}
        answers = member_restricted.send(sender=User, member=user, by=by, beside=beside, **told)
        recourse = cast("Recourse | None", next((answer for _receiver, answer in answers if answer), None))
        told = {"until": term.until, "reason": term.reason, "recourse": recourse, "is_by_site": by is None}
        mails.send(user, kind.mails[0], **told)


def _lift(kind: Restriction, by: User, member: User, reason: str) -> User:
    user = allowed(by, member, may_restrict)
    reason = clean_reason(reason)
    if getattr(user, kind.until) is not None:
        _end(kind, by, user, reason)
    return user


def _end(kind: Restriction, by: User | None, user: User, reason: str) -> None:
    was = getattr(user, kind.until)
    setattr(user, kind.until, None)
    setattr(user, kind.reason, "")
    user.save(update_fields=[kind.until, kind.reason])
    write_down(user, kind.acts[1], by=by, reason=reason, before=was, after=None)
    if was > timezone.now():
        mails.send(user, kind.mails[1], page="account_login")


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
        require_writer(locked[by.pk])
        raise Refused(_("This is not open to you: accounts of the staff are the administrators’ to change."))
    return user


def clean_reason(reason: str) -> str:
    """Ask for a reason, on one line; raises `ValidationError` for none. One of the site's stays as it is kept."""
    if not (text := reason if is_kept(reason) else " ".join(reason.split())):
        raise ValidationError(_("Please write why; it stays in the history."), code="reason")
    return text[:LONGEST_REASON]


def write_down(user: User, act: str, *, by: User | None, reason: str, before: Any = None, after: Any = None) -> None:
    """Write who, when, why, what before and after; the name in the label goes when the account does."""
    data = {"reason": reason, "before": _plain(before), "after": _plain(after)}
    log(user, f"members.{act}", user=by, title=user.name, data=data)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
