"""Taking a case, and deciding it: what becomes of the thing, of the reports, and of who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.models import Profile
from community.members.permissions import Refused, is_silenced
from community.members.standing import services as standing
from community.members.standing.permissions import may_restrict

from ..kinds import KINDS
from ..models import Decision, Review
from ..permissions import is_anothers_case, is_not_above, may_decide, may_see_review
from ..reasons import LOOKED_AT
from . import people, telling
from .reviews import close, is_taken_back, keep_places, locked_all_of, turn_outcomes, write_down
from .screened_people import said_by

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import User

    from ..kinds import Kind

WARN, SILENCE, SUSPEND, LIFT = "warn", "silence", "suspend", "lift_silence"
NEEDS_REASON = (Decision.HIDE, Decision.DELETE, Decision.EDIT, Decision.SPAMMER, Decision.REFUSED)


class Changed(ValidationError):
    """What was looked at is no longer so."""

    def __init__(self) -> None:
        super().__init__(_("It says something else by now. Please look at it again."), code="changed")


class Decided(Refused):
    """Somebody else was faster; the message says who and how."""


@dataclass(frozen=True)
class Verdict:
    """What a moderator decides: of the thing, and perhaps of who wrote it (`sanction`, until a moment).

    `reason` is told to the author; `text` is what the thing says from now on, where it is changed.
    """

    decision: str
    reason: str = ""
    text: str = ""
    sanction: str = ""
    until: datetime | None = None
    shown: str = ""  # `Kind.mark_of` what was looked at; empty where that isn't asked


def decisions_for(review: Review, thing: Any, by: User) -> list[str]:
    """Say how a case can end, as its thing stands and for who decides."""
    if review.is_appeal:
        return [Decision.REFUSED, Decision.GRANTED]
    kind = KINDS[review.kind]
    possible = list(kind.decisions)
    if kind.state(thing) != "live":  # left undecided it would be out of view for ever
        possible.remove(Decision.IGNORE)
    if not kind.is_editable(thing):
        possible = [name for name in possible if name != Decision.EDIT]
    if review.author is None or not may_restrict(by, review.author):
        possible.remove(Decision.SPAMMER)
    return possible


@transaction.atomic
def claim(*, by: User, review: Review) -> Review:
    """Keep a case to oneself for a while; raises `Refused` where another does."""
    review = _locked(review)
    _require(by, review)
    if review.claim_ends_at and review.claimed_by_id != by.pk:
        raise Refused(_("%(name)s looks at this case now.") % {"name": review.claimed_by})
    review.claimed_by, review.claimed_at = by, timezone.now()
    review.save(update_fields=["claimed_by", "claimed_at"])
    write_down(review, "claim", by=by, before=None, after=by.pk)
    return review


@transaction.atomic
def release(*, by: User, review: Review) -> Review:
    """Leave a case to others again."""
    review = _locked(review)
    if review.claimed_by_id == by.pk:
        review.claimed_by = review.claimed_at = None
        review.save(update_fields=["claimed_by", "claimed_at"])
        write_down(review, "release", by=by, before=by.pk, after=None)
    return review


@transaction.atomic
def decide(*, by: User, review: Review, verdict: Verdict) -> Review:
    """End a case, once.

    Raises `Refused` for who may not, `Decided` where another was faster, `ValidationError` for what is incomplete.
    """
    kind = KINDS[review.kind]
    thing = kind.lock(review.object_id)
    if verdict.decision == Decision.SPAMMER and review.author:
        locked_all_of(review.author)  # in the order in which all who remove an account lock them
    review = _locked(review)
    _require(by, review)
    if review.claim_ends_at and review.claimed_by_id != by.pk:
        raise Refused(_("%(name)s looks at this case now.") % {"name": review.claimed_by})
    if thing is None or is_taken_back(kind, thing):
        close(review, decision=Decision.GONE, by=None)
        return review
    keep_places(review, kind.places(thing))  # it may have moved since
    _require(by, review)
    if verdict.shown and verdict.shown != kind.mark_of(thing):
        raise Changed
    if getattr(thing, "acted_by_id", None) == by.pk:
        raise Refused(_("This is a case of your own; another moderator decides it."))
    if verdict.decision not in decisions_for(review, thing, by):
        raise ValidationError({"decision": _("Please choose what is to be done.")}, code="decision")
    if verdict.decision in NEEDS_REASON and not verdict.reason.strip():
        raise ValidationError({"reason": _("Please write why: the author reads it.")}, code="reason")
    before = kind.state(thing)
    if isinstance(thing, Profile):
        review.said = said_by(thing)  # what stands by this decision doesn't wait again
    close(review, decision=verdict.decision, by=by, reason=verdict.reason)
    _carry_out(by, review, kind, thing, verdict)
    after = {"decision": verdict.decision, "sanction": verdict.sanction or None}
    write_down(review, "decide", by=by, reason=verdict.reason, before=before, after=after)
    _sanction(by, review, verdict)
    telling.tell_decided(review, was_live=before == "live", is_warned=verdict.sanction == WARN)
    return review


def why_not(by: User, review: Review) -> str:
    """Say why somebody who sees a case can't decide it; empty where they can."""
    if review.decided_at:
        return _said(review)
    if not is_anothers_case(by, review):
        return _("This is a case of your own; another moderator decides it.")
    if not is_not_above(by, review):
        return _("The author looks after more than you do; a moderator above decides it.")
    if review.claim_ends_at and review.claimed_by_id != by.pk:
        return _("%(name)s looks at this case now.") % {"name": review.claimed_by}
    return ""


