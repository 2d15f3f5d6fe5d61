"""Mails about one's rights, in the member's language and zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from community.reasons import worded

from ..proving import is_unproved

if TYPE_CHECKING:
    from ..models import User


def send(user: User, name: str, *, page: str = "", **context: Any) -> None:
    """Mail a member the text `members/email/<name>`, perhaps with a link to a page; nothing to who has no address."""
    if not user.email:
        return
    with override(user.language), timezone.override(ZoneInfo(user.zone)):
        url = settings.BASE_URL + reverse(page) if page else ""
        if reason := context.get("reason"):
            context["reason"] = worded(reason)
        context |= {"user": user, "site_name": settings.SITE_NAME, "url": url, "contact": settings.CONTACT_EMAIL}
        context["hides_name"] = is_unproved(user)  # a stranger may have typed it, with the address
        EmailMessage(
            subject=render_to_string(f"members/email/{name}_subject.txt", context).strip(),
            body=render_to_string(f"members/email/{name}_message.txt", context).strip() + "\n",
            to=[user.email],
            reply_to=[settings.CONTACT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
