"""What becomes of cases, and of what was decided, as somebody puts a thing out of view or shows it where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..kinds import kind_of
from ..models import OUT_OF_VIEW, Decision, Flag, Review
from . import telling
from .objecting import objection_to
from .reviews import close, grant, note_held, open_one, open_review, renew_author, subject_of, write_down

if TYPE_CHECKING:
    from community.members.models import User

    from ..kinds import Kind

AWAY = ("hidden", "deleted")


def follow(thing: Any, by: User | None, *, before: str = "", is_back: bool = False, reason: str = "") -> None:
    """Open a case for what waits, and close those that somebody settled elsewhere, on its own page or by deleting it.

    What a moderator puts out of view there, without a case, is one all the same: so its author reads why, and appeals.
    What its author does, or a mentor for them, decides nothing. `before` says how the thing stood.
    """
    changed, thing = thing, subject_of(thing)
    kind = kind_of(thing)
    if kind is None:
        return
    state, author = kind.state(thing), kind.author(thing)
    is_own = by is not None and by.pk in {author and author.pk, getattr(thing, "acted_by_id", None)}
    moderator = None if is_own else by
    stood = kind.stood(thing, changed=changed, before=before) if before else state
    review = open_one(kind, thing) if state != "held" else None
    is_settled = review is not None and moderator is not None and not (is_back and state != "live")
    is_undone = withdraw_undone(kind, thing, moderator, before=stood, is_told=not is_settled) if moderator else False
    if state == "held":
        note_held(kind, thing)
    elif is_back and state != "live":  # one state ended, and another one stays
        return
    elif moderator is None:
        _end_appeals(kind, thing, state)
        _go_on(review, state)
    elif review is not None:
        renew_author(review, kind, thing)
        review.said = kind.said(thing)
        settled(review, state, moderator, before=stood, reason=reason, is_undone=is_undone)
    elif state in AWAY and not _is_as_decided(kind, thing, state, before=stood):
        review = open_review(kind, thing)
        review.said = kind.said(thing)
        settled(review, state, moderator, before=stood, reason=reason)
        Review.objects.filter(pk=review.pk).update(created_at=review.decided_at)  # nobody waited for it


@transaction.atomic
def judge(thing: Any, by: User, *, before: str, reason: str) -> None:
    """Follow what staff did in the editing room about something that is no text, as `follow`; raises `Refused`.

    They may not act there in what is not theirs to decide at the desk either. `before` is `deleted` where it came back
    out of view: then a moderator looks at it, unless one does, or has decided so.
    """
    kind = kind_of(thing)
    case = open_one(kind, thing) if kind else None
    if kind and before == "deleted":
        if case is None and not Review.objects.putting_away(kind.name, thing.pk).exists():
            note_held(kind, thing)
        return
    if why_not := objection_to(by, [thing]):
        raise Refused(why_not)
    if case and case.claim_ends_at and case.claimed_by_id != by.pk:
        raise Refused(_("%(name)s looks at this case now.") % {"name": case.claimed_by})
    follow(thing, by, before=before, reason=reason)


def settled(review: Review, state: str, by: User, *, before: str, reason: str, is_undone: bool = False) -> None:
    """Close a case as somebody settled it where the thing stands, and tell who is told of decisions."""
    decision = {"hidden": Decision.HIDE, "deleted": Decision.DELETE}.get(state, Decision.KEEP)
    close(review, decision=decision, by=by, reason=reason)
    write_down(review, "settle", by=by, reason=reason, before=before, after={"decision": decision})
    telling.tell_decided(review, was_live=before == "live", is_undone=is_undone)


def withdraw_undone(kind: Kind, thing: Any, by: User, *, before: str, is_told: bool = True) -> bool:
    """Have decisions count no longer that put a thing out of view, where a moderator has ended that.

    So nobody appeals against them, or upholds them, while the thing stands in public. What waits as an appeal is
    granted; of the others their authors hear, unless not `is_told`. Tells whether there were any of those.
    """
    state = kind.state(thing)
    left, count = ("" if state == "live" else state), 0
    for case in Review.objects.putting_away(kind.name, thing.pk).select_for_update(of=("self",)).order_by("pk"):
        if kind.is_put_away(thing, case.decision):
            continue
        asked = Review.objects.open().filter(appeal_of=case).select_for_update(of=("self",))
        if waiting := asked.select_related("appeal_of", "author").first():
            waiting.said = kind.said(thing)
            grant(waiting, by, before=before, state=left)
            continue
        Review.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now())
        count += 1
        if is_told and case.author_id != by.pk:
            telling.tell_undone(case, is_shown=not left)
    return bool(count)


def _go_on(review: Review | None, state: str) -> None:
    """Have a case end, or go on, of what only the site or its author changed."""
    if review is None:
        return
    if state == "deleted":
        close(review, decision=Decision.GONE, by=None)
    elif state == "live" and review.is_held:
        review.is_held, review.held_reason = False, ""
        review.save(update_fields=["is_held", "held_reason"])
        if not Flag.objects.standing().filter(review=review).exists():
            close(review, decision=Decision.GONE, by=None)


def _end_appeals(kind: Kind, thing: Any, state: str) -> None:
    """End the open appeals about what its author deleted, or what the site shows again."""
    if state == "hidden":
        return
    found = Review.objects.open().filter(kind=kind.name, object_id=thing.pk).exclude(appeal_of=None)
    if state != "deleted":  # what was changed is not changed back by that
        found = found.filter(appeal_of__decision__in=OUT_OF_VIEW)
    for review in found.select_for_update(of=("self",)).select_related("appeal_of", "author").order_by("pk"):
        close(review, decision=Decision.GONE, by=None)


def _is_as_decided(kind: Kind, thing: Any, state: str, *, before: str) -> bool:
    """Tell whether a thing is hidden as it was before it was deleted, by a decision that stands."""
    if (before, state) != ("deleted", "hidden"):
        return False
    cases = Review.objects.putting_away(kind.name, thing.pk)
    return any(kind.puts[case.decision] == state for case in cases)
