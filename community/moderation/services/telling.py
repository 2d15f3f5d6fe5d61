"""The mails of the desk, each in the language of who reads it: to authors, and to visitors who reported something."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ..kinds import KINDS
from ..models import AGAINST, Decision, Review
from ..site_settings import moderation_settings

# After which the author hears of a decision even where nobody but them saw the text.
TOLD_ALWAYS = (*AGAINST, Decision.EDIT, Decision.GRANTED, Decision.REFUSED)


def tell_hidden(review: Review) -> None:
    """Tell an author politely that reports have hidden what they wrote, and how they mend it."""
    author = review.author
    if author is None or not author.email:
        return
    with override(author.language), timezone.override(ZoneInfo(author.zone)):
        reasons = sorted({flag.get_reason_display() for flag in review.flags.standing()})
        can_mend = review.kind != "profile"  # which is changed where it stands
        _send(author.email, "hidden", review, user=author, reasons=reasons, page=_own(review), can_mend=can_mend)


def tell_decided(review: Review, *, was_live: bool, is_warned: bool) -> None:
    """Tell the author how a case about what they wrote ended; of a removed account nobody is told."""
    author = None if review.decision == Decision.SPAMMER else review.author
    is_told = review.decision in TOLD_ALWAYS or is_warned or (review.decision == Decision.KEEP and not was_live)
    if author is None or not author.email or not is_told:
        return
    with override(author.language), timezone.override(ZoneInfo(author.zone)):
        until = None
        if review.decision in AGAINST:
            until = timezone.now() + timedelta(days=moderation_settings().appeal_days)
        told = {"is_warned": is_warned, "until": until, "page": _own(review.appeal_of or review)}
        _send(author.email, "decided", review, user=author, **told)


def tell_visitors(review: Review) -> None:
    """Tell visitors how a case ended that they reported, and forget their addresses."""
    flags = review.flags.standing().exclude(email="")
    for flag in flags:
        with override(flag.language):
            _send(flag.email, "report_decided", review, outcome=flag.outcome)
    flags.update(email="")


def _send(to: str, name: str, review: Review, **context: Any) -> None:
    told = {
        **context,
        "review": review,
        "label": KINDS[review.kind].label,
        "site_name": settings.SITE_NAME,
        "contact": settings.CONTACT_EMAIL,
    }
    EmailMessage(
        subject=render_to_string(f"moderation/email/{name}_subject.txt", told).strip(),
        body=render_to_string(f"moderation/email/{name}_message.txt", told).strip() + "\n",
        to=[to],
        reply_to=[settings.CONTACT_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def _own(review: Review) -> str:
    return settings.BASE_URL + reverse("moderation:own_text", args=[review.pk])
