"""A poll as one viewer sees it."""

from __future__ import annotations

import pytest

from community.forums.models import Vote
from community.forums.permissions import keeps_order_in
from community.forums.polls import services
from community.forums.polls.shown import rounds_of, shown_poll
from community.members.permissions import Viewer
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import end, make_poll, vote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("results", "before", "voter", "after"),
    [
        ("after_vote", False, True, True),
        ("after_close", False, False, True),
        ("always", True, True, True),
    ],
)
def test_the_counts_are_shown_when_it_was_said_and_to_moderators_no_sooner(results, before, voter, after):
    poll = make_poll(results=results)
    member = vote(poll, 1)
    poll.refresh_from_db()
    for viewer in (Viewer(MemberFactory()), Viewer(ModeratorFactory()), Viewer(poll.topic.author)):
        shown = shown_poll(poll, viewer)
        assert shown.shows_counts is before
        assert before or {option.votes for option in shown.options} == {0}
    assert shown_poll(poll, Viewer(member)).shows_counts is voter
    end(poll)
    assert shown_poll(poll, Viewer(MemberFactory())).shows_counts is after


def test_names_are_shown_with_the_counts_and_never_of_a_secret_poll():
    poll, secret = make_poll(results="always"), make_poll(results="always", is_secret=True)
    assert shown_poll(poll, Viewer(MemberFactory())).shows_names
    for viewer in (Viewer(MemberFactory()), Viewer(ModeratorFactory()), Viewer(secret.topic.author)):
        assert not shown_poll(secret, viewer).shows_names


def test_shares_are_of_the_voters_and_ones_own_choice_is_marked():
    poll = make_poll(mode="multiple", results="always")
    member = vote(poll, 1, 2)
    vote(poll, 1)
    vote(poll, 3)
    poll.refresh_from_db()
    shown = shown_poll(poll, Viewer(member))
    assert [(option.votes, option.share) for option in shown.options] == [(2, 67), (1, 33), (1, 33)]
    assert [bool(option.rank) for option in shown.options] == [True, True, False]
    assert not any(option.has_won for option in shown.options)
    services.close_poll(member=poll.topic.author, poll=poll)
    poll.refresh_from_db()
    assert [option.has_won for option in shown_poll(poll, Viewer(member)).options] == [True, False, False]


@pytest.mark.parametrize("count", [2, 20])
def test_a_poll_is_shown_by_one_query(count, django_assert_num_queries):
    poll = make_poll(*map(str, range(count)))
    vote(poll, 1)
    viewer = Viewer(MemberFactory())
    assert not keeps_order_in(viewer, poll.topic)  # as the page has asked for its posts
    with django_assert_num_queries(1):
        assert len(shown_poll(poll, viewer).options) == count


def test_the_rounds_of_a_ranking_are_those_that_were_counted_when_it_closed():
    poll = make_poll(mode="ranked", results="always")
    for chosen in ((1,), (1,), (1,), (1,), (2, 3), (2, 3), (2, 3), (3, 2), (3, 2)):
        vote(poll, *chosen)
    poll.refresh_from_db()
    live = rounds_of(shown_poll(poll, Viewer(MemberFactory())))
    services.close_poll(member=poll.topic.author, poll=poll)
    poll.refresh_from_db()
    shown = shown_poll(poll, Viewer(MemberFactory()))
    Vote.objects.all().delete()
    assert rounds_of(shown) == live
    assert [each.rows for each in live][1] == [("Perahu", 4, False), ("Sampan", 5, False)]
    assert [option.has_won for option in shown.options] == [False, True, False]


def test_the_rounds_of_an_open_ranking_with_very_many_voters_wait_for_its_end(monkeypatch):
    monkeypatch.setattr("community.forums.polls.shown.COUNTED_ON_A_PAGE", 1)
    poll = make_poll(mode="ranked", results="always")
    for _number in range(2):
        vote(poll, 1)
    poll.refresh_from_db()
    shown = shown_poll(poll, Viewer(MemberFactory()))
    assert shown.shows_counts
    assert not shown.shows_rounds
    assert rounds_of(shown) == []
