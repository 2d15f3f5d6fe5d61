"""Mails of the outbox that name a member, to whomever they went."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q
from outbox.models import MailMessage

if TYPE_CHECKING:
    from ..models import User

PARTS = ("subject", "text", "html")


def naming(user: User) -> list[int]:
    """Find the mails to a member's addresses, and those that hold one of them or the name as a word of its own."""
    addresses = set(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
    addresses |= {user.email} if user.email else set()
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(to__0=address) | _anywhere("icontains", address)
    found = set(MailMessage.objects.filter(wanted).values_list("pk", flat=True))
    if user.name:
        name = re.compile(rf"(?<!\w){re.escape(user.name)}(?!\w)")
        rows = MailMessage.objects.filter(_anywhere("contains", user.name)).exclude(pk__in=found)
        for pk, *parts in rows.values_list("pk", *PARTS).iterator():
            if any(map(name.search, parts)):
                found.add(pk)
    return sorted(found)


def _anywhere(lookup: str, value: str) -> Q:
    wanted = Q()
    for part in PARTS:
        wanted |= Q(**{f"{part}__{lookup}": value})
    return wanted
