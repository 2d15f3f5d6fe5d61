"""What follows from signals of allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .second_factor import take_up

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest


def take_up_second_factor(sender: type, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Count the session that a second factor was set up in as having shown it."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        take_up(request)
