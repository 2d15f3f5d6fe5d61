"""Consents: what a member agreed to, in which words, as which pages stood then; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.models import StandardPage

from ..models import Profile, User
from ..permissions import Refused
from ..services import follow_account
from .models import Consent

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Raised whenever the wording of one of the sentences below changes.
VERSION = "2026-11"


def wording(kind: str) -> str:
    """Say in the reader's language what one agrees to."""
    if kind == Consent.Kind.TERMS:
        return _("I agree to the terms and to how my data are used, as the pages named here say.")
    return _(
        "Let others find me: my profile stands in the list of members and in the search, "
        "each part for those it is open to."
    )


def legal_pages(language: str) -> QuerySet[StandardPage]:
    """Find the pages that say on what terms one is a member."""
    pages = StandardPage.objects.live().public().filter(menu=StandardPage.Menu.LEGAL)
    found: QuerySet[StandardPage] = pages.filter(locale__language_code=language).order_by("path")
    return found


def record(*, user: User, kind: str) -> Consent:
    """Write down that a member agrees, with the words they read; who agreed already has agreed."""
    language = get_language() or user.language
    pages: list[dict[str, Any]] = []
    if kind == Consent.Kind.TERMS:
        pages = [
            {"title": page.title, "path": page.url_path, "revision": page.live_revision_id}
            for page in legal_pages(language)
        ]
    return Consent.objects.get_or_create(
        user=user,
        kind=kind,
        withdrawn_at=None,
        defaults={"version": VERSION, "language": language, "text": wording(kind), "pages": pages},
    )[0]


@transaction.atomic
def withdraw(*, member: User, consent: Consent) -> Consent:
    """Take a consent back; a second time changes nothing. That of membership ends with the account."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.user_id != member.pk:
        raise Refused(_("This is not open to you."))
    if consent.kind == Consent.Kind.TERMS:
        raise Refused(_("Without this consent there is no account: to take it back, delete your account."))
    if consent.withdrawn_at is None:
        _end(consent)
        Profile.objects.filter(user=member).update(is_listed=False, was_listed=False)
        follow_account(user=User.objects.get(pk=member.pk))  # whose profile is not remembered
    return consent


def follow_profile(user: User) -> None:
    """Write down when a member begins to let others find them, and when they end it."""
    is_listed = Profile.objects.filter(user=user, is_listed=True).exists()
    standing = Consent.objects.filter(user=user, kind=Consent.Kind.LISTED, withdrawn_at=None).first()
    if is_listed and standing is None:
        record(user=user, kind=Consent.Kind.LISTED)
    elif standing and not is_listed:
        _end(standing)


def _end(consent: Consent) -> None:
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    data = {"reason": consent.kind, "before": {"version": consent.version}, "after": None}
    log(consent, "members.withdraw_consent", user=consent.user, title=str(consent.user_id), data=data)
