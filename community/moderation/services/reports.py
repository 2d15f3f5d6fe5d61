"""Reporting what shouldn't stand here: by members and by visitors, each once; taking a report back.

Weights are Discourse's (`ReviewableScore`): 1 and the trust level, of the staff as one of level 5, and more or less of
who was mostly right or mostly wrong before. Each number is one of the settings. Who is silenced can still report: what
is illegal or personal must be tellable. It weighs as a visitor's report, and hides nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from outbox.services import enqueue

from community.members.permissions import Refused, Viewer, is_silenced, require_part
from community.members.standing.services import silence_by_site
from community.members.trust.rights import Rank
from community.writing.newcomers import is_on_probation

from ..kinds import KINDS, seen
from ..models import LONGEST_WORDS, Decision, Flag, Outcome, Reason, Review
from ..reasons import REPORTED, SILENCED, TAKEN_BACK
from ..signals import text_shown
from ..site_settings import moderation_settings
from . import telling
from .reviews import close, note_held, open_review, weigh, write_down

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from community.members.models import User

    from ..kinds import Kind

NEEDS_WORDS = (Reason.OTHER, Reason.ILLEGAL)
OF_VISITORS = Decimal(1)  # what a report weighs that only orders the queue
HOLD_ALL = "community.moderation.tasks.hold_all"


class TooLate(Refused):
    """A report can't be taken back any more."""


@transaction.atomic
def report(
    *,
    reporter: User | AnonymousUser,
    kind: str,
    key: int,
    reason: str,
    words: str = "",
    email: str = "",
    said: str = "",
) -> Flag:
    """Report a thing to those who keep order there; until that is decided a second time gives the same report.

    Once it is decided, or a member took theirs back, they report it again only if it says something else by now. Raises
    `Refused` for what one doesn't see or wrote oneself, `ValidationError` for a report without its reason. `said` is
    the mark of what it said when they read it (`Kind.said`), if that is known.
    """
    member: User | None = reporter if reporter.is_authenticated else None
    if member:
        require_part(member)
    thing = seen(Viewer(reporter), kind, key)
    if thing is None:
        raise Refused(_("This is no longer there, or not open to you."))
    how = KINDS[kind]
    if member and how.is_theirs(thing, member):
        raise Refused(_("This is yours: you can change or delete it."))
    words = clean_words(reason, words)
    thing = how.lock(key)
    if thing is None or how.state(thing) == "deleted":  # since it was seen
        raise Refused(_("This is no longer there, or not open to you."))
    email = "" if member else email.lower()
    if known := _known(kind, key, member, email):
        return known
    if member and (why := why_not_again(member, how, thing)):
        raise Refused(why)
    review = open_review(how, thing)
    unnamed = review.flags.filter(reporter=None, email="")
    if not member and not email and unnamed.count() >= moderation_settings().unnamed_reports:  # more tell nothing new
        return unnamed.latest("created_at")
    flag = Flag.objects.create(
        review=review,
        kind=kind,
        object_id=key,
        reporter=member,
        email=email,
        language=get_language() or settings.LANGUAGE_CODE,
        reason=reason,
        words=words,
        weight=weight_of(member) if member else OF_VISITORS,
        said=said or how.said(thing),
    )
    weigh(review)
    if member is None or not is_silenced(member):
        _hide_if_heavy(review, how, thing, by=member)
        _silence_if_spammer(review.author)
    return flag


