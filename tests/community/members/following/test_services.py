from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from community.members.following import services
from community.members.following.kinds import KINDS, MEMBER, REGION, SECTOR
from community.members.models import User, Watch
from community.members.permissions import Refused
from community.members.rights.erasing import request_erasure
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_following_twice_is_following_once():
    member, region = MemberFactory(), make_region()
    first = services.follow(user=member, kind=REGION, key=region.pk)
    assert services.follow(user=member, kind=REGION, key=region.pk) == first
    assert Watch.objects.get().level == Watch.Level.TRACKING
    assert services.follows(member, REGION, region.pk)


def test_ending_it_twice_ends_it_once():
    member, region = MemberFactory(), make_region()
    services.follow(user=member, kind=REGION, key=region.pk)
    assert services.unfollow(user=member, kind=REGION, key=region.pk)
    assert not services.unfollow(user=member, kind=REGION, key=region.pk)
    assert not Watch.objects.exists()


def test_what_was_muted_is_followed_again():
    member, region = MemberFactory(), make_region()
    Watch.objects.create(user=member, kind=REGION, object_id=region.pk, level=Watch.Level.MUTED)
    assert not services.follows(member, REGION, region.pk)
    services.follow(user=member, kind=REGION, key=region.pk)
    assert services.follows(member, REGION, region.pk)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"suspended_until": timezone.now() + DAY}])
def test_who_is_switched_off_or_suspended_follows_nothing(fields):
    with pytest.raises(Refused):
        services.follow(user=MemberFactory(**fields), kind=REGION, key=make_region().pk)
    assert not Watch.objects.exists()


def test_who_is_silenced_or_about_to_leave_goes_on_following():
    silenced, leaving = MemberFactory(silenced_until=timezone.now() + DAY), MemberFactory()
    request_erasure(member=leaving, keeps=True)
    for member in (silenced, User.objects.get(pk=leaving.pk)):
        assert services.follow(user=member, kind=REGION, key=make_region().pk)


def test_who_will_be_deleted_is_not_followed_any_more():
    member, leaving = MemberFactory(), MemberFactory(is_listed=True)
    request_erasure(member=leaving, keeps=True)
    with pytest.raises(Refused):
        services.follow(user=member, kind=MEMBER, key=leaving.pk)


@pytest.mark.parametrize("key", [0, 987_654, 2**70])
def test_nobody_follows_what_is_not_there(key):
    with pytest.raises(Refused):
        services.follow(user=MemberFactory(), kind=REGION, key=key)


def test_nobody_follows_an_unknown_kind_of_thing():
    with pytest.raises(Refused):
        services.follow(user=MemberFactory(), kind="x", key=1)


def test_only_members_who_chose_to_be_found_can_be_followed():
    member = MemberFactory()
    services.follow(user=member, kind=MEMBER, key=MemberFactory(is_listed=True).pk)
    for other in (MemberFactory(is_listed=False), MemberFactory(is_listed=True, is_active=False)):
        with pytest.raises(Refused):
            services.follow(user=member, kind=MEMBER, key=other.pk)


def test_nobody_follows_themselves():
    member = MemberFactory(is_listed=True)
    with pytest.raises(Refused):
        services.follow(user=member, kind=MEMBER, key=member.pk)


def test_an_account_that_is_switched_off_follows_nothing():
    with pytest.raises(Refused):
        services.follow(user=MemberFactory(is_active=False), kind=REGION, key=make_region().pk)


def test_there_is_an_end_to_what_one_follows(monkeypatch):
    monkeypatch.setattr(services, "MOST_FOLLOWED", 2)
    member = MemberFactory()
    for code in ("81", "81.02"):
        services.follow(user=member, kind=REGION, key=make_region(code).pk)
    with pytest.raises(Refused, match="2"):
        services.follow(user=member, kind=REGION, key=make_region("82").pk)
    services.follow(user=member, kind=REGION, key=make_region("81").pk)  # a repeat needs no room


def test_sectors_are_chosen_all_at_once():
    member = MemberFactory()
    kelapa, pala, ikan = (make_sector(slug) for slug in ("kelapa", "pala", "ikan"))
    services.choose_sectors(user=member, sectors=[kelapa, pala])
    kept = Watch.objects.get(object_id=pala.pk)
    services.choose_sectors(user=member, sectors=[pala, ikan])
    assert set(services.watched_keys(member, SECTOR)) == {pala.pk, ikan.pk}
    assert Watch.objects.filter(pk=kept.pk).exists()


def test_every_kind_says_how_it_is_called_and_what_it_brings():
    assert {REGION, SECTOR, MEMBER} <= set(KINDS)
    assert all(str(kind.label) and str(kind.brings) for kind in KINDS.values())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_do_not_pass_the_limit_and_follow_once(monkeypatch):
    monkeypatch.setattr(services, "MOST_FOLLOWED", 1)
    member, keys = MemberFactory(), [make_region(code).pk for code in ("81", "82")]

    def begin(key):
        try:
            services.follow(user=User.objects.get(pk=member.pk), kind=REGION, key=key)
        except Refused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(begin, [keys[0], keys[1], keys[0], keys[1]]))
    assert sorted(done) == [False, False, True, True]
    assert Watch.objects.count() == 1
