"""What follows when the staff give an account another address: whoever came in by the old one comes in no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount

from ..assistance.ending import end_for_address
from ..models import AddressChange
from ..rights import mails
from ..standing.services import write_down
from ..standing.sessions import end_all

if TYPE_CHECKING:
    from ..models import User


def follow_new_address(user: User, *, was: User, by: User, reason: str) -> None:
    """End every session, forget accounts from elsewhere, links under way and who accompanied the person.

    The old mailbox is told, but not of the new address: it may be a stranger's by now. `was` is the account before.
    """
    end_all(user)
    AddressChange.objects.filter(user=user).delete()
    elsewhere = SocialAccount.objects.filter(user=user)
    providers = ", ".join(sorted(set(elsewhere.values_list("provider", flat=True))))
    elsewhere.delete()
    end_for_address(by=by, person=user, reason=reason)
    write_down(user, "replace_address", by=by, reason=reason, before=providers or None)
    mails.send(was, "address_replaced")
