"""What authors do about a decision: see why, mend what they wrote while it is looked at, and appeal once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..kinds import KINDS, found
from ..models import LONGEST_WORDS, Review
from ..permissions import may_appeal
from .reviews import note_places, write_down

if TYPE_CHECKING:
    from community.members.models import User


@transaction.atomic
def appeal(*, author: User, review: Review, words: str) -> Review:
    """Ask for another moderator to look at a decision; a second time gives the same appeal.

    Who is suspended asks too: a link leads them to it (`appeal_links`).
    Raises `Refused` for what isn't one's own or is too old, `ValidationError` without words.
    """
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.author_id == author.pk and (known := Review.objects.filter(appeal_of=review).first()):
        return known
    ends = review.appeal_ends_at
    if not may_appeal(author, review) or ends is None:
        raise Refused(_("This is not open to you."))
    if timezone.now() > ends:
        raise Refused(_("This was decided too long ago to appeal against it."))
    text = " ".join(words.split())
    if not text:
        raise ValidationError({"words": _("Please write why you see it differently.")}, code="required")
    made = Review.objects.create(
        kind=review.kind, object_id=review.object_id, author=author, appeal_of=review, words=text[:LONGEST_WORDS]
    )
    thing = found(review.kind, review.object_id)
    note_places(made, KINDS[review.kind].places(thing) if thing is not None else [])
    write_down(made, "appeal", by=author, before=review.decision)
    return made


@transaction.atomic
def mend(*, author: User, review: Review, text: str, heading: str = "") -> Any:
    """Change what reports have hidden, and its title, while it is looked at; it stays hidden until that is done.

    Raises `Refused` as changing a text does elsewhere, `ValidationError` for an unfit one.
    """
    kind = KINDS[review.kind]
    thing = kind.lock(review.object_id)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if thing is None or review.author_id != author.pk or not is_mendable(review, thing):
        raise Refused(_("This can’t be changed here any more."))
    kind.mend(thing, by=author, text=text, heading=heading or kind.heading(thing))
    write_down(review, "mend", by=author)
    return thing


def is_mendable(review: Review, thing: Any) -> bool:
    """Tell whether an author may change a text in its case: reports have hidden it, and nobody has decided."""
    waits = thing is not None and review.decided_at is None and review.is_hidden
    return waits and KINDS[review.kind].is_mendable(thing)
