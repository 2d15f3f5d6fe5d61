"""Blocking another member, and ending it. The other one is never told."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from ..following.kinds import MEMBER
from ..following.services import unfollow
from ..models import User
from ..permissions import Refused, require_part
from .models import Block

MOST_BLOCKED = 1000
SALT = "members.blocking"


@transaction.atomic
def block(*, user: User, other: User) -> Block:
    """Block a member, and follow them no longer; a second time changes nothing. Raises `Refused`."""
    require_part(user)
    if user.pk == other.pk:
        raise Refused(_("You can’t block yourself."))
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # so that nobody passes the limit by doing two at once
    if known := Block.objects.filter(user=user, blocked=other).first():
        return known
    if Block.objects.filter(user=user).count() >= MOST_BLOCKED:
        raise Refused(_("You have blocked as many members as one can. Please end a block that you no longer need."))
    unfollow(user=user, kind=MEMBER, key=other.pk)
    return Block.objects.create(user=user, blocked=other)


def unblock(*, user: User, other: User) -> bool:
    """Read another again; tell whether they were blocked."""
    return bool(Block.objects.filter(user=user, blocked=other).delete()[0])


def token_of(member: User) -> str:
    """Name a member in the address of a form, so that nobody finds members by counting through the addresses."""
    return signing.Signer(salt=SALT).sign(str(member.pk))


def member_of(token: str) -> User | None:
    """Find the member whom such an address names."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, erased_at=None).first()
