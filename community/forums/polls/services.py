"""Voting, closing and changing polls; each holds the locks of the topic and of the poll, in this order.

So votes and counts agree, nothing is counted in a topic that was closed or archived meanwhile, and no two wait for each
other: what changes a topic begins with its lock, too.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.members.permissions import Refused
from community.writing.objections import require_no_objection
from community.writing.services import screen
from community.writing.signals import standing_changed

from ..models import Topic
from ..permissions import require
from ..services.publication import changing
from ..signals import poll_closed
from .counting import ballots_of, count
from .making import checked, write_poll
from .models import Option, Poll, Vote
from .permissions import can_change_poll, can_close_poll, can_vote

if TYPE_CHECKING:
    from community.members.models import User

    from .making import NewPoll

logger = logging.getLogger(__name__)
A_RUN = 100  # polls that one run of the schedule closes


def require_open(poll: Poll) -> None:
    """Raise `Refused` for a poll that takes no more votes."""
    if poll.is_closed:
        raise Refused(_("This poll is closed: its result stands, and no more votes are taken."))


def require_vote(member: User, poll: Poll) -> None:
    """Raise `Refused` with the reason why the member may not vote, if there is one."""
    require_open(poll)
    require(bool(can_vote(member, poll)), member, poll.topic)


@transaction.atomic
def cast_vote(*, member: User, poll: Poll, options: Sequence[int]) -> Poll:
    """Vote for options, named by their keys, in a ranking in order; what one voted before no longer counts.

    The same again changes nothing.
    """
    locked = locked_poll(poll)
    require_vote(member, locked)
    chosen = _fit(locked, options)
    before = _take(locked, member, only_if_not=chosen)
    if before == chosen:
        return locked
    Vote.objects.bulk_create(
        Vote(poll=locked, option_id=option, user=member, rank=rank) for rank, option in enumerate(chosen, start=1)
    )
    _count(locked, chosen, by=1)
    return locked


@transaction.atomic
def withdraw_vote(*, member: User, poll: Poll) -> bool:
    """Take one's vote back where one could vote; tell whether there was one. Raises `Refused` as voting does."""
    locked = locked_poll(poll)
    require_vote(member, locked)
    return bool(_take(locked, member))


@transaction.atomic
def change_poll(*, editor: User, poll: Poll, new: NewPoll) -> Poll:
    """Make another poll of one's own, as long as nobody has voted; what it says is screened again."""
    with changing(poll.topic_id) as topic:
        locked = locked_poll(poll)
        if locked.voter_count:
            raise Refused(_("Somebody has voted already, so the poll stays as it is. You can close it."))
        require(bool(can_change_poll(editor, locked)), editor, topic)
        new = checked(new)
        if hold := screen(author=topic.author, text=new.text, thing=topic):
            topic.held_at, topic.held_reason = timezone.now(), hold.reason
            standing_changed.send(sender=Topic, thing=topic, by=editor, is_judged=False)
        write_poll(locked, new)
    return locked


@transaction.atomic
def close_poll(*, member: User, poll: Poll, reason: str = "") -> Poll:
    """Close a poll before its date: its author, or who keeps order there; closed twice it stays as it was."""
    locked = locked_poll(poll)
    if locked.is_closed:
        return locked
    require(bool(can_close_poll(member, locked)), member, locked.topic)
    if member.pk != locked.topic.author_id:
        require_no_objection(member, locked.topic)
    now = timezone.now()
    _close(locked, at=now, by=member)
    if member.pk != locked.topic.author_id:
        data = {"reason": reason, "before": {"closed_at": None}, "after": {"closed_at": now.isoformat()}}
        log(instance=locked, action="forums.close_poll", user=member, data=data, title=str(locked)[:120])
    return locked


def close_due_polls() -> int:
    """Count and announce the polls whose date has come; return how many. What one run leaves the next one does."""
    keys = list(Poll.objects.due().order_by("closes_at").values_list("pk", flat=True)[:A_RUN])
    count = 0
    for key in keys:
        try:
            count += close_when_due(poll_id=key)
        except Exception:  # one may fail in any way; the others must be closed
            logger.exception("The poll %s could not be closed", key)
    return count


@transaction.atomic
def close_when_due(*, poll_id: int) -> bool:
    """Count and announce a poll whose date has come, once; it took no votes from its date on anyway."""
    if not Poll.objects.due().filter(pk=poll_id).exists():
        return False
    poll = locked_poll(Poll(pk=poll_id))
    if poll.closed_at or poll.closes_at is None or poll.closes_at > timezone.now():
        return False
    _close(poll, at=poll.closes_at)
    return True


@transaction.atomic
def forget_vote(*, member: User, poll_id: int) -> int:
    """Forget how a member voted, whose account is deleted; return how many rows went.

    In an open poll the vote is taken back. A closed one keeps its result, in which nobody is named.
    """
    close_when_due(poll_id=poll_id)
    poll = locked_poll(Poll(pk=poll_id))
    if poll.closed_at is None:
        return len(_take(poll, member))
    return Vote.objects.filter(poll=poll, user=member).delete()[0]


def locked_poll(poll: Poll) -> Poll:
    """Wait until nobody else changes the topic, votes or closes, and read the poll as it is then."""
    Topic.objects.select_for_update(of=("self",), no_key=True).filter(poll=poll.pk).values_list("pk").first()
    rows = Poll.objects.select_for_update(of=("self",)).select_related("topic__category")
    found: Poll | None = rows.filter(pk=poll.pk).first()
    if found is None:
        raise Refused(_("This poll is no longer there."))
    return found


def _fit(poll: Poll, options: Sequence[int]) -> list[int]:
    """Check what was chosen; in a ranking the order is the member's, else that of the poll."""
    offered = list(poll.options.order_by("order").values_list("pk", flat=True))
    if not options:
        raise ValidationError(_("Please choose something."), code="required")
    if len(options) > poll.max_choices:
        raise ValidationError(
            _("Please choose at most %(count)s."), code="too_many", params={"count": poll.max_choices}
        )
    if len(set(options)) < len(options):
        raise ValidationError(_("Please choose each option only once."), code="double")
    if not set(options) <= set(offered):
        raise ValidationError(_("Please choose one of these options."), code="invalid_choice")
    return list(options) if poll.is_ranked else [option for option in offered if option in options]


def _take(poll: Poll, member: User, *, only_if_not: Sequence[int] = ()) -> list[int]:
    """Take the member's vote out of the counts, unless it is this one; return what it was."""
    votes = Vote.objects.filter(poll=poll, user=member)
    before = list(votes.order_by("rank").values_list("option_id", flat=True))
    if before and before != list(only_if_not):
        votes.delete()
        _count(poll, before, by=-1)
    return before


def _count(poll: Poll, options: Sequence[int], *, by: int) -> None:
    """Add a voter, or take one away; a ranking counts the first choices, the rounds are counted when it closes."""
    counted = options[:1] if poll.is_ranked else options
    Option.objects.filter(pk__in=counted).update(vote_count=F("vote_count") + by)
    Poll.objects.filter(pk=poll.pk).update(voter_count=F("voter_count") + by)
    poll.voter_count += by


def _close(poll: Poll, *, at: datetime, by: User | None = None) -> None:
    fields: dict[str, Any] = {"closed_at": at}
    if poll.is_ranked:
        options = list(poll.options.order_by("order").values_list("pk", flat=True))
        fields["outcome"] = count(ballots_of(poll), options).to_json()
    for name, value in fields.items():
        setattr(poll, name, value)
    poll.save(update_fields=list(fields))
    poll_closed.send(sender=Poll, poll=poll, by=by)
