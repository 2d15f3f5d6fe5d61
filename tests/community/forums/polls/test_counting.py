"""Instant runoff, round by round, with its rule for ties."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.forums.polls.counting import Outcome, ballots_of, count
from tests.factories.polls import keys_of, make_poll, vote

A, B, C, D = 1, 2, 3, 4


def test_who_has_more_than_half_of_the_first_choices_has_won():
    outcome = count({(A, B): 3, (B, A): 2}, [A, B, C])
    assert outcome.winners == (A,)
    assert [each.votes for each in outcome.rounds] == [{A: 3, B: 2, C: 0}]
    assert outcome.rounds[0].out == ()


def test_exactly_half_is_not_enough():
    outcome = count({(A,): 2, (B,): 1, (C, B): 1}, [A, B, C])
    assert outcome.rounds[0].out == (B, C)
    assert outcome.winners == (A,)


def test_the_ballots_of_who_leaves_go_on_to_their_next_choice():
    # A leads at first; who voted for C would rather have B.
    outcome = count({(A, C): 4, (B, C): 3, (C, B, A): 2}, [A, B, C])
    assert [each.votes for each in outcome.rounds] == [{A: 4, B: 3, C: 2}, {A: 4, B: 5}]
    assert [each.out for each in outcome.rounds] == [(C,), ()]
    assert outcome.winners == (B,)


def test_a_ballot_without_a_choice_left_counts_no_more():
    outcome = count({(A,): 4, (B,): 3, (C,): 2}, [A, B, C])
    assert [each.spent for each in outcome.rounds] == [0, 2]
    assert outcome.winners == (A,)


def test_of_two_with_the_fewest_the_one_leaves_that_had_fewer_in_the_round_before():
    # D leaves first; in the second round B and C have four each, and B had fewer than C in the first.
    ballots = {(A,): 7, (B,): 3, (C,): 4, (D, B): 1}
    outcome = count(ballots, [A, B, C, D])
    assert [each.votes for each in outcome.rounds][:2] == [{A: 7, B: 3, C: 4, D: 1}, {A: 7, B: 4, C: 4}]
    assert outcome.rounds[1].out == (B,)
    assert outcome.winners == (A,)


def test_those_that_were_always_equal_leave_together():
    outcome = count({(A,): 3, (B, C): 2, (C, B): 2}, [A, B, C])
    assert outcome.rounds[0].out == (B, C)
    assert outcome.winners == (A,)


def test_where_nobody_would_be_left_they_share_the_first_place():
    outcome = count({(A, B): 2, (B, A): 2}, [A, B])
    assert outcome.winners == (A, B)
    assert len(outcome.rounds) == 1


def test_the_order_of_the_list_decides_nothing():
    ballots = {(A,): 7, (B,): 3, (C,): 4, (D, B): 1}
    assert count(ballots, [D, C, B, A]).winners == count(ballots, [A, B, C, D]).winners


def test_nobody_wins_where_nobody_voted():
    assert count({}, [A, B]) == Outcome(count({}, [A, B]).rounds, ())


def test_what_is_stored_is_read_back_as_it_was():
    outcome = count({(A, C): 4, (B, C): 3, (C, B, A): 2}, [A, B, C])
    import json

    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome


ballot = st.lists(st.sampled_from([A, B, C, D]), min_size=1, max_size=4, unique=True).map(tuple)


# On a busy machine a draw now and then takes a second.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(st.lists(ballot, max_size=30))
def test_any_count_ends_and_loses_no_ballot(cast):
    outcome = count(Counter(cast), [A, B, C, D])
    assert len(outcome.rounds) <= 4
    for each in outcome.rounds:
        assert sum(each.votes.values()) + each.spent == len(cast)
    assert bool(outcome.winners) is bool(cast)
    last = outcome.rounds[-1].votes
    assert all(last[winner] == max(last.values()) for winner in outcome.winners)


@calm
@given(st.lists(ballot, min_size=1, max_size=30))
def test_renaming_the_options_renames_the_winners(cast):
    names = {A: 10, B: 7, C: 12, D: 5}
    renamed = Counter(tuple(names[option] for option in each) for each in cast)
    winners = count(renamed, sorted(names.values())).winners
    assert set(winners) == {names[option] for option in count(Counter(cast), [A, B, C, D]).winners}


@pytest.mark.django_db
def test_ballots_are_read_in_the_order_of_their_ranks(django_assert_num_queries):
    poll = make_poll(mode="ranked")
    for chosen in ((3, 1), (3, 1), (2,)):
        vote(poll, *chosen)
    first, second, third = keys_of(poll, 1, 2, 3)
    with django_assert_num_queries(1):
        assert ballots_of(poll) == {(third, first): 2, (second,): 1}
