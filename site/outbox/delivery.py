"""Delivering one mail so that it arrives once; docs/decisions/0003-mail-queue.md tells why in this order."""

from __future__ import annotations

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .claims import claim_next, finish, mine, put_off
from .mail import FORGOTTEN, message_of
from .models import MailMessage
from .smtp import EmailBackend as SmtpBackend

# How long one mail may be on its way before another worker takes it for abandoned.
HOLD = timedelta(seconds=30)


class ClaimLost(Exception):
    """Another worker took the mail over before it was handed over; it is theirs to send."""


def next_mail() -> MailMessage | None:
    """Claim the next waiting mail. One that a dead worker had handed over is in doubt, and never taken again."""
    stranded = MailMessage.objects.filter(state=MailMessage.State.RUNNING, claimed_until__lt=timezone.now())
    stranded.exclude(handed_over_at=None).update(state=MailMessage.State.DOUBTFUL)
    return claim_next(MailMessage.objects.filter(handed_over_at=None), hold=HOLD)


def deliver(row: MailMessage, connection: BaseEmailBackend) -> bool:
    """Send a claimed mail; return whether the connection can be used for another."""
    try:
        message = message_of(row, connection)
        if isinstance(connection, SmtpBackend):
            connection.announce(lambda: _hand_over(row))
        else:
            _hand_over(row)
        message.send()
    except ClaimLost:
        return False
    except smtplib.SMTPResponseException as error:
        _refused(row, str(error), for_good=500 <= error.smtp_code < 600)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(row, str(error), for_good=all(code >= 500 for code, _reply in error.recipients.values()))
    except Exception as error:  # any fault of a backend or of one mail must leave the others going
        _broken(row, f"{type(error).__name__}: {error}")
        return False
    else:
        finish(row)
        mine(row).filter(headers__has_key=FORGOTTEN).delete()
        return True
    return False


def open_connection() -> BaseEmailBackend:
    """Return the connection to whatever really delivers."""
    return get_connection(settings.OUTBOX_DELIVERY_BACKEND)


def _hand_over(row: MailMessage) -> None:
    """Write down, committed, that from here on the mail may have arrived; refuse if the claim is no longer ours."""
    if not mine(row).filter(state=MailMessage.State.RUNNING).update(handed_over_at=timezone.now()):
        raise ClaimLost


def _refused(row: MailMessage, error: str, *, for_good: bool) -> None:
    """The server said no, so the mail has not arrived: try later, or never when it says that it is for good."""
    mine(row).update(handed_over_at=None)
    put_off(row, error, for_good=for_good)


def _broken(row: MailMessage, error: str) -> None:
    """No answer came: before the handover try later, after it the mail is in doubt and a person decides."""
    if mine(row).filter(handed_over_at=None).exists():
        put_off(row, error)
    else:
        mine(row).update(state=MailMessage.State.DOUBTFUL, last_error=error[:2000])
