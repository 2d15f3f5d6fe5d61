"""Who holds a role at the moment, asked together with the rows that show it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from ..able import in_use
from .models import Role


def mentors() -> QuerySet[Role]:
    """Select the roles of those who are mentors now: while an account is suspended or switched off it is none.

    Who is about to delete theirs goes on until then.
    """
    return Role.objects.filter(in_use("user__"), kind=Role.Kind.MENTOR)


def held_by(member: str) -> Exists:
    """Tell of each row whether the member that it names in a field is a mentor now."""
    return Exists(mentors().filter(user=OuterRef(member)))
