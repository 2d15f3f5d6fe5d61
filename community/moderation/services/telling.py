"""The mails of the desk, each in the language of who reads it: to authors, and to visitors who reported something."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.members.permissions import is_suspended

from ..kinds import KINDS, found
from ..models import AGAINST, Decision, Review
from ..permissions import is_removed
from ..signals import author_answered, reports_answered, text_hidden
from .appeal_links import address_of, recourse
from .outcomes import outcome_of

# After which the author hears of a decision even where nobody but them saw the text.
TOLD_ALWAYS = (*AGAINST, Decision.GRANTED, Decision.REFUSED)


def tell_hidden(review: Review, *, can_mend: bool) -> None:
    """Tell an author politely that reports have hidden what they wrote, and how they mend it.

    `can_mend` where they do so in its case, not where it stands.
    """
    author = review.author
    if author is None:
        return
    text_hidden.send(sender=Review, review=review)
    if not author.email:
        return
    with override(author.language), timezone.override(ZoneInfo(author.zone)):
        reasons = sorted({flag.get_reason_display() for flag in review.flags.standing()})
        page = address_of(review, author)
        told = {"what": _named(review), "reasons": reasons, "page": page, "can_mend": can_mend}
        _send(author.email, "hidden", review, user=author, **told)


def tell_removed(case: Review) -> None:
    """Tell somebody that their account was removed, why, and until when they appeal."""
    author = case.author
    if author is None or not author.email:
        return
    author.refresh_from_db(fields=["suspended_until"])  # so they appeal by a link
    with override(author.language), timezone.override(ZoneInfo(author.zone)):
        _send(author.email, "removed", case, user=author, recourse=recourse(case, author))


def tell_undone(case: Review, *, is_shown: bool) -> None:
    """Tell an author that a moderator undid what had taken a text from view, without an appeal, and if it is shown."""
    _tell_taken_back(case, "shown_again" if is_shown else "undone")


def tell_given_back(case: Review) -> None:
    """Tell somebody that the removal of their account was undone, without their appeal."""
    _tell_taken_back(case, "given_back")


def _tell_taken_back(case: Review, name: str) -> None:
    author = case.author
    if author is None:
        return
    author_answered.send(sender=Review, review=case)
    if author.email:
        author.refresh_from_db(fields=["suspended_until"])  # as it is by now
        with override(author.language), timezone.override(ZoneInfo(author.zone)):
            _send(author.email, name, case, user=author, page=address_of(case, author))


def tell_decided(review: Review, *, was_live: bool, warning: Review | None = None, is_undone: bool = False) -> None:
    """Tell the author how a case about what they wrote ended, and that they are warned, and where they appeal.

    `is_undone` where what was decided before about the same counts no longer by that.
    Of a text that went with its account nobody is told: `tell_removed` tells of all.
    """
    if review.author is None:
        _tell_visitor(review, was_live=was_live)
        return
    author = None if review.decision == Decision.SPAMMER else review.author
    is_told = review.decision in TOLD_ALWAYS or warning or (review.decision == Decision.KEEP and not was_live)
    if author is None or not is_told:
        return
    author_answered.send(sender=Review, review=review)
    if not author.email:
        return
    author.refresh_from_db(fields=["suspended_until", "silenced_until"])  # as it is by this decision
    with override(author.language), timezone.override(ZoneInfo(author.zone)):
        case = review.appeal_of or review
        told = {
            "what": _named(review),
            "outcome": outcome_of(review) if review.is_appeal else "",
            "is_undone": is_undone,
            "warning": recourse(warning, author) if warning else None,
            "recourse": None if review.is_appeal else recourse(review, author),
            "page": address_of(case, author),
            "is_shut_out": is_suspended(author),
            "is_removed": is_removed(author, case),
        }
        _send(author.email, "decided", review, user=author, **told)


def _tell_visitor(review: Review, *, was_live: bool) -> None:
    """Tell a visitor what became of what they wrote, and whom to write to: without an account nobody appeals."""
    kind, thing = KINDS[review.kind], found(review.kind, review.object_id)
    asked = kind.visitor(thing) if thing is not None else None
    is_told = review.decision in AGAINST or (review.decision == Decision.KEEP and not was_live)
    if asked is None or not is_told:
        return
    email, language = asked
    with override(language):
        page = settings.BASE_URL + kind.url(thing) if kind.state(thing) == "live" else ""
        _send(email, "visitor_decided", review, writer=kind.writer(thing), title=kind.title(thing), page=page)


def tell_reporters(review: Review) -> None:
    """Tell members and visitors how a case ended that they reported, and forget the addresses of visitors."""
    if review.decided_by_id and review.flag_count:
        reports_answered.send(sender=Review, review=review)
    flags = review.flags.standing().exclude(email="")
    for flag in flags:
        with override(flag.language):
            _send(flag.email, "report_decided", review, outcome=flag.outcome)
    flags.update(email="")


def _named(review: Review) -> str:
    """Name what a case is about for its author."""
    thing = found(review.kind, review.object_id)
    return KINDS[review.kind].told_as(thing) if thing is not None else _("something that you wrote")


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
