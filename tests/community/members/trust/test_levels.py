"""What it takes to reach a level, each number to its edge, and what is not asked of whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community.members.trust.facts import Activity, Facts
from community.members.trust.levels import BASIC, KNOWN, LEADER, LEVELS, NEW, REGULAR, level_after

GOING_ON = Activity(topics=400, posts=4_000)
FOR_BASIC = Facts(topics=5, posts=30, seconds=600)
FOR_KNOWN = Facts(days=15, topics=20, posts=100, seconds=3_600, likes_received=1, likes_given=1, replies=3)
FOR_REGULAR = Facts(
    topics=200,
    posts=500,
    recent_days=50,
    recent_topics=100,
    recent_posts=1_000,
    recent_likes_given=30,
    recent_likes_received=20,
    recent_likes_days=7,
    recent_likes_members=5,
    recent_replies=10,
    flagged=5,
    flaggers=5,
)
VOUCHED = {"is_vouched": True}


def reached(level: int, facts: Facts, **others: object) -> bool:
    return LEVELS[level].is_reached(replace(facts, **others), GOING_ON)


@pytest.mark.parametrize(
    ("level", "facts"), [(BASIC, FOR_BASIC), (KNOWN, FOR_KNOWN), (REGULAR, FOR_REGULAR)], ids=["1", "2", "3"]
)
def test_who_just_has_each_number_reaches_it_and_one_less_of_any_is_too_little(level, facts):
    assert reached(level, facts)
    for requirement in LEVELS[level].requirements:
        name = {"minutes": "seconds"}.get(requirement.fact, requirement.fact)
        step = 1 if requirement.is_most else -1
        assert not reached(level, facts, **{name: getattr(facts, name) + step}), requirement.fact


def test_the_numbers_are_those_of_discourse():
    wanted = {level.number: {each.fact: each.wanted(GOING_ON) for each in level.requirements} for level in LEVELS}
    assert wanted[NEW] == wanted[LEADER] == {}
    assert wanted[BASIC] == {"topics": 5, "posts": 30, "minutes": 10}
    assert wanted[KNOWN] == {
        "days": 15,
        "topics": 20,
        "posts": 100,
        "minutes": 60,
        "likes_received": 1,
        "likes_given": 1,
        "replies": 3,
    }
    assert wanted[REGULAR] == {
        "recent_days": 50,
        "recent_replies": 10,
        "recent_topics": 100,
        "recent_posts": 1_000,
        "topics": 200,
        "posts": 500,
        "recent_likes_given": 30,
        "recent_likes_received": 20,
        "recent_likes_days": 7,
        "recent_likes_members": 5,
        "flagged": 5,
        "flaggers": 5,
        "restricted": 0,
    }


def test_however_much_is_going_on_the_share_of_it_has_a_bound():
    wanted = {each.fact: each.wanted(Activity(topics=10_000, posts=1_000_000)) for each in LEVELS[REGULAR].requirements}
    assert (wanted["recent_topics"], wanted["recent_posts"]) == (500, 20_000)


def test_who_somebody_stands_for_has_the_first_level_at_once_and_reads_nothing_for_the_second():
    assert level_after(NEW, Facts(**VOUCHED), GOING_ON) == BASIC
    takes_part = replace(FOR_KNOWN, topics=0, posts=0, seconds=0)
    assert not reached(KNOWN, takes_part)
    assert reached(KNOWN, takes_part, **VOUCHED)
    for name in ("days", "likes_given", "likes_received", "replies"):
        assert not reached(KNOWN, takes_part, **VOUCHED, **{name: getattr(takes_part, name) - 1}), name


def test_nobody_stands_for_the_numbers_of_the_third():
    assert not reached(REGULAR, replace(FOR_REGULAR, recent_topics=0), **VOUCHED)


def test_who_reads_where_no_time_is_counted_comes_on_two_days_instead():
    unseen = replace(FOR_BASIC, seconds=0)
    assert not reached(BASIC, unseen, days=1)
    assert reached(BASIC, unseen, days=2)
    assert not reached(BASIC, unseen, days=2, seconds=599)  # of them it is counted
    assert reached(BASIC, unseen, days=2, seconds=599, is_mailed=True)
    assert reached(KNOWN, FOR_KNOWN, seconds=0)


def test_of_who_has_no_address_only_what_others_see_of_them_is_asked():
    seen = {"likes_received": 1, "replies": 3}
    assert level_after(NEW, Facts(is_assisted=True), GOING_ON) == BASIC
    assert reached(KNOWN, Facts(is_assisted=True, **seen))
    for name, count in seen.items():
        assert not reached(KNOWN, Facts(is_assisted=True, **{**seen, name: count - 1})), name


def test_one_rises_as_far_as_the_numbers_reach():
    assert level_after(NEW, replace(FOR_KNOWN, days=15), GOING_ON) == KNOWN
    assert level_after(KNOWN, FOR_REGULAR, GOING_ON) == REGULAR
    assert level_after(NEW, FOR_REGULAR, GOING_ON) == NEW  # no step is left out: no minutes


def test_the_first_levels_are_kept_and_the_highest_is_given_by_hand_alone():
    assert [level_after(level, Facts(), GOING_ON) for level in (NEW, BASIC, KNOWN, LEADER)] == [0, 1, 2, 4]
    assert level_after(REGULAR, FOR_REGULAR, GOING_ON) == REGULAR


def test_the_third_is_kept_with_nine_tenths_of_its_numbers_and_lost_below():
    slack = {each.fact: each for each in LEVELS[REGULAR].requirements if each.has_slack}
    enough = {name: -(-each.wanted(GOING_ON) * 9 // 10) for name, each in slack.items()}
    kept = replace(FOR_REGULAR, **enough)
    assert level_after(REGULAR, kept, GOING_ON) == REGULAR
    for name, count in enough.items():
        assert level_after(REGULAR, replace(kept, **{name: count - 1}), GOING_ON) == KNOWN, name


@pytest.mark.parametrize("loss", [{"flagged": 6}, {"flaggers": 6}, {"restricted": 1}, {"posts": 499}])
def test_what_has_no_slack_ends_the_third_at_once(loss):
    assert level_after(REGULAR, replace(FOR_REGULAR, **loss), GOING_ON) == KNOWN


def test_the_third_is_not_taken_in_the_first_two_weeks():
    assert level_after(REGULAR, Facts(), GOING_ON, is_in_grace=True) == REGULAR
    assert level_after(REGULAR, Facts(), GOING_ON) == KNOWN


def test_who_may_not_write_now_rises_nowhere():
    assert level_after(NEW, replace(FOR_BASIC, is_restricted=True), GOING_ON) == NEW
