"""Ending all sessions of an account, wherever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

if TYPE_CHECKING:
    from ..models import User


def end_all(user: User) -> None:
    """End every session, also those that no list knows: each holds the number that is raised here."""
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])
