"""Mentors vouch for a new one; the second vouch grants the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..permissions import Refused, is_mentor, require_writer
from ..signals import stood_for
from .holders import held_by
from .models import Role, Vouch
from .permissions import is_oneself, may_vouch
from .services import give, locked

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import User

NEEDED = 2
REASON = "Vouched for by mentors."


@transaction.atomic
def vouch(*, mentor: User, member: User, reason: str) -> Vouch:
    """Give one's word for a member; with the second standing vouch the member is a mentor, in the same transaction.

    Given again it stays as it is, also after it counted, and when the role was taken back since. Raises `Refused` where
    one may not, `ValidationError` without a reason.
    """
    member = locked(member)  # whoever vouches at the same time waits here, and counts this one
    known = Vouch.objects.filter(mentor=mentor, member=member).first()
    if known and known.withdrawn_at is None and is_mentor(mentor):
        return known
    require(may_vouch(mentor, member), mentor, member)
    if not (reason := reason.strip()):
        raise ValidationError({"reason": _("Please write why.")}, code="required")
    given, _is_new = Vouch.objects.update_or_create(
        mentor=mentor,
        member=member,
        defaults={"reason": reason[:400], "created_at": timezone.now(), "withdrawn_at": None},
    )
    log(member, "members.vouch", user=mentor, title=member.name)
    stood_for.send(sender=Vouch, keys=[member.pk])
    if standing(member).count() >= NEEDED:
        give(user=member, kind=Role.Kind.MENTOR, reason=REASON, is_vouched=True)
        given.refresh_from_db()
    return given


def word_of(mentor: User, member: User) -> Vouch | None:
    """Give the word that a mentor gave for a member and hasn't taken back, whether it counted or waits."""
    return Vouch.objects.filter(mentor=mentor, member=member, withdrawn_at=None).first()


@transaction.atomic
def take_back(*, mentor: User, member: User) -> bool:
    """Take one's word back while it hasn't counted yet; return whether it stood."""
    member = locked(member)
    given = Vouch.objects.filter(mentor=mentor, member=member).first()
    if given is None or not given.stands:
        return False
    given.withdrawn_at = timezone.now()
    given.save(update_fields=["withdrawn_at"])
    log(member, "members.take_vouch_back", user=mentor, title=member.name)
    return True


def is_spent(given: Vouch) -> bool:
    """Tell whether a word counted for a role that was taken back since: it doesn't count a second time."""
    return bool(given.counted_at) and not Role.objects.filter(user=given.member_id, kind=Role.Kind.MENTOR).exists()


def standing(member: User) -> QuerySet[Vouch]:
    """Vouches for a member that wait for another one, by those who are mentors now and not suspended."""
    waiting = Vouch.objects.filter(member=member, counted_at=None, withdrawn_at=None)
    return waiting.filter(held_by("mentor"))


def require(allowed: bool, mentor: User, member: User) -> None:
    """Raise `Refused` with the reason that helps most, unless it is allowed."""
    if allowed:
        return
    require_writer(mentor)
    if not is_mentor(mentor):
        raise Refused(_("Only mentors can vouch for a new one."))
    if is_oneself(mentor, member):
        raise Refused(_("Nobody can vouch for themselves; please ask another mentor."))
    raise Refused(_("This member can't be vouched for: they are a mentor already, or their account isn't in use."))
