from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forums import receivers
from community.forums import services as forums
from community.forums.models import Poll, Vote
from community.forums.polls import services
from community.forums.services.personal import erase_contributions
from tests.factories.members import MemberFactory
from tests.factories.polls import counts, make_poll, vote

pytestmark = pytest.mark.django_db


def test_a_copy_tells_ones_own_secret_vote_and_nothing_of_others():
    poll, member = make_poll(mode="ranked", is_secret=True), MemberFactory()
    vote(poll, 2, 1, member=member)
    vote(poll, 3)
    asked, votes = (list(part.rows) for part in receivers.tell_of_polls(member))
    assert asked == []
    assert [(row["title"], row["chosen"], row["rank"]) for row in votes] == [
        (poll.topic.title, "Sampan", 1),
        (poll.topic.title, "Perahu", 2),
    ]


def test_the_copy_of_who_asked_tells_what_they_offered_and_not_how_others_voted():
    poll = make_poll()
    vote(poll, 1)
    asked, votes = (list(part.rows) for part in receivers.tell_of_polls(poll.topic.author))
    assert [row["text"] for row in asked] == ["Perahu", "Sampan", "Rakit"]
    assert not any("vote_count" in row or "user" in row for row in asked)
    assert votes == []


def test_a_deleted_account_leaves_open_polls_as_if_it_had_never_voted_there():
    poll, member = make_poll(mode="multiple"), MemberFactory()
    vote(poll, 1, 3, member=member)
    vote(poll, 1)
    assert receivers.erase_votes(member, limit=50) == 2
    assert counts(poll) == (1, 1, 0, 0)
    assert receivers.erase_votes(member, limit=50) == 0


def test_in_closed_polls_its_vote_stays_a_number_and_names_nobody():
    poll, due, member = make_poll(mode="ranked"), make_poll(mode="ranked"), MemberFactory()
    for each in (poll, due):
        vote(each, 2, member=member)
    services.close_poll(member=poll.topic.author, poll=poll)
    Poll.objects.filter(pk=due.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert receivers.erase_votes(member, limit=50) == 2
    for each in (poll, due):
        assert counts(each) == (1, 0, 1, 0)
        assert each.outcome["winners"]
        assert each.closed_at
    assert not Vote.objects.exists()


def test_votes_are_forgotten_some_polls_at_a_time():
    member = MemberFactory()
    for _number in range(3):
        vote(make_poll(), 1, member=member)
    assert [receivers.erase_votes(member, limit=2) for _step in range(3)] == [2, 1, 0]


def test_the_poll_goes_with_the_text_of_who_asked_although_the_topic_stays():
    poll = make_poll()
    vote(poll, 1)
    forums.reply(author=MemberFactory(), topic=poll.topic, body="Sama.")
    erase_contributions(user=poll.topic.author, keep=False, limit=50)
    assert not Poll.objects.exists()
    poll.topic.refresh_from_db()
    assert poll.topic.is_live
