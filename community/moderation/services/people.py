"""What moderators know of a person, and removing an account with all it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from outbox.services import enqueue
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.members.models import User
from community.members.permissions import Refused, Viewer, require_writer
from community.members.rights.erasing import erase_removed
from community.members.standing import services as standing
from community.members.standing.permissions import may_restrict
from community.members.standing.removed import Removed

from ..kinds import KINDS
from ..models import DONE, LONGEST_NOTE, Decision, Flag, Note, Outcome, Removal, RemovedThing, Review
from ..permissions import is_anothers_case, may_note
from ..reasons import NOT_SPAM, OF_SPAMMER, UNDONE
from . import appeal_links, sanctions, telling
from .reviews import close, locked_all_of, locked_with, note_held, reopen, settle_sanction, write_down

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from ..kinds import Kind

CLEAN, BRING_BACK = "community.moderation.tasks.clean", "community.moderation.tasks.bring_back"
FOR_GOOD = timedelta(days=36_500)  # until when who was removed is suspended
A_RUN = 50  # removals that one run of the schedule finishes
LATEST = 20
ACTS = (  # of the log, which speak for or against somebody
    *("members.suspend", "members.lift_suspension", "members.silence", "members.lift_silence"),
    *("moderation.warn", "moderation.withdraw_warning", "moderation.remove_spammer", "moderation.undo_removal"),
)


@dataclass(frozen=True)
class History:
    """What speaks for and against somebody: cases about what they wrote, their appeals and reports, acts about them."""

    cases: dict[str, int]
    appeals: dict[str, int]
    reports: dict[str, int]
    acts: list[Any]
    notes: list[Note]


def history_of(person: User, *, sees_notes: bool) -> History:
    """Gather it, by a fixed number of queries."""
    decided = Review.objects.that_count().filter(author=person).exclude(decision="")
    counts = _decisions(decided)
    reports = Flag.objects.standing().filter(reporter=person).exclude(outcome="")
    acts = ModelLogEntry.objects.for_instance(person).filter(action__in=ACTS).select_related("user")
    notes = Note.objects.filter(person=person).select_related("author").order_by("-created_at")
    return History(
        cases={words: count for words, (count, _appeals) in counts.items() if count},
        appeals={words: count for words, (_cases, count) in counts.items() if count},
        reports=_counted(reports, "outcome", dict(Outcome.choices)),
        acts=list(acts.order_by("-timestamp", "-pk")[:LATEST]),
        notes=list(notes[:LATEST]) if sees_notes else [],
    )


@transaction.atomic
def write_note(*, by: User, person: User, text: str) -> Note:
    """Tell the other moderators something of a person; raises `ValidationError` for nothing."""
    _require_to_note(by, person)
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Please write something.")}, code="required")
    note = Note.objects.create(person=person, author=by, text=text[:LONGEST_NOTE])
    log(person, "moderation.note", user=by, title=person.name, data={"reason": "", "before": None, "after": note.pk})
    return note


@transaction.atomic
def delete_note(*, by: User, note: Note) -> None:
    """Take a note of one's own back; a second time changes nothing."""
    _require_to_note(by, note.person)
    if note.author_id != by.pk:
        raise Refused(_("This is not open to you."))
    if Note.objects.filter(pk=note.pk).delete()[0]:
        data = {"reason": "", "before": note.pk, "after": None}
        log(note.person, "moderation.forget_note", user=by, title=note.person.name, data=data)


@transaction.atomic
def remove_spammer(*, by: User, member: User, reason: str) -> Removal:
    """Shut an account out at once, and have all it wrote deleted soon; a second time gives the same removal.

    It decides all their open cases, so each has to be one that `by` could decide now. Raises `Refused`.
    """
    require_writer(by)
    cases = [case for case in locked_all_of(member) if not KINDS[case.kind].is_of_several(case.object_id)]
    member = User.objects.select_for_update().get(pk=member.pk)
    if not may_restrict(by, member):
        raise Refused(_("This is not open to you: accounts of the staff are the administrators’ to change."))
    _require_none_of_others(by, cases)
    if known := Removal.objects.filter(person=member, undone_at=None).first():
        return known
    removal = Removal.objects.create(
        person=member,
        by=by,
        reason=standing.clean_reason(reason),
        suspended_until=member.suspended_until,
        suspended_reason=member.suspended_reason,
    )
    standing.shut_out(by=by, member=member, until=timezone.now() + FOR_GOOD, reason=reason)
    sanction = sanctions.impose(
        member=member, by=by, decision=Decision.REMOVAL, reason=reason, beside=None, removal=removal
    )
    for case in cases:
        case.removal = removal
        close(case, decision=Decision.SPAMMER, by=by, reason=reason)
        write_down(case, "decide", by=by, reason=reason, after={"decision": Decision.SPAMMER})
    data = {"reason": reason, "before": None, "after": {"undoable_until": removal.ends_at.isoformat()}}
    log(member, "moderation.remove_spammer", user=by, title=member.name, data=data)
    enqueue(CLEAN, removal.pk)
    telling.tell_removed(sanction)
    return removal


