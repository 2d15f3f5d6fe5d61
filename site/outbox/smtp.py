"""Delivery by SMTP that says when a mail is about to become the server's."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Announcing:
    """An SMTP client that calls `before_handover` when everything but the dot that ends the mail was accepted.

    Up to that dot the server throws away what it got if the connection breaks; after it, the mail is the server's.
    """

    before_handover: Callable[[], None] | None = None

    def data(self: Any, msg: str | bytes) -> tuple[int, bytes]:
        """Send the text, announce, send the dot; as `smtplib.SMTP.data` does but for the announcement."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = smtplib._fix_eols(msg).encode("ascii") if isinstance(msg, str) else msg  # type: ignore[attr-defined]
        quoted = smtplib._quote_periods(text)  # type: ignore[attr-defined]
        self.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
        if self.before_handover:
            self.before_handover()
        self.send(b".\r\n")
        return self.getreply()


class _Client(_Announcing, smtplib.SMTP):  # type: ignore[misc]
    pass


class _SecureClient(_Announcing, smtplib.SMTP_SSL):  # type: ignore[misc]
    pass


class EmailBackend(DjangoBackend):
    """Django's SMTP delivery with an announcement just before each mail is handed over."""

    def announce(self, before_handover: Callable[[], None]) -> None:
        """Call this before the next mail is handed over; raising there leaves the mail unsent."""
        self.open()
        self.connection.before_handover = before_handover  # type: ignore[union-attr]

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The client that announces, with TLS from the start or not."""
        return _SecureClient if self.use_ssl else _Client
