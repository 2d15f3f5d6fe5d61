"""What moderation tells of a member's data, and what of it goes with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from community.members.rights.answers import Part
from community.reasons import with_words

from ..models import Flag, Note, Review, ReviewLink

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Give one's own reports, the cases about what one wrote with what was decided, and the notes on oneself."""
    flags = Flag.objects.filter(reporter=user).order_by("pk")
    told = ("kind", "object_id", "reason", "words", "created_at", "retracted_at", "outcome")
    yield Part("moderation_reports", flags.values(*told))
    cases = Review.objects.filter(author=user).order_by("pk")
    decided = ("decided_at", "decision", "reason", "until", "withdrawn_at")
    rows = cases.values("kind", "object_id", "created_at", "words", *decided)
    yield Part("moderation_cases", with_words(rows))
    yield Part("moderation_notes", Note.objects.filter(person=user).order_by("pk").values("text", "created_at"))


def erase(*, user: User) -> int:
    """Forget words and notes; how many cases there were, and how they ended, stays for the public numbers."""
    gone = Flag.objects.filter(reporter=user).exclude(words="").update(words="")
    gone += Review.objects.filter(author=user).exclude(words="").update(words="")
    gone += Note.objects.filter(person=user).delete()[0]
    return gone + ReviewLink.objects.filter(moderator=user).delete()[0]
