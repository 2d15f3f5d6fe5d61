"""Where a member is signed in: ending one session of their own, from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from .permissions import Refused

if TYPE_CHECKING:
    from allauth.usersessions.models import UserSession

    from .models import User


@transaction.atomic
def end_session(*, user: User, session: UserSession, current_key: str | None) -> None:
    """Sign a member out where this session is; of another's, and of the one that is in use, raises `Refused`."""
    if session.user_id != user.pk:
        raise Refused(_("This is not open to you."))
    if session.session_key == current_key:
        raise Refused(_("This is the device you are using now. To leave it, sign out."))
    session.end()
