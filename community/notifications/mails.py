"""The mail about what means a member in a topic, with a button that mutes the topic (RFC 8058)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .models import MAILED, Notification
from .services.listing import Line
from .services.unfollowing import token_of

if TYPE_CHECKING:
    from community.members.models import User

SHOWN = 5  # posts that one mail tells of
WORDS = 400  # of each
WHY = {
    Notification.Reason.MENTION: _("You get this mail because you were mentioned in “%(title)s” on %(site)s."),
    Notification.Reason.QUOTE: _("You get this mail because your words were quoted in “%(title)s” on %(site)s."),
    Notification.Reason.REPLY: _("You get this mail because you started “%(title)s” on %(site)s."),
}

WHY_CALLED = _("You get this mail because your organisation was mentioned in “%(title)s” on %(site)s.")
WHY_PRIVATE = _("You get this mail because you take part in the private conversation “%(title)s” on %(site)s.")


class Told(Line):
    """One thing that a mail tells of."""

    @property
    def url(self) -> str:
        """Where the post is, in the language that is active."""
        return settings.BASE_URL + self.post.get_absolute_url()


def mail_of(user: User, told: Sequence[Told]) -> EmailMultiAlternatives:
    """Write one mail about what happened in a topic, in the member's language and zone.

    All mails about a topic refer to it, so that mail programs show them together.
    """
    topic = told[0].post.topic
    reasons = {each.notification.reason for each in told}
    strongest = next(reason for reason in MAILED if reason in reasons)
    is_called = strongest == Notification.Reason.MENTION and all(
        each.called for each in told if each.notification.reason == strongest
    )
    why = WHY_PRIVATE if topic.is_private else WHY_CALLED if is_called else WHY[strongest]
    with override(user.language), timezone.override(ZoneInfo(user.zone)):
        stop_url = settings.BASE_URL + reverse(
            "notifications:unfollow", args=[token_of(user_id=user.pk, topic_id=topic.pk)]
        )
        context = {
            "user": user,
            "topic": topic,
            "told": told[:SHOWN],
            "more": len(told[SHOWN:]),
            "words": WORDS,
            "why": why % {"title": topic.title, "site": settings.SITE_NAME},
            "site_name": settings.SITE_NAME,
            "topic_url": settings.BASE_URL + topic.get_absolute_url(),
            "is_once": settings.NOTIFICATION_MAILS_A_TOPIC == 1,
            "stop_url": stop_url,
            "choice_url": settings.BASE_URL + reverse("notifications:mails"),
        }
        mail = EmailMultiAlternatives(
            subject=render_to_string("notifications/email/told_subject.txt", context).strip(),
            body=render_to_string("notifications/email/told_message.txt", context).strip() + "\n",
            to=[user.email or ""],
            headers={
                "Auto-Submitted": "auto-generated",
                "References": thread_of(topic.pk),
                "In-Reply-To": thread_of(topic.pk),
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        mail.attach_alternative(render_to_string("notifications/email/told_message.html", context), "text/html")
    return mail


def thread_of(topic_id: int) -> str:
    """Name what mails about a topic refer to, as a Message-ID."""
    return f"<topic-{topic_id}@{urlsplit(settings.BASE_URL).hostname}>"
