"""Cases about accounts: a warning, a silence, a suspension, a removal, each decided as it begins: one can appeal.

A silence and a suspension stand in the account, which alone says whether somebody may write; the case says why it came
to that, and until when. A removal is a row of its own. A warning is nothing but its case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from outbox.services import enqueue
from wagtail.log_actions import log

from community.members.permissions import Refused
from community.members.standing import services as standing

from ..models import STANDING, Decision, Flag, Outcome, Reason, Review
from ..reasons import NOT_SPAM
from ..signals import author_answered
from ..site_settings import moderation_settings

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import User

SHOW_ALL = "community.moderation.tasks.show_all"


def impose(*, member: User, by: User | None, decision: str, reason: str, beside: Any, **told: Any) -> Review:
    """Write down what was done about an account, in the transaction in which it was; `by` is None for the site."""
    now = timezone.now()
    case = Review.objects.create(
        kind=STANDING,
        object_id=member.pk,
        author=member,
        created_at=now,  # nobody waited for it
        decided_at=now,
        decided_by=by,
        decision=decision,
        reason=reason[:500],
        beside=beside if isinstance(beside, Review) else None,
        **told,
    )
    author_answered.send(sender=Review, review=case)
    return case


def restrict(
    *, member: User, by: User | None, act: str, until: datetime, was: datetime | None, reason: str, beside: Any
) -> Review:
    """Write down that somebody is silenced or suspended (`act`), perhaps in the place of what went on until `was`.

    Raises `Refused` while they appeal against one that the same moderator decided: it would outlast the answer.
    """
    same = {"appeal_of__author": member, "appeal_of__decision": DECISIONS[act], "appeal_of__decided_by": by}
    if by and Review.objects.open().filter(**same).exists():
        raise Refused(_("They appeal against a decision of yours; another moderator decides that first."))
    told: dict[str, Any] = {"until": until, "stood_until": was}
    return impose(member=member, by=by, decision=DECISIONS[act], reason=reason, beside=beside, **told)


def warn(*, by: User, member: User, reason: str, beside: Review) -> Review:
    """Warn somebody; the mail about the decision tells them."""
    data = {"reason": reason, "before": None, "after": None}
    log(member, "moderation.warn", user=by, title=member.name, data=data)
    return impose(member=member, by=by, decision=Decision.WARN, reason=reason, beside=beside)


def take_back(*, by: User, case: Review, reason: str) -> bool:
    """End what a case began; the answer is False where a later silence or suspension stands, which stays."""
    member = case.author
    if member is None:
        return True
    if case.decision == Decision.WARN:
        data = {"reason": reason, "before": {"warned": case.reason}, "after": None}
        log(member, "moderation.withdraw_warning", user=by, title=member.name, data=data)
        return True
    if case.until is None:
        return True
    if case.decided_by_id is None:  # what waits for that alone is shown with it
        enqueue(SHOW_ALL, member.pk)
    term = standing.Term(case.until, case.reason)
    act = next(act for act, decision in DECISIONS.items() if decision == case.decision)
    return standing.withdraw(by=by, member=member, act=act, term=term, instead=_before(case), reason=reason)


def end_unfounded(member: User) -> Review | None:
    """Let a newcomer write again whom the site silenced for reports that moderators found to be wrong since then.

    As many members as it took must still say so: in reports that wait and weigh, or that were right. Gives the case
    that ended.
    """
    case = Review.objects.sanctions().filter(author=member, decision=Decision.SILENCE, decided_by=None).last()
    if case is None or case.withdrawn_at or case.until is None or not is_running(case):
        return None
    flags = Flag.objects.standing().filter(review__author=member, reason=Reason.SPAM).exclude(reporter=None)
    standing_by = {
        *flags.filter(outcome=Outcome.AGREED).values_list("reporter", flat=True),
        *flags.that_weigh().filter(outcome="").values_list("reporter", flat=True),
    }
    if len(standing_by) >= moderation_settings().spam_reporters:
        return None
    term = standing.Term(case.until, case.reason)
    if not standing.lift_silence_by_site(member=member, term=term, reason=NOT_SPAM.kept()):
        return None
    enqueue(SHOW_ALL, member.pk)
    return case


def is_running(case: Review) -> bool:
    """Tell whether a silence, a suspension or a removal goes on as the case says."""
    if case.decision == Decision.REMOVAL:
        return case.removal is not None and case.removal.undone_at is None
    member = case.author
    if member is None or case.until is None or case.until <= timezone.now():
        return False
    kind = next(standing.RESTRICTIONS[act] for act, decision in DECISIONS.items() if decision == case.decision)
    return (getattr(member, kind.until), getattr(member, kind.reason)) == (case.until, case.reason)


def together_with(case: Review) -> list[Review]:
    """Give what was done about the author together with a decision."""
    found = Review.objects.sanctions().filter(author=case.author_id, beside=case.pk)
    return list(found.order_by("pk")) if case.author_id else []


DECISIONS = {"silence": Decision.SILENCE, "suspend": Decision.SUSPEND}


def _before(case: Review) -> standing.Term | None:
    """Find what a silence or a suspension took the place of, if it would still go on."""
    if case.stood_until is None or case.stood_until <= timezone.now():
        return None
    same = {"author": case.author_id, "decision": case.decision, "until": case.stood_until, "pk__lt": case.pk}
    earlier = Review.objects.sanctions().filter(**same).order_by("-pk").first()
    if earlier is None or earlier.withdrawn_at or earlier.until is None:
        return None
    return standing.Term(earlier.until, earlier.reason)
