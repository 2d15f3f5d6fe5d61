"""The mail about what means a member in a topic or under a page, with a button that mutes it (RFC 8058)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
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
from .things import THINGS

if TYPE_CHECKING:
    from community.members.models import User

SHOWN = 5  # posts that one mail tells of
WORDS = 400  # of each
WHY_CALLED = _("You get this mail because your organisation was mentioned in “%(title)s” on %(site)s.")


class Told(Line):
    """One thing that a mail tells of."""

    @property
    def url(self) -> str:
        """Where it is, in the language in which it was looked up."""
        return urljoin(settings.BASE_URL, self.shown.url)


def mail_of(user: User, told: Sequence[Told]) -> EmailMultiAlternatives:
    """Write one mail about what happened in a topic, or under a page, in the member's language and zone.

    All mails about it refer to it, so that mail programs show them together.
    """
    within = told[0].shown.within
    reasons = {each.notification.reason for each in told}
    strongest = next(reason for reason in MAILED if reason in reasons)
    is_called = strongest == Notification.Reason.MENTION and all(
        each.called for each in told if each.notification.reason == strongest
    )
    things = THINGS[told[0].notification.activity.object_kind]
    why = WHY_CALLED if is_called and not within.is_private else things.reason_of_mail(strongest, within)
    with override(user.language), timezone.override(ZoneInfo(user.zone)):
        token = token_of(user_id=user.pk, container=within.name)
        stop_url = settings.BASE_URL + reverse("notifications:unfollow", args=[token])
        context = {
            "user": user,
            "within": within,
            "told": told[:SHOWN],
            "more": len(told[SHOWN:]),
            "words": WORDS,
            "why": why % {"title": within.title, "site": settings.SITE_NAME},
            "site_name": settings.SITE_NAME,
            "within_url": urljoin(settings.BASE_URL, within.url),
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
                "References": thread_of(within.name),
                "In-Reply-To": thread_of(within.name),
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        mail.attach_alternative(render_to_string("notifications/email/told_message.html", context), "text/html")
    return mail


def thread_of(container: str) -> str:
    """Name what mails about a topic or a discussion refer to, as a Message-ID."""
    return f"<{container.replace(':', '-')}@{urlsplit(settings.BASE_URL).hostname}>"
