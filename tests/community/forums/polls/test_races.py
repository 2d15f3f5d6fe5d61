"""Votes at once: each member counts once, and nothing is counted after the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Poll, Topic, Vote
from community.forums.polls import services
from community.forums.polls.making import NewPoll
from community.forums.signals import poll_closed
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import counts, keys_of, make_poll, vote
from tests.factories.threads import at_once

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
THREADS = 8


def is_consistent(poll: Poll) -> bool:
    """Whether the counts are those of the votes."""
    voters = Vote.objects.filter(poll=poll).values("user").distinct().count()
    by_option = [option.votes.count() for option in poll.options.order_by("order")]
    return counts(poll) == (voters, *by_option)


def test_one_member_who_votes_many_times_at_once_counts_once():
    poll, member = make_poll(), MemberFactory()
    first, second = keys_of(poll, 1, 2)
    choices = [[first], [second]] * (THREADS // 2)
    at_once(*(partial(services.cast_vote, member=member, poll=poll, options=options) for options in choices))
    assert Vote.objects.count() == 1
    assert is_consistent(poll)


def test_many_members_at_once_all_count():
    poll, members = make_poll(), [MemberFactory() for _number in range(THREADS)]
    keys = keys_of(poll, 1, 2, 3)
    vote_once = partial(services.cast_vote, poll=poll)
    at_once(*(partial(vote_once, member=each, options=[keys[n % 3]]) for n, each in enumerate(members)))
    assert counts(poll) == (8, 3, 3, 2)


def test_a_poll_that_is_closed_while_members_vote_counts_who_came_in_time_and_is_announced_once():
    poll, members = make_poll(mode="multiple"), [MemberFactory() for _number in range(THREADS)]
    keys, heard = keys_of(poll, 1, 2), []

    def hear(poll, **kwargs):
        heard.append(poll.pk)

    def act(member):
        if member is None:
            services.close_poll(member=poll.topic.author, poll=poll)
            return "closed"
        services.cast_vote(member=member, poll=poll, options=keys)
        return "voted"

    poll_closed.connect(hear)
    done = at_once(*(partial(act, each) for each in (*members[:4], None, *members[4:], None)))
    poll_closed.disconnect(hear)
    assert heard == [poll.pk]
    assert counts(poll)[0] == done.count("voted")
    assert is_consistent(poll)


def test_a_poll_is_changed_or_voted_in_and_no_vote_ever_stands_for_another_option():
    poll, member = make_poll(), MemberFactory()
    keys = keys_of(poll, 1)

    def act(changes):
        if changes:
            services.change_poll(editor=poll.topic.author, poll=poll, new=NewPoll(options=("Lain", "Lagi")))
        else:
            services.cast_vote(member=member, poll=poll, options=keys)

    def careful(changes):
        try:
            return act(changes)
        except ValidationError:
            return "gone"

    at_once(partial(careful, True), partial(careful, False))
    texts = [option.text for option in poll.options.order_by("order")]
    voted = list(Vote.objects.values_list("option__text", flat=True))
    assert (texts, voted) in ((["Lain", "Lagi"], []), (["Perahu", "Sampan", "Rakit"], ["Perahu"]))
    assert is_consistent(poll)


def test_a_poll_whose_date_has_come_is_closed_by_one_of_two_jobs():
    poll = make_poll()
    vote(poll, 1)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    closing = partial(services.close_when_due, poll_id=poll.pk)
    assert sorted(at_once(*[closing] * 4)) == [False] * 3 + [True]


def test_changing_voting_closing_and_archiving_at_once_never_wait_for_each_other_in_a_circle():
    for _round in range(4):
        poll, member, moderator = make_poll(), MemberFactory(), ModeratorFactory()
        keys = keys_of(poll, 1)
        new = NewPoll(options=("Lain", "Lagi"))

        def careful(act):
            try:
                act()
            except ValidationError:
                return "gone"
            return "done"

        acts = [
            partial(services.change_poll, editor=poll.topic.author, poll=poll, new=new),
            partial(services.cast_vote, member=member, poll=poll, options=keys),
            partial(services.close_poll, member=moderator, poll=poll),
            partial(forums.archive_topic, moderator=moderator, topic=poll.topic),
            partial(forums.reply, author=member, topic=poll.topic, body="Saya juga."),
        ]
        done = at_once(*(partial(careful, act) for act in acts))
        assert done[3] == "done"
        assert is_consistent(poll)


def test_a_vote_counts_before_the_topic_is_archived_or_is_refused():
    poll, moderator = make_poll(), ModeratorFactory()
    keys = keys_of(poll, 1)
    members = [MemberFactory() for _number in range(THREADS)]

    def act(member):
        if member is None:
            forums.archive_topic(moderator=moderator, topic=poll.topic)
            return "archived"
        services.cast_vote(member=member, poll=poll, options=keys)
        return Vote.objects.filter(user=member).get().voted_at

    done = at_once(*(partial(act, each) for each in (*members[:4], None, *members[4:])))
    topic = Topic.objects.get(pk=poll.topic_id)
    voted = [each for each in done if isinstance(each, datetime)]
    assert all(at <= topic.archived_at for at in voted)
    assert counts(poll)[0] == len(voted)
