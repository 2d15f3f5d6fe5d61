"""Lists of reactions and votes, and the polls that are due, are read from their indexes."""

from __future__ import annotations

import pytest
from django.db import connection

from community.forums.models import Poll, Vote
from community.writing.models import Reaction
from tests.factories.members import MemberFactory
from tests.factories.polls import keys_of, make_poll

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="others explain their plans in other words"),
]


@pytest.fixture(autouse=True)
def as_in_a_large_table():
    """Tell the planner of some rows: of none it remembers what other tests had in the tables, and picks any index."""
    members, polls = [MemberFactory() for _number in range(20)], [make_poll() for _number in range(5)]
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=key, user=member, name="agree") for member in members for key in range(1, 151)
    )
    Vote.objects.bulk_create(
        Vote(poll=poll, option_id=keys_of(poll, 1)[0], user=member) for poll in polls for member in members
    )
    with connection.cursor() as cursor:
        for model in (Reaction, Vote, Poll):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")


def test_who_reacted_is_read_in_order_from_the_index():
    rows = Reaction.objects.filter(kind="post", object_id=1, name="agree").order_by("-pk")[:26]
    plan = rows.explain()
    assert "reaction_to_thing" in plan
    assert "Sort" not in plan


def test_reactions_of_a_page_are_counted_from_the_index():
    found = Reaction.objects.filter(kind="post", object_id__in=range(1, 21)).values("object_id", "name")
    assert "reaction_to_thing" in found.explain()


def test_ones_own_reactions_are_found_by_an_index():
    plan = Reaction.objects.filter(user=1, kind="post", object_id=1).explain()
    assert "reaction_once" in plan or "reaction_to_thing" in plan, plan


def test_who_voted_is_read_in_order_from_the_index():
    plan = Vote.objects.filter(option=1).order_by("-pk")[:26].explain()
    assert "vote_for_option" in plan
    assert "Sort" not in plan


def test_ballots_are_read_in_order_from_the_index():
    plan = Vote.objects.filter(poll=1).order_by("user_id", "rank").values_list("user_id", "option_id").explain()
    assert "vote_once_at_rank" in plan
    assert "Sort" not in plan


def test_the_polls_that_are_due_have_an_index_of_their_own():
    assert "poll_due" in Poll.objects.due().order_by("closes_at").explain()
