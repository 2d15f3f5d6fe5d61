"""The mail that reminds a member of a post they keep, in their language and zone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

if TYPE_CHECKING:
    from ..models import Bookmark


def mail_of(bookmark: Bookmark, token: str) -> EmailMessage:
    """Write it; a mail program's own button takes back all further reminders (RFC 8058)."""
    user = bookmark.user
    with override(user.language), timezone.override(ZoneInfo(user.zone)):
        stop_url = settings.BASE_URL + reverse("forums:stop_reminders", args=[token])
        context = {
            "bookmark": bookmark,
            "post": bookmark.post,
            "topic": bookmark.post.topic,
            "user": user,
            "site_name": settings.SITE_NAME,
            "url": settings.BASE_URL + bookmark.post.get_absolute_url(),
            "list_url": settings.BASE_URL + reverse("forums:bookmarked"),
            "stop_url": stop_url,
        }
        return EmailMessage(
            subject=render_to_string("forums/email/reminder_subject.txt", context).strip(),
            body=render_to_string("forums/email/reminder_message.txt", context).strip() + "\n",
            to=[user.email or ""],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