def _locked(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("author", "claimed_by", "decided_by")
    found: Review | None = rows.select_related("appeal_of").filter(pk=review.pk).first()
    if found is None:
        raise Refused(_("This case is no longer there: the report was taken back."))
    return found


def _require(by: User, review: Review) -> None:
    if not may_see_review(by, review):
        raise Refused(_("This is not open to you."))
    if review.decided_at:
        raise Decided(_said(review))
    if not may_decide(by, review):
        raise Refused(why_not(by, review))


def _said(review: Review) -> str:
    if review.decided_by is None:
        return _("This case has ended: %(decision)s.") % {"decision": review.get_decision_display()}
    told = {"name": review.decided_by, "decision": review.get_decision_display()}
    return _("%(name)s has decided this case: %(decision)s.") % told


def _carry_out(by: User, review: Review, kind: Kind, thing: Any, verdict: Verdict) -> None:
    reason = verdict.reason
    match verdict.decision:
        case Decision.HIDE:
            kind.hide(thing, by=by, reason=reason)
        case Decision.DELETE:
            kind.delete(thing, by=by, reason=reason)
        case Decision.EDIT:
            kind.edit(thing, by=by, text=verdict.text, is_judged=True)
            _show(kind, review, by, reason)
        case Decision.KEEP:
            _show(kind, review, by, reason)
        case Decision.GRANTED:
            _show(kind, review, by, reason)
            turn_outcomes(review)
        case Decision.SPAMMER if review.author:
            review.removal = people.remove_spammer(by=by, member=review.author, reason=reason)
            review.save(update_fields=["removal"])


def _show(kind: Kind, review: Review, by: User, reason: str) -> None:
    """Show the thing as it is by now, if it isn't shown."""
    thing = kind.lock(review.object_id)
    if thing is not None and kind.state(thing) != "live":
        kind.show(thing, by=by, reason=reason)


def _sanction(by: User, review: Review, verdict: Verdict) -> None:
    """Do something about the author, too; that asks for its own permission."""
    author = review.author
    if not verdict.sanction or author is None or verdict.decision == Decision.SPAMMER:
        return
    if not may_restrict(by, author):
        raise Refused(_("This is not open to you: accounts of the staff are the administrators’ to change."))
    told: dict[str, Any] = {"by": by, "member": author, "reason": verdict.reason}
    if restrict := {SILENCE: standing.silence, SUSPEND: standing.suspend}.get(verdict.sanction):
        if verdict.until is None:
            raise ValidationError({"until": _("Please choose until when.")}, code="until")
        restrict(until=verdict.until, **told)
    elif verdict.sanction == LIFT and is_silenced(author):
        standing.lift_silence(by=by, member=author, reason=verdict.reason or LOOKED_AT.kept())
    elif verdict.sanction == WARN:
        people.note_warning(**told)


def sanctions_for(by: User, review: Review) -> list[str]:
    """Say what else can be done about the author."""
    author = review.author
    if author is None or review.is_appeal or not may_restrict(by, author):
        return []
    return [WARN, SILENCE, SUSPEND, *([LIFT] if is_silenced(author) else [])]
