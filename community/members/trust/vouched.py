"""For whom somebody stands: a mentor, a verified organisation, or the staff who gave them a role."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from ..assistance.models import Assistance
from ..organisations.models import Membership
from ..roles.holders import held_by
from ..roles.models import Role, Vouch

CLAIMED = (Assistance.End.CLAIMED, Assistance.End.ADDRESS)  # by the person: the mentor's part was done


def vouched_among(keys: Collection[int]) -> frozenset[int]:
    """Select those of these members for whom somebody stands now, in one query.

    A mentor's word counts while it isn't taken back and they are one, and once it made somebody a mentor; having
    accompanied somebody counts until the person took their account over, and then for good.
    """
    given = Vouch.objects.filter(Q(held_by("mentor")) | ~Q(counted_at=None), member__in=keys, withdrawn_at=None)
    running = Q(held_by("mentor"), ended_at=None)
    accompanied = Assistance.objects.filter(running | Q(ended_how__in=CLAIMED), person__in=keys)
    roles = Role.objects.filter(user__in=keys)
    belonging = Membership.objects.filter(
        user__in=keys,
        organisation__verified_at__isnull=False,
        organisation__suspended_at=None,
        organisation__closed_at=None,
    )
    found = (
        given.order_by()
        .values_list("member")
        .union(
            accompanied.order_by().values_list("person"),
            roles.order_by().values_list("user"),
            belonging.order_by().values_list("user"),
        )
    )
    return frozenset(key for (key,) in found)
