"""Mail as rows: what `django.core.mail` sends through, and back from a row to a message."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from email.message import MIMEPart
from email.mime.base import MIMEBase
from email.utils import make_msgid
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.utils import DNS_NAME
from django.db import transaction

from .models import MailMessage
from .wake import wake_mail

FORGOTTEN = "X-Forgotten"  # among the headers of a row that goes as soon as it is sent; it stays out of the mail


class EmailBackend(BaseEmailBackend):
    """Write each mail as a row, in the transaction of whoever sends it; a rolled-back thought mails nobody."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the rows and wake whoever delivers them once they are committed; return how many were written."""
        rows = [row_of(message) for message in email_messages if message.recipients()]
        with transaction.atomic():
            MailMessage.objects.bulk_create(rows)
            if rows:
                wake_mail()
        return len(rows)


def row_of(message: EmailMessage) -> MailMessage:
    """Render a message into an unsaved row, with the Message-ID it will have at every attempt."""
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    message_id = headers.pop("Message-ID", "") or make_msgid(domain=str(DNS_NAME))
    body = str(message.body)
    html = body if message.content_subtype == "html" else ""
    for alternative in getattr(message, "alternatives", []):
        if alternative.mimetype == "text/html":
            html = str(alternative.content)
    return MailMessage(
        message_id=message_id,
        sender=message.from_email,
        to=list(map(str, message.to)),
        cc=list(map(str, message.cc)),
        bcc=list(map(str, message.bcc)),
        reply_to=list(map(str, message.reply_to)),
        subject=str(message.subject),
        text="" if message.content_subtype == "html" else body,
        html=html,
        headers=headers,
        attachments=[_packed(attachment) for attachment in message.attachments],
    )


def message_of(row: MailMessage, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Make the message of a row anew, as it goes out."""
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text or row.html,
        from_email=row.sender,
        to=row.to,
        cc=row.cc,
        bcc=row.bcc,
        reply_to=row.reply_to,
        headers={name: value for name, value in row.headers.items() if name != FORGOTTEN}
        | {"Message-ID": row.message_id},
        connection=connection,
    )
    if row.html and row.text:
        message.attach_alternative(row.html, "text/html")
    elif row.html:
        message.content_subtype = "html"
    for attachment in row.attachments:
        message.attach(attachment["name"], base64.b64decode(attachment["base64"]), attachment["type"])
    return message


def _packed(attachment: Any) -> dict[str, str]:
    """Pack an attachment, in either of Django's two forms, into what JSON can hold."""
    if isinstance(attachment, (MIMEBase, MIMEPart)):
        payload = attachment.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else attachment.as_bytes()
        name, kind = attachment.get_filename() or "", attachment.get_content_type()
    else:
        name, content, kind = attachment
    data = content.encode() if isinstance(content, str) else bytes(content)
    return {"name": name or "", "type": kind or "application/octet-stream", "base64": base64.b64encode(data).decode()}
