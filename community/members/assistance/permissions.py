"""Who may register people without an address and act for them; asked again at every write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..permissions import Refused, is_mentor, may_write, require_writer
from ..roles.permissions import may_grant
from .models import Assistance

if TYPE_CHECKING:
    from ..models import User


may_accompany = may_write & is_mentor
may_administer = may_grant  # the same people: administrators, unless they are suspended


def require_mentor(user: User) -> None:
    """Raise `Refused` with the reason why the member may not accompany others."""
    if may_accompany(user):
        return
    require_writer(user)
    raise Refused(_("Only mentors of the programme accompany others. Ask two mentors or the editors to vouch."))


def require_administrator(user: User) -> None:
    """Raise `Refused` for everyone who may not change accounts."""
    if not may_administer(user):
        raise Refused(_("Only administrators may do this."))


def require_assistance(mentor: User, person: User) -> Assistance:
    """Lock the assistance by which the mentor acts, inside the caller's transaction; raise `Refused` without one.

    The lock makes a write and the person's claim wait for each other: after the claim nothing is written for them.
    """
    require_writer(mentor)
    held = Assistance.objects.of(mentor, person).values("pk")
    assistance = Assistance.objects.select_for_update(of=("self",)).filter(pk__in=held, ended_at=None).first()
    if assistance is None:
        raise Refused(_("You can no longer write for this person: they have taken their account over, or it ended."))
    return assistance
