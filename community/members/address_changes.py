"""Another address for an account: it counts when both mailboxes have said yes, the old one and the new one.

allauth would change it as soon as the new address answers; then whoever holds a stolen session takes the account along.
What is asked for is a row of ours and no address of allauth's, so that none of its mails or codes reaches the new one.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from . import proving
from .models import AddressChange, User
from .signals import address_changed

SALT = "community.members.address"
VALID = timedelta(days=3)
OLD, NEW = "old", "new"


class Outcome(Enum):
    """What a confirmation led to."""

    WAITS = "waits"  # for the other mailbox
    CHANGED = "changed"
    TAKEN = "taken"  # meanwhile another account has the address
    GONE = "gone"  # it was stopped or done already


@transaction.atomic
def ask(*, user: User, email: str) -> AddressChange:
    """Ask for another address; one asked for before, and its links, are forgotten."""
    row = User.objects.select_for_update().get(pk=user.pk)  # who asks twice at once waits
    AddressChange.objects.filter(user=row).delete()
    change = AddressChange.objects.create(user=row, email=email.lower(), old_email=row.email or "")
    send_links(change=change)
    return change


@transaction.atomic
def send_links(*, change: AddressChange) -> None:
    """Mail each mailbox its link; the owner of an address with an account already only hears that they have one."""
    adapter = get_adapter()
    context = {"user": change.user, "change": change}
    if change.old_email and not change.old_confirmed_at:
        adapter.send_mail("account/email/address_old", change.old_email, context | {"link": link_of(change, OLD)})
    if proving.is_taken(change.email, by_others_than=change.user):
        adapter.send_account_already_exists_mail(change.email)
    elif not change.new_confirmed_at:
        adapter.send_mail("account/email/address_new", change.email, context | {"link": link_of(change, NEW)})


@transaction.atomic
def stop(*, user: User) -> None:
    """Keep the old address, and forget the other."""
    AddressChange.objects.filter(user=user).delete()


@transaction.atomic
def confirm(*, change: AddressChange, side: str) -> Outcome:
    """Note that one mailbox has said yes; when the other has too, the address changes."""
    row = AddressChange.objects.select_for_update().filter(pk=change.pk).first()
    if row is None:
        return Outcome.GONE
    field = "old_confirmed_at" if side == OLD else "new_confirmed_at"
    setattr(row, field, getattr(row, field) or timezone.now())
    row.save(update_fields=[field])
    if not row.new_confirmed_at or (row.old_email and not row.old_confirmed_at):
        return Outcome.WAITS
    return _apply(row)


def link_of(change: AddressChange, side: str) -> str:
    """Make the link for one mailbox, in the language of its member; only the mail carries it. It names no address."""
    key = signing.dumps({"change": change.pk, "side": side}, salt=SALT)
    with override(change.user.language):
        return settings.BASE_URL + reverse("account_address_link", args=[key])


def change_of(key: str) -> tuple[AddressChange | None, str]:
    """Read a link; None when it is forged, too old, used, or the account got another address meanwhile."""
    try:
        content = signing.loads(key, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None, ""
    change = AddressChange.objects.select_related("user").filter(pk=content["change"]).first()
    if change is None or change.old_email != (change.user.email or ""):
        return None, ""
    return change, content["side"]


def _apply(change: AddressChange) -> Outcome:
    """Put the new address in the place of the old one; the unique rows decide when two want it."""
    user = change.user
    try:
        with transaction.atomic():
            proving.make_way(email=change.email)
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=change.email, primary=True, verified=True)
            user.email = change.email
            user.save(update_fields=["email"])
            if change.old_email:
                address_changed.send(sender=User, user=user, old=change.old_email, new=change.email)
    except IntegrityError:
        change.delete()
        return Outcome.TAKEN
    told = {"from_email": change.old_email, "to_email": change.email}
    for email in filter(None, told.values()):
        get_adapter().send_notification_mail("account/email/email_changed", user, told, email)
    change.delete()
    return Outcome.CHANGED