@transaction.atomic
def retract(*, member: User, flag: Flag) -> Flag:
    """Take a report back while it is fresh and nobody has decided; raises `TooLate` afterwards."""
    thing_kind = KINDS.get(flag.kind)
    thing = thing_kind.lock(flag.object_id) if thing_kind else None
    review = Review.objects.select_for_update(of=("self",)).select_related("author").get(pk=flag.review_id)
    flag = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if flag.reporter_id != member.pk:
        raise Refused(_("This is not open to you."))
    if flag.retracted_at:
        return flag
    if not flag.may_be_retracted:
        raise TooLate(_("This report can’t be taken back any more: it is too old, or was decided."))
    flag.retracted_at = timezone.now()
    flag.said = thing_kind.said(thing) if thing_kind and thing is not None else ""
    flag.save(update_fields=["retracted_at", "said"])
    weigh(review)
    if review.is_hidden and thing_kind and thing is not None and not _is_heavy(review):
        if thing_kind.is_held(thing):  # changed meanwhile into something that waits
            note_held(thing_kind, thing)
        else:
            _show_again(review, thing_kind, thing)
    write_down(review, "retract", by=member)
    if not review.flag_count and not review.is_held and review.decided_at is None:
        close(review, decision=Decision.GONE, by=None)
    return flag


def own_report(reporter: User | AnonymousUser, kind: str, key: int) -> Flag | None:
    """Find the latest report of something by a member, whatever became of it."""
    return _reports_by(reporter, kind, key).first() if reporter.is_authenticated else None


def why_not_again(member: User, kind: Kind, thing: Any) -> str:
    """Say why a member can't report the same words once more; empty where they can."""
    said = kind.said(thing)
    settled = next((flag for flag in _reports_by(member, kind.name, thing.pk) if flag.settled_words == said), None)
    if settled is None:
        return ""
    if settled.retracted_at:
        return _("You took your report of this back, and it says the same by now, so you can’t report it again.")
    return _("A moderator has looked at it after your report, and it says the same by now. Thank you.")


def forget_addresses() -> int:
    """Forget whom to answer of reports that nobody has decided for long; return how many."""
    until = timezone.now() - timedelta(days=moderation_settings().address_days)
    return Flag.objects.filter(created_at__lt=until).exclude(email="").update(email="")


def clean_words(reason: str, words: str) -> str:
    """Ask for words where the reason alone says nothing; raises `ValidationError`."""
    text = " ".join(words.split())
    if reason not in Reason.values:
        raise ValidationError({"reason": _("Please choose a reason.")}, code="reason")
    if reason in NEEDS_WORDS and not text:
        raise ValidationError({"words": _("Please write in a few words what is wrong.")}, code="words")
    if len(text) > LONGEST_WORDS:
        raise ValidationError({"words": _("Please write less: at most %(most)s characters.") % {"most": LONGEST_WORDS}})
    return text


def weight_of(member: User) -> Decimal:
    """Say how much a report of a member weighs: never less than nothing, while they are silenced as of a visitor."""
    if is_silenced(member):
        return OF_VISITORS
    viewer = Viewer(member)
    is_staff = viewer.is_staff or viewer.is_moderator
    standing = usual_weight(Rank(member.trust_level, is_staff=is_staff))
    outcomes = (
        Flag.objects.standing()
        .filter(reporter=member)
        .aggregate(
            agreed=Count("pk", filter=Q(outcome=Outcome.AGREED)),
            disagreed=Count("pk", filter=Q(outcome=Outcome.DISAGREED)),
        )
    )
    return max(Decimal(0), standing + accuracy_bonus(**outcomes))


def usual_weight(rank: Rank) -> int:
    """Say how much a report weighs before it counts how many were right."""
    return moderation_settings().staff_weight if rank.is_staff else 1 + rank.level


def accuracy_bonus(*, agreed: int, disagreed: int) -> Decimal:
    """Say how much more, or less, the reports of somebody weigh by how many were right.

    Nothing up to so many, five; then from nothing at so many per cent, 70, up to 5 log₄ of their number where all were
    right, and down to as much less where none was.
    """
    found = moderation_settings()
    decided = agreed + disagreed
    if decided <= found.judged_reports:
        return Decimal(0)
    right = agreed / decided
    usual = found.right_percent / 100
    distance = (right - usual) / (1 - usual if right >= usual else usual)
    return Decimal(str(round(distance * math.log(decided, 4) * 5, 2)))


