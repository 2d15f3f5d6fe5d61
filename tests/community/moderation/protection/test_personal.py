from __future__ import annotations

import pytest

from community.members.rights.contents import CONTENTS
from community.moderation.models import Arrival, Trace
from community.moderation.protection import personal
from tests.factories.comments import make_comment, make_story
from tests.factories.members import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.compared]


@pytest.fixture
def member():
    member, other, story = MemberFactory(), MemberFactory(), make_story()
    for number, author in enumerate((member, member, other)):
        make_comment(story, f"https://toko.example/{number}", author)
        Arrival.objects.create(user=author, network=f"{number}")
    return member


def test_a_copy_tells_when_what_was_kept(member):
    part = personal.told(user=member)
    assert part.name in CONTENTS
    assert [set(row) for row in part.rows] == [{"what", "at"}] * 6


def test_an_account_that_ends_takes_it_along_step_by_step(member):
    assert [personal.erase(user=member, limit=2) for _step in range(3)] == [4, 2, 0]
    assert (Trace.objects.count(), Arrival.objects.count()) == (2, 1)
