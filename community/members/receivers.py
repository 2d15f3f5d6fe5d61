"""What follows from signals of allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import transaction

from . import proving
from .models import User
from .second_factor import take_up

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest


def take_up_second_factor(sender: type, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Count the session that a second factor was set up in as having shown it."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        take_up(request)


@transaction.atomic
def prove_mailbox(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Count the address as confirmed whose mailbox the link to a new password came to; what others set before ends."""
    if User.objects.select_for_update().get(pk=user.pk).password != user.password:
        return  # somebody signed up with the address at the same moment: the password that counts is theirs
    if proving.is_unproved(user):
        proving.let_go(user=user)
    address = EmailAddress.objects.filter(user=user, email=(user.email or "").lower(), verified=False).first()
    if address:
        get_adapter().confirm_email(request, address)