def agreed_against(keys: Collection[int], since: datetime) -> dict[int, tuple[int, int]]:
    """Count of members how many of their texts were reported with reason since a moment, and by how many others."""
    agreed = Flag.objects.standing().filter(outcome=Outcome.AGREED, created_at__gt=since, review__author__in=keys)
    counted = (
        agreed.order_by()
        .values("review__author")
        .annotate(texts=Count("review", distinct=True), by=Count("reporter", distinct=True))
    )
    return {row["review__author"]: (row["texts"], row["by"]) for row in counted}


def _known(kind: str, key: int, member: User | None, email: str) -> Flag | None:
    """Find the report that the same person has sent already, and that nobody has decided yet."""
    same = Flag.objects.standing().filter(kind=kind, object_id=key, outcome="")
    if member:
        return same.filter(reporter=member).first()
    return same.filter(reporter=None, email=email).first() if email else None


def _reports_by(member: User, kind: str, key: int) -> QuerySet[Flag]:
    """Select all reports of something by a member, the latest first."""
    sent = Flag.objects.filter(reporter=member, kind=kind, object_id=key)
    return sent.select_related("review").order_by("-pk")


def _is_heavy(review: Review) -> bool:
    """Tell whether what members reported, who weren't silenced, reaches the weight at which something is hidden."""
    limit = moderation_settings().hide_score
    of_members = review.flags.standing().that_weigh().aggregate(score=Sum("weight"))["score"] or Decimal(0)
    return bool(limit) and of_members >= limit


def _hide_if_heavy(review: Review, kind: Kind, thing: Any, *, by: User | None) -> None:
    """Hide what many reported, and tell its author how to mend it; of the staff only if one of them reported it."""
    if kind.state(thing) != "live" or not _is_heavy(review):
        return
    author = review.author and Viewer(review.author)
    if author and (author.is_staff or author.is_moderator) and not (by and Viewer(by).is_staff):
        return
    reason = REPORTED.kept()
    said = kind.said(thing)
    is_news = review.told_hidden != said
    kind.hide(thing, by=None, reason=reason)
    review.is_hidden, review.told_hidden = True, said
    if is_news:
        review.shown_again_at = None
    review.save(update_fields=["is_hidden", "told_hidden", "shown_again_at"])
    write_down(review, "auto_hide", by=None, reason=reason, before="live", after="hidden")
    if is_news:
        telling.tell_hidden(review, can_mend=kind.is_mendable(thing))


def _show_again(review: Review, kind: Kind, thing: Any) -> None:
    """Show what too few report by now; its author hears of that once, as they did that it was hidden."""
    is_news = review.shown_again_at is None
    review.is_hidden, review.told_hidden = False, review.told_hidden or kind.said(thing)
    review.shown_again_at = review.shown_again_at or timezone.now()
    review.save(update_fields=["is_hidden", "told_hidden", "shown_again_at"])
    kind.show(thing, by=None, reason=TAKEN_BACK.kept())
    if is_news:
        text_shown.send(sender=Review, review=review)


def _silence_if_spammer(author: User | None) -> None:
    """Let somebody unproven whom several members reported for spam only read, and have all they wrote wait.

    Neither the staff nor moderators are silenced so, nor who is settled by now (`writing.newcomers.is_unproven`).
    Members who were silenced themselves don't count among those, nor reports of what others run, too.
    """
    found = moderation_settings()
    if author is None or not found.spam_reporters or not is_on_probation(author):
        return
    flags = Flag.objects.standing().that_weigh().filter(review__author=author, reason=Reason.SPAM, outcome="")
    told: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, key, reporter in flags.values_list("kind", "object_id", "reporter"):
        told[kind, key].add(reporter)
    own = [reporters for (kind, key), reporters in told.items() if not KINDS[kind].is_of_several(key)]
    people = set().union(*own)
    if len(people) < found.spam_reporters or is_silenced(author):
        return
    until = timezone.now() + timedelta(days=found.silence_days)  # or until a moderator has looked, which is sooner
    silence_by_site(member=author, until=until, reason=SILENCED.kept())
    enqueue(HOLD_ALL, author.pk)
