from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from community.members.blocking import services
from community.members.blocking.permissions import has_blocked
from community.members.following import services as following
from community.members.following.kinds import MEMBER
from community.members.models import Block, User, Watch
from community.members.permissions import Refused, Viewer
from community.members.rights.erasing import request_erasure
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_blocking_twice_is_blocking_once_and_goes_one_way():
    member, other = MemberFactory(), MemberFactory()
    assert services.block(user=member, other=other) == services.block(user=member, other=other)
    assert has_blocked(member, other)
    assert not has_blocked(other, member)
    assert Viewer(member).blocked_ids == {other.pk}
    assert Viewer(other).blocked_ids == frozenset()


def test_ending_it_twice_ends_it_once():
    member, other = MemberFactory(), MemberFactory()
    services.block(user=member, other=other)
    assert services.unblock(user=member, other=other)
    assert not services.unblock(user=member, other=other)
    assert not has_blocked(member, other)


def test_nobody_blocks_themselves():
    member = MemberFactory()
    with pytest.raises(Refused):
        services.block(user=member, other=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(user=member, blocked=member)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"suspended_until": timezone.now() + DAY}])
def test_who_is_switched_off_or_suspended_blocks_nobody(fields):
    with pytest.raises(Refused):
        services.block(user=MemberFactory(**fields), other=MemberFactory())
    assert not Block.objects.exists()


def test_who_is_silenced_or_about_to_leave_still_blocks():
    silenced, leaving = MemberFactory(silenced_until=timezone.now() + DAY), MemberFactory()
    request_erasure(member=leaving, keeps=True)
    for member in (silenced, User.objects.get(pk=leaving.pk)):
        assert services.block(user=member, other=MemberFactory())


def test_a_moderator_can_be_blocked_as_a_person():
    member, moderator = MemberFactory(), ModeratorFactory()
    services.block(user=member, other=moderator)
    assert has_blocked(member, moderator)


def test_whom_one_blocks_one_follows_no_longer_but_may_be_followed_by():
    member, other = MemberFactory(is_listed=True), MemberFactory(is_listed=True)
    for user, key in ((member, other.pk), (other, member.pk)):
        following.follow(user=user, kind=MEMBER, key=key)
    services.block(user=member, other=other)
    assert Watch.objects.get().user == other


def test_there_is_an_end_to_how_many_one_blocks(monkeypatch):
    monkeypatch.setattr(services, "MOST_BLOCKED", 1)
    member, other = MemberFactory(), MemberFactory()
    services.block(user=member, other=other)
    with pytest.raises(Refused):
        services.block(user=member, other=MemberFactory())
    services.block(user=member, other=other)  # a repeat needs no room


@pytest.mark.parametrize("forged", ["x", "1", "MQ:1:x"])
def test_only_an_address_that_was_shown_leads_to_a_member(forged):
    member = MemberFactory()
    assert services.member_of(services.token_of(member)) == member
    assert services.member_of(forged) is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_presses_at_once_block_once():
    member, other = MemberFactory(), MemberFactory()

    def press(_number):
        try:
            return services.block(user=User.objects.get(pk=member.pk), other=User.objects.get(pk=other.pk)).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(4)))) == 1
    assert Block.objects.count() == 1
