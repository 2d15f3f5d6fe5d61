"""Accounts whose address nobody has proved yet: whoever typed it may not own it, so what they set ends with the proof.

Who signs up again starts such an account anew; who comes by a mailed code or a new password takes it over without
what was set before; and it gives way to another account whose member proves the mailbox. Accounts that the staff made
are not among these: nobody but the staff signed up for them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from .handles import clean_handle, proposals
from .models import Handle, User
from .rights import retention
from .services import give_profile, wish_for_handle
from .signals import profile_changed
from .standing.sessions import end_all

if TYPE_CHECKING:
    from .models import Profile

SALT = "community.members.proving"


@transaction.atomic
def start_anew(*, email: str, password: str, name: str, language: str, handle: str = "") -> User | None:
    """Give a pending account to the newest sign-up: its password, name and handle; links that were mailed end.

    None where there is no such account. The caller makes the address and the consent, as when one joins.
    """
    user = User.objects.select_for_update().filter(email=email.lower()).first()
    if user is None or not is_pending(user):
        return None
    user.set_password(password)
    user.name, user.language = name, language
    user.save(update_fields=["password", "name", "language"])
    EmailAddress.objects.filter(user=user).delete()  # a link names the row of its address
    SocialAccount.objects.filter(user=user).delete()
    user.consents.all().delete()
    profile = give_profile(user=user)
    profile.user = user
    _wish_for_handle(profile, handle)
    profile_changed.send(sender=User, user=user)
    return user


def is_pending(user: User) -> bool:
    """Tell whether somebody signed up for the account, and nobody has proved its address or was given anything."""
    return (
        is_unproved(user)
        and user.is_active
        and not (user.is_staff or user.is_superuser)
        and user.consents.filter(kind="terms", withdrawn_at=None).exists()
        and not user.roles.exists()
    )


def is_taken(email: str, *, by_others_than: User | None = None) -> bool:
    """Tell whether an address is another account's; a pending one, which anybody may have begun, doesn't count."""
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user")
    holders = [*User.objects.filter(email__iexact=email), *(address.user for address in proved)]
    return any(holder != by_others_than and not is_pending(holder) for holder in holders)


@transaction.atomic
def make_way(*, email: str) -> None:
    """Delete a pending account for an account that has just proved the mailbox; one confirmed meanwhile stays."""
    for user in User.objects.select_for_update().filter(email__iexact=email):
        if is_pending(user):
            retention.forget_unverified(user)


def is_unproved(user: User) -> bool:
    """Tell whether nobody ever came in, and nobody has confirmed an address."""
    return user.last_login is None and not EmailAddress.objects.filter(user=user, verified=True).exists()


@transaction.atomic
def disown(*, user: User) -> None:
    """Take away all that somebody else may have set for an unproved account: its password, and what `let_go` names."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    let_go(user=user)


@transaction.atomic
def let_go(*, user: User) -> None:
    """Let go of accounts from elsewhere, sessions, and the word to the terms, from before the mailbox was proved.

    Without that word no sign-up starts the account anew any more: who reads its mailbox has begun to take it over, and
    is asked for their own. What somebody agreed to before a mentor is no sign-up's, and stays.
    """
    SocialAccount.objects.filter(user=user).delete()
    user.consents.exclude(kind="assisted").delete()
    end_all(user)


def mark_of(user: User) -> str:
    """Mark the state of an account: it differs when its address or password does, or all its sessions were ended."""
    return salted_hmac(SALT, f"{user.get_session_auth_hash()}{(user.email or '').lower()}").hexdigest()


def stands(user: User, *, email: str, mark: str) -> bool:
    """Tell whether an account is still as it was when a code was mailed, to the address that it has."""
    return email.lower() == (user.email or "").lower() and constant_time_compare(mark_of(user), mark)


def _wish_for_handle(profile: Profile, handle: str) -> None:
    user = profile.user
    wishes = chain([clean_handle(handle)] if handle else [], proposals(handle or user.name))
    profile.handle = next(made for made in (wish_for_handle(wish, user=user) for wish in wishes) if made)
    profile.save(update_fields=["handle"])
    Handle.objects.filter(user=user).exclude(pk=profile.handle_id).delete()
