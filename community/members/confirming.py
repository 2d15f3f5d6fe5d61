"""Confirming the address of an account: the mailed link shows whose mailbox it is, the password whose account.

Who signs up with another's address after them sends the newer mail. Were its link enough, the owner of the mailbox
would open the account to a password that only the other one knows. So they type the password that was chosen, or set
their own; only a browser in which it was chosen just now need not ask again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows import email_verification
from allauth.account.models import EmailAddress
from allauth.account.utils import has_verified_email
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from . import proving
from .models import User

if TYPE_CHECKING:
    from allauth.account.models import Login
    from django.http import HttpRequest

KNOWN = "knows_password"  # in the session: the state of the account whose password this browser knows, and since when
SENT_TO = "confirmation_sent_to"  # in the session: the address as it was typed here
KNOWN_FOR = 15 * 60  # seconds: another person may use the device next


def remember(request: HttpRequest, user: User) -> None:
    """Keep in the session that the password of an account was just chosen here."""
    request.session[KNOWN] = [proving.mark_of(user), time.time()]


def is_known(request: HttpRequest, user: User) -> bool:
    """Tell whether the password that the account has now was chosen in this browser just now."""
    mark, since = request.session.get(KNOWN) or ("", 0)
    return time.time() - since < KNOWN_FOR and proving.stands(user, email=user.email or "", mark=mark)


def locked(address: EmailAddress) -> EmailAddress | None:
    """Wait until nobody else signs up with the address, and see what became of it; None when its link has ended."""
    user = User.objects.select_for_update().filter(pk=address.user_id).first()
    found = EmailAddress.objects.filter(pk=address.pk, user=user, verified=False).first() if user else None
    if found and user:
        found.user = user
    return found


@transaction.atomic
def let_choose(*, address: EmailAddress) -> tuple[User, str] | None:
    """End what was set before the mailbox was proved, and give the key by which its owner chooses a password.

    None when the link has ended. Who came in before keeps the old password until there is a new one.
    """
    if (found := locked(address)) is None:
        return None
    user: User = found.user
    if proving.is_unproved(user):
        proving.disown(user=user)
    return user, default_token_generator.make_token(user)


def send_again(request: HttpRequest, login: Login) -> None:
    """Mail the link once more, at most every three minutes; nothing where the account is no longer as it was then."""
    if login.user is None or (is_known(request, login.user) and not has_verified_email(login.user)):
        email_verification.send_verification_email_at_login(request, login)


def say_it_is_sent(request: HttpRequest, email: str) -> None:
    """Say where the mail goes and when the next one can: in the same words whether there is such an account or not."""
    request.session[SENT_TO] = email
    messages.info(
        request,
        _("A mail is on its way to %(email)s. The next one can be sent three minutes after it.") % {"email": email},
    )
