from __future__ import annotations

import pytest

from community.members.blocking import receivers as blocking_receivers
from community.members.blocking import services as blocking
from community.members.following import receivers, services
from community.members.following.kinds import MEMBER, REGION
from community.members.models import Block, Watch
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def test_a_copy_tells_what_one_follows_by_name_and_whom_one_blocked_by_a_handle_that_is_shown():
    member, other, region = MemberFactory(), MemberFactory(handle="petrus", is_listed=True), make_region()
    services.follow(user=member, kind=REGION, key=region.pk)
    Watch.objects.create(user=member, kind="gone", object_id=7)
    blocking.block(user=member, other=other)
    blocking.block(user=member, other=MemberFactory())
    [part] = receivers.tell_of_watches(member)
    assert [(row["kind"], row["name"], row["level"]) for row in part.rows] == [
        ("region", region.full_name, "tracking"),
        ("gone", "", "watching"),
    ]
    [part] = blocking_receivers.tell_of_blocks(member)
    assert [row["handle"] for row in part.rows] == ["petrus", ""]


def test_a_copy_never_tells_by_whom_one_is_followed_or_blocked():
    member, other = MemberFactory(is_listed=True), MemberFactory()
    services.follow(user=other, kind=MEMBER, key=member.pk)
    blocking.block(user=other, other=member)
    assert [list(part.rows) for part in receivers.tell_of_watches(member)] == [[]]
    assert [list(part.rows) for part in blocking_receivers.tell_of_blocks(member)] == [[]]


def test_an_account_that_ends_takes_both_sides_of_it_along_step_by_step():
    member, others = MemberFactory(is_listed=True), [MemberFactory(is_listed=True) for _number in range(2)]
    stays = services.follow(user=others[0], kind=MEMBER, key=others[1].pk)
    blocking.block(user=others[0], other=member)
    for other in others:
        services.follow(user=other, kind=MEMBER, key=member.pk)
        services.follow(user=member, kind=MEMBER, key=other.pk)
    blocking.block(user=member, other=others[0])
    assert [receivers.erase_watches(member, limit=2) for _step in range(3)] == [2, 1, 0]
    assert [blocking_receivers.erase_blocks(member, limit=5) for _step in range(2)] == [2, 0]
    assert Watch.objects.get() == stays
    assert not Block.objects.exists()
