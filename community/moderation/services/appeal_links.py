"""Where an author finds a decision and appeals against it: signed in, or by a link where they can't sign in.

A link is signed and names the case. It works as long as one can appeal, and then as long as the answer is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from community.members.permissions import is_suspended
from community.members.standing.recourse import Recourse

from ..models import STANDING, Decision, Review
from ..permissions import is_of_removal, is_removed

if TYPE_CHECKING:
    from community.members.models import User

SALT = "community.moderation.appeal"


def token_of(review: Review) -> str:
    """Sign a case for its author, who alone gets the link."""
    return signing.dumps([review.pk, review.author_id], salt=SALT)


def review_of(token: str) -> Review | None:
    """Read a token; None where it is forged, or one can no longer appeal."""
    try:
        told = signing.loads(token, salt=SALT)
        key, author = (int(part) for part in told)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = Review.objects.select_related("author", "decided_by", "appeal", "removal")
    review = found.filter(pk=key, author=author).first()
    if review is None or review.author is None or not review.author.is_active:
        return None
    if is_removed(review.author, review) and not is_of_removal(review.author, review):
        return None
    ends = review.appeal_ends_at
    return review if ends and (timezone.now() <= ends or hasattr(review, "appeal")) else None


def address_of(review: Review, author: User) -> str:
    """Lead an author to a case of theirs, in the language of now: by a link where they can't sign in."""
    if is_suspended(author) and review.appeal_ends_at:
        return settings.BASE_URL + reverse("moderation:appeal_link", args=[token_of(review)])
    return settings.BASE_URL + reverse("moderation:own_text", args=[review.pk])


def recourse(review: Review, author: User) -> Recourse | None:
    """Say where an author appeals against a decision, and until when; None where they can't, or can no longer."""
    ends = review.appeal_ends_at
    is_asked = Review.objects.filter(appeal_of=review).exists()
    if ends is None or (timezone.now() > ends and not is_asked):
        return None
    return Recourse(address_of(review, author), ends, is_asked)


def recourse_now(member: User) -> Recourse | None:
    """Say the same of what keeps a member from writing at the moment; None where no case says why.

    Of a removed account `people.removed` tells.
    """
    decision = Decision.SUSPEND if is_suspended(member) else Decision.SILENCE
    until = member.suspended_until if decision == Decision.SUSPEND else member.silenced_until
    cases = Review.objects.filter(author=member, kind=STANDING, decision=decision, until=until)
    case = cases.order_by("-pk").first() if until and until > timezone.now() else None
    return recourse(case, member) if case and not is_removed(member, case) else None
