from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from community.members.following import services
from community.members.following.kinds import KINDS, MEMBER, REGION, SECTOR
from community.members.models import User, Watch
from community.members.permissions import Refused
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once():
    member, region = MemberFactory(), make_region()
    first = services.follow(user=member, kind=REGION, key=region.pk)
    assert services.follow(user=member, kind=REGION, key=region.pk) == first
    assert Watch.objects.get().level == Watch.Level.WATCHING
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


def test_who_follows_a_region_hears_of_all_that_lies_in_it():
    near, far, elsewhere, muted = (MemberFactory() for _number in range(4))
    services.follow(user=near, kind=REGION, key=make_region("81.02.01").pk)
    services.follow(user=far, kind=REGION, key=make_region("81").pk)
    services.follow(user=far, kind=REGION, key=make_region("81.02").pk)
    services.follow(user=elsewhere, kind=REGION, key=make_region("82").pk)
    Watch.objects.create(user=muted, kind=REGION, object_id=make_region("81").pk, level=Watch.Level.MUTED)
    assert services.watchers_of_regions(["81.02.01"]) == [near.pk, far.pk]
    assert services.watchers_of_regions(["81.02", "82"]) == [far.pk, elsewhere.pk]
    assert services.watchers_of_regions(["81.72"]) == [far.pk]


def test_those_who_follow_are_told_of_page_by_page():
    region, members = make_region(), [MemberFactory() for _number in range(5)]
    for member in members:
        services.follow(user=member, kind=REGION, key=region.pk)
    first = services.watchers_of(REGION, [region.pk], limit=2)
    second = services.watchers_of_regions([region.code], after=first[-1], limit=2)
    assert [*first, *second] == [member.pk for member in members[:4]]
    assert services.watchers_of(SECTOR, [region.pk]) == []


def test_who_follows_a_region_is_asked_in_one_query_by_the_index_of_things(django_assert_num_queries):
    region = make_region("81.02.01")
    services.follow(user=MemberFactory(), kind=REGION, key=region.pk)
    with django_assert_num_queries(1) as captured:
        assert len(services.watchers_of_regions([region.code])) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            assert any("watch_of_thing" in str(row) for row in cursor.fetchall())


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
