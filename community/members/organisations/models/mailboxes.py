"""How often somebody was mailed an invitation, from whichever organisation: nobody's mailbox shall be flooded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitedMailbox(models.Model):
    """When invitations went to an address, or to a member by handle, of late; whose it is only a hash tells."""

    key = models.CharField(_("hash"), max_length=64, unique=True)
    sent = models.JSONField(_("sent"), default=list)  # seconds since 1970, the oldest first
    last_sent_at = models.DateTimeField(_("last sent"), db_index=True)

    class Meta:
        verbose_name = _("mailbox of invitations")
        verbose_name_plural = _("mailboxes of invitations")

    def __str__(self) -> str:
        return self.key[:8]
