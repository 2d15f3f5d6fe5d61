"""The mail that tells what is new in a saved search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from .saving import token_of
from .sources import SOURCES

if TYPE_CHECKING:
    from .models import SavedSearch, SearchEntry

MOST_TOLD = 20


@dataclass
class News:
    """What is new in a search: the entries to tell of, and how many more there are."""

    entries: list[SearchEntry] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        """All that is new."""
        return len(self.entries) + self.more


def mail_of(saved: SavedSearch, news: News) -> EmailMultiAlternatives:
    """Write the mail in the search's language; a mail program's own button stops further ones (RFC 8058)."""
    with override(saved.language), timezone.override(ZoneInfo(saved.user.zone)):
        stop_url = settings.BASE_URL + reverse("search:stop", args=[token_of(saved)])
        context = {
            "saved": saved,
            "news": news,
            "found": [(entry, SOURCES[entry.kind].label) for entry in news.entries],
            "language": saved.language,
            "base_url": settings.BASE_URL,
            "site_name": settings.SITE_NAME,
            "results_url": f"{settings.BASE_URL}{reverse('search:results')}?{saved.query}",
            "list_url": settings.BASE_URL + reverse("search:saved"),
            "stop_url": stop_url,
        }
        mail = EmailMultiAlternatives(
            subject=render_to_string("search/email/alert_subject.txt", context).strip(),
            body=render_to_string("search/email/alert_message.txt", context).strip() + "\n",
            to=[saved.user.email or ""],
            headers={
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("search/email/alert_message.html", context), "text/html")
    return mail
