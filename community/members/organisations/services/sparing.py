"""Whom invitations spare: who said no lately, and whose mailbox got several these days.

An address and a handle are counted each for itself, and the answer is one sentence for all reasons. Otherwise one would
learn by inviting whose address it is, or whether it has an account.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..mailboxes import mailbox_of
from ..models import Invitation, InvitedMailbox
from ..models.people import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import User

    from ..models import Organisation

MOST_LATELY = 5  # mails to one mailbox within `LATELY`
LATELY = timedelta(days=30)
DAY = timedelta(days=1)


def spare(organisation: Organisation, *, user: User | None, email: str) -> None:
    """Count a mail that is about to go out; raises `ValidationError` for who is spared."""
    now = timezone.now()
    since = now - timedelta(days=settings.INVITATION_REFUSED_DAYS)
    asked = Invitation.objects.filter(organisation=organisation, state=Answer.REFUSED)
    refused = asked.filter(email=email) if email else asked.filter(user=user)
    if refused.filter(answered_at__gt=since).exists() or not _count(_key(user, email), now):
        raise ValidationError(
            _(
                "We can't mail them an invitation now: either they declined one lately, or several went there "
                "these days. Please talk to them yourself, or try again later."
            ),
            code="spared",
        )


def forget_mailboxes() -> int:
    """Delete what counts no more; return how many rows went."""
    return InvitedMailbox.objects.filter(last_sent_at__lt=timezone.now() - LATELY).delete()[0]


def _count(key: str, now: datetime) -> bool:
    """Write one more mail down, unless there were enough; the lock on the row lets organisations take turns."""
    InvitedMailbox.objects.get_or_create(key=key, defaults={"last_sent_at": now})
    mailbox = InvitedMailbox.objects.select_for_update().get(key=key)
    sent = [moment for moment in mailbox.sent if moment > (now - LATELY).timestamp()]
    today = [moment for moment in sent if moment > (now - DAY).timestamp()]
    if len(today) >= settings.INVITATIONS_A_DAY or len(sent) >= MOST_LATELY:
        return False
    mailbox.sent, mailbox.last_sent_at = [*sent, now.timestamp()], now
    mailbox.save(update_fields=["sent", "last_sent_at"])
    return True


def _key(user: User | None, email: str) -> str:
    """Name a mailbox."""
    mailbox = f"member {user.pk}" if user else mailbox_of(email)
    return salted_hmac("community.members.invited", mailbox).hexdigest()
