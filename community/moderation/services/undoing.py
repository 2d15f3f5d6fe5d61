"""What an appeal that is granted takes back: a text is shown or says again what it said, a sanction ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import Refused
from community.writing.history import services as history
from community.writing.history.models import Version

from ..kinds import KINDS
from ..models import OUT_OF_VIEW, OUTCOMES, Decision, Review
from . import sanctions

if TYPE_CHECKING:
    from community.members.models import User

    from ..kinds import Kind


def take_back(*, by: User, appeal: Review, reason: str) -> None:
    """Take back what an appeal is against, as far as nothing else has come in its place."""
    case = appeal.appeal_of
    if case is None:
        return
    if case.decision in OUT_OF_VIEW:
        appeal.is_left = not _take_out_of_hiding(KINDS[case.kind], case, by, reason)
    elif case.decision == Decision.EDIT:
        appeal.is_left = not _put_words_back(by, case)
    elif case.is_sanction:
        appeal.is_left = not sanctions.take_back(by=by, case=case, reason=reason)
    appeal.save(update_fields=["is_left"])
    note_taken_back(appeal)


def note_taken_back(appeal: Review) -> None:
    """Have a decision count no longer, and say of the reports which led to it that they were not right."""
    if appeal.appeal_of:
        Review.objects.filter(pk=appeal.appeal_of.pk).update(withdrawn_at=timezone.now())
        appeal.appeal_of.flags.standing().update(outcome=OUTCOMES[Decision.KEEP])


def kept_away_by(kind: Kind, thing: Any, *, besides: Review) -> list[Review]:
    """Find the other decisions that count and keep a thing out of view as it stands."""
    others = Review.objects.putting_away(kind.name, thing.pk).exclude(pk=besides.pk)
    return [case for case in others.order_by("pk") if kind.is_put_away(thing, case.decision)]


def show_again(kind: Kind, review: Review, by: User, reason: str) -> None:
    """Show the thing as it is by now, if it isn't shown."""
    thing = kind.lock(review.object_id)
    if thing is not None and kind.state(thing) != "live":
        kind.show(thing, by=by, reason=reason)


def change(*, by: User, review: Review, kind: Kind, thing: Any, text: str, reason: str) -> None:
    """Change the words of a thing, and note which change it was: by that they can be put back.

    What it said before is for who keeps order alone from then on: else its history would go on telling what was wrong.
    Raises `ValidationError` for the same words: nothing would be changed, though its author would read so.
    """
    said = kind.said(thing)
    kind.edit(thing, by=by, text=text, is_judged=True)
    thing = kind.lock(review.object_id)
    if thing is None:
        return
    if kind.said(thing) == said:
        message = _("It says the same as before. Change it, or choose to let it stand.")
        raise ValidationError({"text": message}, code="unchanged")
    name, kept = kind.kept_as(thing)
    earlier = list(Version.objects.filter(kind=name, object_id=kept.pk).order_by("-number"))
    for version in earlier:
        history.hide_version(moderator=by, version=version, reason=reason, is_judged=True)
    latest = earlier[0] if earlier else None
    review.said, review.version = kind.said(thing), latest.number if latest else None
    review.save(update_fields=["said", "version"])


def version_of(case: Review, kind: Kind, thing: Any) -> Version | None:
    """Find what a text said before a moderator changed it; None once its history is gone."""
    if case.version is None:
        return None
    name, kept = kind.kept_as(thing)
    return Version.objects.filter(kind=name, object_id=kept.pk, number=case.version).first()


def words_before(case: Review, kind: Kind, thing: Any) -> tuple[Version | None, Review | None]:
    """Find what a text says again once a change is taken back, and the earlier change whose words those are, if any.

    The words of earlier changes that were taken back themselves are passed over: their author never wrote them.
    """
    version = version_of(case, kind, thing)
    while version is not None:
        earlier = _changed_into(version, case, kind)
        if earlier is None or earlier.withdrawn_at is None:
            return version, earlier
        version = version_of(earlier, kind, thing)
    return None, None


def _changed_into(version: Version, case: Review, kind: Kind) -> Review | None:
    """Find the latest decision about the same thing that had changed its words into those of a version."""
    told = {"kind": case.kind, "object_id": case.object_id, "decision": Decision.EDIT}
    found = Review.objects.filter(**told, said=kind.said_by(version.body), version__lt=version.number)
    return found.order_by("-version").first()


def _take_out_of_hiding(kind: Kind, case: Review, by: User, reason: str) -> bool:
    """Undo a hiding or a deletion; the answer is False where another decision keeps the thing out of view.

    Then it stands as that one left it: what was hidden, and then deleted, is deleted still, or hidden again.
    """
    thing = kind.lock(case.object_id)
    others = {kind.puts[other.decision] for other in kept_away_by(kind, thing, besides=case)} if thing else set()
    if not others:
        show_again(kind, case, by, reason)
        return True
    if (own := kind.puts[case.decision]) not in others:
        undo = kind.bring_back if own == "deleted" else kind.unhide
        undo(thing, by=by, reason=reason)
    return False


def _put_words_back(by: User, case: Review) -> bool:
    """Have a text say again what it said; the answer is False where it says something else by now, or can't say it."""
    kind = KINDS[case.kind]
    thing = kind.lock(case.object_id)
    version, _earlier = words_before(case, kind, thing) if thing is not None else (None, None)
    if version is None or kind.said(thing) != case.said:
        return False
    try:
        with transaction.atomic():
            kind.edit(thing, by=by, text=version.body, is_judged=True)
    except (Refused, ValidationError):  # the room is closed by now, or newcomers may no longer write such a thing
        return False
    return True
