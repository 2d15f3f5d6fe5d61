"""Taking a case, and deciding it: what becomes of the thing, of the reports, and of who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.permissions import Refused, is_silenced
from community.members.standing import services as standing
from community.members.standing import wording
from community.members.standing.permissions import may_restrict

from ..kinds import KINDS, found
from ..models import OUT_OF_VIEW, Decision, Removal, Review
from ..permissions import could_impose, is_anothers_case, is_not_above, may_decide, may_see_review, may_warn
from ..reasons import LOOKED_AT
from . import people, sanctions, telling, undoing
from .reviews import close, is_taken_back, keep_places, left_as, locked_all_of, locked_with, renew_author, write_down
from .settling import withdraw_undone

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import User

    from ..kinds import Kind

WARN, SILENCE, SUSPEND, LIFT = "warn", "silence", "suspend", "lift_silence"
OF_STAFF = gettext_lazy("This is not open to you: accounts of the staff are the administrators’ to change.")
NEEDS_REASON = (Decision.HIDE, Decision.DELETE, Decision.EDIT, Decision.SPAMMER, Decision.REFUSED)
SHOWING = (Decision.KEEP, Decision.EDIT, Decision.GRANTED)
GRANTING = {
    Decision.HIDE: gettext_lazy("Show it again"),
    Decision.DELETE: gettext_lazy("Show it again"),
    Decision.EDIT: gettext_lazy("Put the words back"),
    Decision.WARN: gettext_lazy("Take the warning back"),
    Decision.SILENCE: gettext_lazy("Let them write again"),
    Decision.SUSPEND: gettext_lazy("Let them sign in again"),
    Decision.REMOVAL: gettext_lazy("Give the account back with all it wrote"),
}


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
    unfit = set()
    if kind.state(thing) != "live":  # left undecided it would be out of view for ever
        unfit.add(Decision.IGNORE)
    if not kind.is_editable(thing):
        unfit.add(Decision.EDIT)
    if review.author is None or kind.is_of_several(review.object_id) or not may_restrict(by, review.author):
        unfit.add(Decision.SPAMMER)
    return [name for name in kind.decisions if name not in unfit]


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
    if verdict.decision == Decision.GRANTED and (removal := _removal(review)):
        locked_with(removal)
    review = _locked(review)
    _require(by, review)
    if review.claim_ends_at and review.claimed_by_id != by.pk:
        raise Refused(_("%(name)s looks at this case now.") % {"name": review.claimed_by})
    if thing is None or is_taken_back(kind, thing):
        close(review, decision=Decision.GONE, by=None)
        return review
    keep_places(review, kind.places(thing))  # it may have moved since
    renew_author(review, kind, thing)
    _require(by, review)
    if verdict.shown and verdict.shown != kind.mark_of(thing):
        raise Changed
    if getattr(thing, "acted_by_id", None) == by.pk:
        raise Refused(_("This is a case of your own; another moderator decides it."))
    if verdict.decision not in decisions_for(review, thing, by):
        raise ValidationError({"decision": _("As it stands, this can’t be decided so.")}, code="decision")
    if verdict.decision in NEEDS_REASON and not verdict.reason.strip():
        raise ValidationError({"reason": _("Please write why: the author reads it.")}, code="reason")
    before = kind.state(thing)
    review.said = kind.said(thing)  # a profile that stands by this decision doesn't wait again
    close(review, decision=verdict.decision, by=by, reason=verdict.reason)
    _carry_out(by, review, kind, thing, verdict)
    thing = kind.lock(review.object_id) or thing  # as it stands by now
    after = _after(review, verdict, kind.state(thing))
    write_down(review, "decide", by=by, reason=verdict.reason, before=_before(review, before), after=after)
    is_undone = verdict.decision in SHOWING and withdraw_undone(kind, thing, by, before=before, is_told=False)
    warning = _sanction(by, review, verdict)
    telling.tell_decided(review, was_live=before == "live", warning=warning, is_undone=is_undone)
    return review


def why_not(by: User, review: Review) -> str:
    """Say why somebody who sees a case can't decide it; empty where they can."""
    if review.decided_at:
        return _said(review)
    if is_silenced(by):
        return wording.until_when(by)  # not why: a mailed link says it to whoever opens it
    if not is_anothers_case(by, review):
        return _("This is a case of your own; another moderator decides it.")
    if not is_not_above(by, review):
        return _("The author looks after more than you do; a moderator above decides it.")
    if not could_impose(by, review):
        return str(OF_STAFF)
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
        return _("This case has ended: %(decision)s.") % {"decision": review.done}
    told = {"name": review.decided_by, "decision": review.done}
    return _("%(name)s has decided this case: %(decision)s.") % told


