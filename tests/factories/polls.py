"""Polls of topics, made as people make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.forums.models import Poll, Topic
from community.forums.polls.making import NewPoll
from community.forums.polls.services import cast_vote
from community.members.models import User
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory

BOATS = ("Perahu", "Sampan", "Rakit")


def make_poll(*options: str, topic: dict[str, Any] | None = None, **facts: Any) -> Poll:
    """A topic with a poll; three options unless they are named."""
    made: Topic = TopicFactory(poll=NewPoll(options=options or BOATS, **facts), **(topic or {}))
    return Poll.objects.select_related("topic__category").get(topic=made)


def keys_of(poll: Poll, *numbers: int) -> list[int]:
    """The keys of options, by their numbers in the list."""
    keys = list(poll.options.order_by("order").values_list("pk", flat=True))
    return [keys[number - 1] for number in numbers]


def vote(poll: Poll, *numbers: int, member: User | None = None) -> User:
    """Have somebody vote for options, named by their numbers in the list."""
    member = member or MemberFactory()
    cast_vote(member=member, poll=poll, options=keys_of(poll, *numbers))
    return member


def counts(poll: Poll) -> tuple[int, ...]:
    """How many voted, then the count of each option."""
    poll.refresh_from_db()
    return (poll.voter_count, *poll.options.order_by("order").values_list("vote_count", flat=True))


def end(poll: Poll, **ago: int) -> None:
    """Have the date of a poll come: an hour ago, or as long as is said."""
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(**ago or {"hours": 1}))
    poll.refresh_from_db()


def url(name: str, poll: Poll, *more: int) -> str:
    """An address of a poll."""
    return reverse(f"forums:{name}", args=[poll.pk, *more])