@transaction.atomic
def undo_removal(*, by: User, removal: Removal, appeal: Review | None = None) -> Removal:
    """Let an account in again as it was, with all that was deleted; raises `Refused` when it is too late.

    It grants what its member has appealed; `appeal` is the one that is being granted, which is never too late.
    """
    require_writer(by)
    cases = locked_with(removal)
    removal = Removal.objects.select_for_update(of=("self",)).select_related("person").get(pk=removal.pk)
    if removal.undone_at:
        return removal
    if not may_restrict(by, removal.person):
        raise Refused(_("This is not open to you: accounts of the staff are the administrators’ to change."))
    if removal.done_at or not (appeal or removal.is_undoable):
        raise Refused(_("This can’t be undone any more: the account is deleted for good."))
    removal.undone_at = timezone.now()
    removal.save(update_fields=["undone_at"])
    until: datetime | None = removal.suspended_until
    reason = removal.suspended_reason if until else UNDONE.kept()
    standing.take_back(by=by, member=removal.person, until=until, reason=reason)
    for case in cases:
        if case.is_sanction:
            settle_sanction(case, by=by)
        else:
            reopen(case)
    data = {"reason": reason, "before": {"removed": removal.reason}, "after": {"suspended_until": until and str(until)}}
    log(removal.person, "moderation.undo_removal", user=by, title=removal.person.name, data=data)
    enqueue(BRING_BACK, removal.pk, by.pk)
    return removal


def removed(member: User) -> Removed | None:
    """Tell a member that their account was removed; None where it was not, or no longer is."""
    removal = Removal.objects.filter(person=member, undone_at=None).first()
    if removal is None:
        return None
    case = removal.cases.sanctions().select_related("removal").first()
    way = appeal_links.recourse(case, member) if case else None
    return Removed(removal.reason, removal.ends_at, removal.is_undoable, way)


def clean(*, removal_id: int) -> int:
    """Delete what a removed account wrote, each in a transaction of its own; return how much. Safe to repeat."""
    removal = Removal.objects.select_related("person", "by").filter(pk=removal_id, undone_at=None).first()
    if removal is None:
        return 0
    count = 0
    for kind in KINDS.values():
        for key in list(kind.written_by(removal.person).values_list("pk", flat=True)):
            count += _delete_one(removal, kind.name, key)
    return count


def bring_back(*, removal_id: int, by_id: int | None = None) -> int:
    """Bring back what was deleted with an account whose removal was undone; return how much. Safe to repeat.

    `by_id` is who undid it, in whose name each text comes back; jobs from before that was told have none.
    """
    removal = Removal.objects.filter(pk=removal_id).exclude(undone_at=None).first()
    if removal is None:
        return 0
    by = User.objects.filter(pk=by_id).first() if by_id else None
    count = 0
    for row in list(removal.things.order_by("pk")):
        try:
            with transaction.atomic():
                thing = KINDS[row.kind].lock(row.object_id)
                if thing is not None:
                    KINDS[row.kind].bring_back(thing, by=by, reason=UNDONE.kept())
                    count += 1
                row.delete()
        except Refused:  # a topic that was merged into another one since: its posts are there
            row.delete()
    return count


def finish_removals() -> int:
    """Have accounts deleted for good whose removal nobody undid in time, or appeals against; return how many."""
    due = Removal.objects.filter(undone_at=None, done_at=None).select_related("person").order_by("created_at")
    appealed = Review.objects.open().exclude(appeal_of__removal=None).values("appeal_of__removal")
    due, done = due.exclude(pk__in=appealed), 0
    for removal in [each for each in due[:A_RUN] if not each.is_undoable]:
        with transaction.atomic():
            locked = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
            if locked.undone_at or locked.done_at or locked.is_appealed:
                continue
            locked.done_at = timezone.now()
            locked.save(update_fields=["done_at"])
            erase_removed(member=removal.person)
            done += 1
    return done