def _carry_out(by: User, review: Review, kind: Kind, thing: Any, verdict: Verdict) -> None:
    reason = verdict.reason
    match verdict.decision:
        case Decision.HIDE:
            kind.hide(thing, by=by, reason=reason)
        case Decision.DELETE:
            kind.delete(thing, by=by, reason=reason)
        case Decision.EDIT:
            undoing.change(by=by, review=review, kind=kind, thing=thing, text=verdict.text, reason=reason)
            undoing.show_again(kind, review, by, reason)
        case Decision.KEEP:
            undoing.show_again(kind, review, by, reason)
        case Decision.GRANTED:
            if removal := _removal(review):
                people.undo_removal(by=by, removal=removal, appeal=review)
            undoing.take_back(by=by, appeal=review, reason=reason)
        case Decision.SPAMMER if review.author:
            review.removal = people.remove_spammer(by=by, member=review.author, reason=reason)
            review.save(update_fields=["removal"])


def _removal(review: Review) -> Removal | None:
    """Give the removal of an account that is appealed against."""
    return review.appeal_of.removal if review.appeal_of and review.appeal_of.is_sanction else None


def _before(review: Review, state: str) -> str:
    """Say what was so before a decision: how the thing stood, or what is appealed against where that says nothing."""
    case = review.appeal_of
    return state if case is None or case.decision in OUT_OF_VIEW else case.decision


def _after(review: Review, verdict: Verdict, state: str) -> dict[str, Any]:
    after: dict[str, Any] = {"decision": verdict.decision, "sanction": verdict.sanction or None}
    case = review.appeal_of
    return after | left_as(review, state if case and case.decision in OUT_OF_VIEW else "")


def _sanction(by: User, review: Review, verdict: Verdict) -> Review | None:
    """Do something about the author, too; that asks for a permission of its own. Give the case of a warning."""
    author = review.author
    if not verdict.sanction or author is None or verdict.decision == Decision.SPAMMER:
        return None
    permission = may_warn if verdict.sanction == WARN else may_restrict
    if not permission(by, author):
        raise Refused(str(OF_STAFF))
    told: dict[str, Any] = {"by": by, "member": author, "reason": verdict.reason}
    if restrict := {SILENCE: standing.silence, SUSPEND: standing.suspend}.get(verdict.sanction):
        if verdict.until is None:
            raise ValidationError({"until": _("Please choose until when.")}, code="until")
        restrict(until=verdict.until, beside=review, **told)
    elif verdict.sanction == LIFT and is_silenced(author):
        standing.lift_silence(by=by, member=author, reason=verdict.reason or LOOKED_AT.kept())
    elif verdict.sanction == WARN:
        return sanctions.warn(beside=review, **told)
    return None


def _stays_away(case: Review) -> bool:
    """Tell whether a thing would stay out of view by another decision if this one were taken back."""
    thing = found(case.kind, case.object_id) if case.decision in OUT_OF_VIEW else None
    return thing is not None and bool(undoing.kept_away_by(KINDS[case.kind], thing, besides=case))


def label_of(decision: str, review: Review) -> str:
    """Say what a decision does in a case: what an appeal takes back is named by what it is."""
    case = review.appeal_of
    if case is None or decision != Decision.GRANTED or _stays_away(case):
        return str(Decision(decision).label)
    return str(GRANTING[Decision(case.decision)])


def sanctions_for(by: User, review: Review) -> list[str]:
    """Say what else can be done about the author."""
    author = review.author
    if author is None or review.is_appeal or review.is_sanction or not may_warn(by, author):
        return []
    if not may_restrict(by, author):
        return [WARN]
    return [WARN, SILENCE, SUSPEND, *([LIFT] if is_silenced(author) else [])]
