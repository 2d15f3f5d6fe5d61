"""Reacting and taking it back. Each says what shall be, so that a repeat changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.blocking.permissions import has_blocked
from community.members.models import User
from community.members.permissions import Refused, Viewer, require_writer

from ..signals import reacted, unreacted
from .kinds import KINDS, one
from .models import Reaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def require_reaction(*, user: User, kind: str, key: int) -> Any:
    """Find the thing that a member is about to react to, or raise `Refused` with the reason why they may not.

    Whom its author has blocked is told the same as for what is not open to them.
    """
    require_writer(user)
    thing = one(Viewer(user), kind, key)
    if thing is None:
        raise Refused(_("This is no longer there, or not open to you."))
    if thing.author is not None and thing.author.pk == user.pk:
        raise Refused(_("One reacts to what others wrote, not to one’s own words."))
    if not KINDS[kind].may_react(user, thing) or (thing.author is not None and has_blocked(thing.author, user)):
        raise Refused(_("This is no longer there, or not open to you."))
    return thing


@transaction.atomic
def react(*, user: User, kind: str, key: int, name: str) -> Reaction:
    """React to a thing; another reaction takes the place of the one before, the same again changes nothing."""
    if name not in Reaction.Name.values:
        raise ValidationError(_("Please choose one of these reactions."), code="invalid_choice")
    thing = require_reaction(user=user, kind=kind, key=key)
    _lock(user)
    reaction = _of(user, kind, key).first()
    replaced = reaction.name if reaction else ""
    if reaction and replaced == name:
        return reaction
    if reaction:
        reaction.name, reaction.created_at = name, timezone.now()
        reaction.save(update_fields=["name", "created_at"])
    else:
        reaction = Reaction.objects.create(user=user, kind=kind, object_id=key, name=name)
    reacted.send(sender=Reaction, reaction=reaction, thing=thing, replaced=replaced)
    return reaction


@transaction.atomic
def unreact(*, user: User, kind: str, key: int) -> bool:
    """Take one's reaction back, be the thing still there or not; tell whether there was one."""
    _lock(user)
    reaction = _of(user, kind, key).first()
    if reaction is None:
        return False
    Reaction.objects.filter(pk=reaction.pk).delete()
    unreacted.send(sender=Reaction, reaction=reaction)
    return True


def forget_reactions(*, kind: str, keys: Iterable[int]) -> int:
    """Delete all reactions to things that are gone for good; return how many."""
    return Reaction.objects.filter(kind=kind, object_id__in=list(keys)).delete()[0]


def _of(user: User, kind: str, key: int) -> QuerySet[Reaction]:
    return Reaction.objects.filter(user=user, kind=kind, object_id=key)


def _lock(user: User) -> None:
    """Let one act of a member after the other, so that each sees what the one before has done."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
