"""Asking those who joined before the terms were written down, or under older ones, to agree; nobody is shut out.

Whether someone is to be asked is looked up when they sign in and kept in the session, so that pages ask nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..models import User
from . import consents
from .models import Consent

if TYPE_CHECKING:
    from django.http import HttpRequest

ASKED = "asked_to_agree"  # in the session


@transaction.atomic
def agree(*, member: User) -> Consent:
    """Write down that a member agrees to the terms as they are now; the older consent stays, marked as replaced."""
    User.objects.select_for_update().get(pk=member.pk)  # who presses twice at once agrees once
    if (standing := _standing(member)) and standing.version != consents.VERSION:
        standing.withdrawn_at, standing.is_replaced = timezone.now(), True
        standing.save(update_fields=["withdrawn_at", "is_replaced"])
    return consents.record(user=member, kind=Consent.Kind.TERMS)


def has_to_agree(member: User) -> bool:
    """Tell whether a member has not agreed to the terms as they are now."""
    standing = _standing(member)
    return standing is None or standing.version != consents.VERSION


def remember(request: HttpRequest, member: User) -> bool:
    """Look up and keep in the session whether the member is to be asked; return it."""
    asks: bool = request.session.setdefault(ASKED, has_to_agree(member))
    return asks


def is_asked(request: HttpRequest) -> bool:
    """Tell a page whether to ask; sessions from before there was the question look it up once."""
    if not request.user.is_authenticated:
        return False
    kept = request.session.get(ASKED)
    return remember(request, request.user) if kept is None else bool(kept)


def forget(request: HttpRequest) -> None:
    """Ask no more in this session."""
    request.session[ASKED] = False


def _standing(member: User) -> Consent | None:
    return Consent.objects.filter(user=member, kind=Consent.Kind.TERMS, withdrawn_at=None).first()
