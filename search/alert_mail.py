"""The mails about a saved search: what is new, and once that nothing new can be told any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from .saving import faults_of, token_of
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
    with _addressed(saved):
        stop_url = settings.BASE_URL + reverse("search:stop", args=[token_of(saved)])
        found = [(entry, SOURCES[entry.kind].label) for entry in news.entries]
        mail = _written(saved, "alert", {"news": news, "found": found, "stop_url": stop_url})
    mail.extra_headers |= {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def last_mail_of(saved: SavedSearch) -> EmailMultiAlternatives:
    """Write in the search's language what of it is no longer understood, and that no more mails come."""
    with _addressed(saved):
        return _written(saved, "last", {"faults": faults_of(saved)})


@contextmanager
def _addressed(saved: SavedSearch) -> Iterator[None]:
    """Speak the language of a search, and tell the time of its member."""
    with override(saved.language), timezone.override(ZoneInfo(saved.user.zone)):
        yield


def _written(saved: SavedSearch, name: str, told: dict[str, Any]) -> EmailMultiAlternatives:
    """Write a mail about a search by the templates of a name, with what they all tell."""
    context = {
        "saved": saved,
        "language": saved.language,
        "base_url": settings.BASE_URL,
        "site_name": settings.SITE_NAME,
        "results_url": f"{settings.BASE_URL}{reverse('search:results')}?{saved.query}",
        "list_url": settings.BASE_URL + reverse("search:saved"),
        **told,
    }
    mail = EmailMultiAlternatives(
        subject=render_to_string(f"search/email/{name}_subject.txt", context).strip(),
        body=render_to_string(f"search/email/{name}_message.txt", context).strip() + "\n",
        to=[saved.user.email or ""],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"search/email/{name}_message.html", context), "text/html")
    return mail
