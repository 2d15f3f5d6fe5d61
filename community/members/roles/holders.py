"""Who holds a role at the moment, asked together with the rows that show it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from .models import Role


def mentors() -> QuerySet[Role]:
    """Select the roles of those who are mentors now: while an account is suspended or switched off it is none."""
    free = Q(user__suspended_until=None) | Q(user__suspended_until__lte=timezone.now())
    return Role.objects.filter(free, kind=Role.Kind.MENTOR, user__is_active=True)


def held_by(member: str) -> Exists:
    """Tell of each row whether the member that it names in a field is a mentor now."""
    return Exists(mentors().filter(user=OuterRef(member)))
