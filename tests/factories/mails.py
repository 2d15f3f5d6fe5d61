"""The mails that were sent, as tests read them."""

from __future__ import annotations

import re

from django.core import mail
from django.core.mail import EmailMessage
from outbox.services import deliver_mail

LINK = re.compile(r"http://testserver(\S+)")


def mails_to(address: str) -> list[EmailMessage]:
    """Deliver what waits, and return what came to an address, the oldest first."""
    while deliver_mail():
        pass
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message: EmailMessage) -> str:
    """The path of the first link of a mail."""
    found = LINK.search(message.body)
    assert found, message.body
    return found[1]
