"""Granting and revoking roles; groups and the rights of administrators follow from here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import User
from ..permissions import Refused
from ..rights import mails
from ..rights.erasing import is_last_administrator
from ..signals import stood_for
from . import groups
from .models import Role, Vouch
from .permissions import may_grant

if TYPE_CHECKING:
    from home.models import Region


@transaction.atomic
def grant(*, by: User | None, user: User, kind: str, region: Region | None = None, reason: str) -> Role:
    """Trust a member with a role; granted again it stays as it is. `by` is None for who runs the site's commands.

    Raises `Refused` where `by` may not or the account isn't in use, `ValidationError` for a role that can't be.
    """
    _allowed(by, user)
    kind, reason = _clean(kind, region, reason)
    return give(user=user, kind=kind, region=region, reason=reason, by=by)


@transaction.atomic
def revoke(*, by: User | None, role: Role, reason: str) -> bool:
    """Take a role back, and what it brought; return whether there was one, so that a repeat is harmless.

    Raises `Refused` where `by` may not, and for the role of the last administrator.
    """
    user = _allowed(by, role.user, with_administrators=role.kind == Role.Kind.ADMINISTRATOR)
    if not (reason := reason.strip()):
        raise ValidationError(_("Please write why."), code="required")
    found = Role.objects.select_related("region").filter(pk=role.pk).first()
    if found is None:
        return False
    if found.kind == Role.Kind.ADMINISTRATOR and is_last_administrator(user):
        raise Refused(
            _("You are the only administrator, and the site needs one. Make someone else an administrator first.")
            if by and by.pk == user.pk
            else _("This is the only administrator, and the site needs one. Make someone else an administrator first.")
        )
    before = held(user)
    found.delete()
    groups.leave(user, found)
    if found.kind == Role.Kind.MENTOR:
        _count_vouches(user)
    _log(user, "members.revoke_role", by=by, reason=reason, before=before)
    return True


def give(
    *,
    user: User,
    kind: str,
    region: Region | None = None,
    reason: str,
    by: User | None = None,
    is_vouched: bool = False,
) -> Role:
    """Write a role down, once, with all that follows from it; in the transaction of the caller, who has asked."""
    user = locked(user)
    if not user.is_active or user.erased_at:
        raise Refused(_("This account isn't in use, so it can't be trusted with a role."))
    before = held(user)
    role, is_new = Role.objects.get_or_create(
        user=user, kind=kind, region=region, defaults={"granted_by": by, "reason": reason[:200]}
    )
    if not is_new:
        return role
    groups.join(user, role)
    if kind == Role.Kind.MENTOR:
        _count_vouches(user)
        mails.send(user, "mentor", page="members:edit", is_vouched=is_vouched)
    _log(user, "members.grant_role", by=by, reason=reason, before=before)
    stood_for.send(sender=Role, keys=[user.pk])
    return role


def held(user: User) -> list[str]:
    """Tell the roles of a member as the log does: `moderator 81.02`."""
    roles = Role.objects.filter(user=user).order_by("kind", "region__code").values_list("kind", "region__code")
    return [f"{kind} {code}" if code else kind for kind, code in roles]


def locked(user: User) -> User:
    """Lock an account."""
    return _lock(Q(pk=user.pk))[user.pk]


def _allowed(by: User | None, user: User, *, with_administrators: bool = False) -> User:
    """Lock both accounts, so that two who act on each other take turns, and ask who acts as they stand now.

    With all administrators, so that the last two can't be taken their role at once.
    """
    wanted = Q(pk__in=[each.pk for each in (user, by) if each])
    if with_administrators:
        wanted |= Q(is_superuser=True, is_active=True)
    rows = _lock(wanted)
    if by is not None and not may_grant(rows.get(by.pk, by)):
        raise Refused(_("Only administrators grant roles and take them back."))
    return rows[user.pk]


def _lock(wanted: Q) -> dict[int, User]:
    return {row.pk: row for row in User.objects.select_for_update().filter(wanted).order_by("pk")}


def _count_vouches(user: User) -> None:
    """Let no word for a member wait any longer: what was said before a role came or went doesn't bring it again."""
    Vouch.objects.filter(member=user, counted_at=None, withdrawn_at=None).update(counted_at=timezone.now())


def _clean(kind: str, region: Region | None, reason: str) -> tuple[str, str]:
    """Return kind and reason as they are stored."""
    if kind not in Role.Kind.values:
        raise ValidationError(_("There is no such role."), code="invalid")
    if region and kind not in Role.OF_REGIONS:
        raise ValidationError({"region": _("Only moderators and editors can have a region.")}, code="region")
    if not (reason := reason.strip()):
        raise ValidationError({"reason": _("Please write why.")}, code="required")
    return kind, reason


def _log(user: User, action: str, *, by: User | None, reason: str, before: list[str]) -> None:
    data: dict[str, Any] = {"reason": reason, "before": before, "after": held(user)}
    log(user, action, user=by, title=user.name, data=data)