def hold_all(*, person_id: int) -> int:
    """Have all that somebody wrote wait for a moderator; return how much. Safe to repeat."""
    person = User.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        return 0
    reason = OF_SPAMMER.kept()
    count = 0
    for kind in KINDS.values():
        for key in list(kind.written_by(person).values_list("pk", flat=True)):
            with transaction.atomic():
                thing = kind.lock(key)
                if thing is None or kind.state(thing) != "live":
                    continue
                kind.hold(thing, reason=reason)
                held = kind.lock(key)
                if held is not None and kind.state(held) != "live":
                    note_held(kind, held, reason)
                    count += 1
    return count


def show_all(*, person_id: int) -> int:
    """Show again what waited for nothing but that its author was reported so; return how much. Safe to repeat."""
    waiting = Review.objects.open().filter(author=person_id, is_held=True, appeal_of=None)
    count = 0
    for review in list(waiting.filter(held_reason=OF_SPAMMER.kept(), flag_count=0).order_by("pk")):
        with transaction.atomic():
            kind = KINDS[review.kind]
            thing = kind.lock(review.object_id)
            still = Review.objects.open().select_for_update(of=("self",)).filter(pk=review.pk, flag_count=0).first()
            if thing is None or still is None or not _only_waits(kind, thing):
                continue
            kind.show(thing, by=None, reason=NOT_SPAM.kept())
            close(still, decision=Decision.KEEP, by=None, reason=NOT_SPAM.kept())
            count += 1
    return count


def _only_waits(kind: Kind, thing: Any) -> bool:
    """Tell whether a thing of an open case waits and nothing else; of kinds that hide what waits no decision did it."""
    if not kind.hides_what_waits:
        return kind.state(thing) == "held"
    return kind.state(thing) == "hidden" and not Review.objects.putting_away(kind.name, thing.pk).exists()


def people_of(keys: Iterable[int]) -> list[User]:
    """Find accounts by their keys."""
    return list(User.objects.filter(pk__in=list(keys), erased_at=None).order_by("pk"))


def _decisions(rows: QuerySet[Any]) -> dict[str, tuple[int, int]]:
    """Count cases and appeals by how they ended, in words."""
    are_cases = Q(appeal_of=None)
    counts = rows.order_by("decision").values_list("decision")
    counts = counts.annotate(cases=Count("pk", filter=are_cases), appeals=Count("pk", filter=~are_cases))
    return {str(DONE[name]): (cases, appeals) for name, cases, appeals in counts}


def _counted(rows: QuerySet[Any], field: str, words: Mapping[str, Any]) -> dict[str, int]:
    """Count rows by what a field of theirs says, in words."""
    counts = rows.order_by(field).values_list(field).annotate(count=Count("pk"))
    return {str(words[name]): count for name, count in counts}


def _delete_one(removal: Removal, kind: str, key: int) -> int:
    with transaction.atomic():
        # It may be undone while this goes on.
        if not Removal.objects.select_for_update(of=("self",)).filter(pk=removal.pk, undone_at=None).exists():
            return 0
        thing = KINDS[kind].lock(key)
        if thing is None:
            return 0
        _row, is_new = RemovedThing.objects.get_or_create(removal=removal, kind=kind, object_id=key)
        KINDS[kind].delete(thing, by=removal.by, reason=removal.reason)
    return int(is_new)


def _require_none_of_others(by: User, cases: list[Review]) -> None:
    """Raise `Refused`, with the reason, where one of the open cases is not for somebody to decide, or not now."""
    if any(case.appeal_of and case.appeal_of.decided_by_id == by.pk for case in cases):
        raise Refused(_("They appeal against a decision of yours; another moderator decides that first."))
    if Review.objects.kept_by(Viewer(by)).filter(pk__in=[case.pk for case in cases]).count() < len(cases):
        raise Refused(_("This is a case of your own; another moderator decides it."))
    if not all(is_anothers_case(by, case) for case in cases):
        raise Refused(_("You reported something of theirs yourself; another moderator decides that first."))
    claimed = next((case for case in cases if case.claim_ends_at and case.claimed_by_id != by.pk), None)
    if claimed is not None:
        raise Refused(_("%(name)s looks at a case of theirs now.") % {"name": claimed.claimed_by})


def _require_to_note(by: User, person: User) -> None:
    if not may_note(by, person):
        require_writer(by)
        raise Refused(_("This is not open to you."))
