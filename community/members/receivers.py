"""What follows from signals of allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from . import proving
from .models import User
from .second_factor import take_up
from .services import settle_handle

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest


def take_up_second_factor(sender: type, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Count the session that a second factor was set up in as having shown it."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        take_up(request)


def settle_handle_of_address(sender: type, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Give an account the handle of its sign-up when its mailbox is proved."""
    settle_handle_of_member(sender=User, request=request, user=email_address.user)


def settle_handle_of_member(sender: type, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Give an account the handle of its sign-up at the latest when somebody comes in; say so where it is another."""
    if (told := settle_handle(user=user)) and request:
        wish, made = told
        messages.info(
            request,
            _(
                "Your handle is @%(made)s, as @%(wish)s was taken while you had not confirmed your address yet. "
                "You can choose another one in your profile."
            )
            % {"made": made, "wish": wish},
            fail_silently=True,
        )


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
