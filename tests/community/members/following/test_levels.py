from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from community.members.following import news, services
from community.members.following.kinds import KINDS, REGION, SECTOR
from community.members.following.levels import NAMES, Chosen, combined, level_in_force, of_category, of_region
from community.members.models import Watch
from community.members.permissions import Refused, Viewer
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story

pytestmark = pytest.mark.django_db
MUTED, NORMAL, TRACKING, WATCHING = Watch.Level


def test_following_a_region_tracks_it_and_brings_its_news():
    member, region = MemberFactory(), make_region("81.02")
    assert services.follow(user=member, kind=REGION, key=region.pk).level == TRACKING
    make_story("Cerita", regions=(region,))
    assert [line.title for line in news.page_of(Viewer(member)).lines] == ["Cerita"]


def test_who_followed_a_region_before_tracks_it_after_the_migration_and_other_kinds_stay():
    member, region, sector = MemberFactory(), make_region("81.02"), make_sector()
    for kind, thing in ((REGION, region), (SECTOR, sector)):
        Watch.objects.create(user=member, kind=kind, object_id=thing.pk, level=WATCHING)
    migration = import_module("community.members.migrations.0018_followed_regions_are_tracked")
    migration.lower(apps, SimpleNamespace(connection=connection))
    assert dict(Watch.objects.values_list("kind", "level")) == {REGION: TRACKING, SECTOR: WATCHING}
    assert services.follows(member, REGION, region.pk)
    migration.raise_again(apps, SimpleNamespace(connection=connection))
    assert set(Watch.objects.values_list("level", flat=True)) == {WATCHING}


def test_the_migration_goes_through_all_who_follow_a_region_some_at_a_time(monkeypatch):
    region = make_region("81.02")
    for _number in range(5):
        Watch.objects.create(user=MemberFactory(), kind=REGION, object_id=region.pk, level=WATCHING)
    migration = import_module("community.members.migrations.0018_followed_regions_are_tracked")
    monkeypatch.setattr(migration, "BATCH", 2)
    migration.lower(apps, SimpleNamespace(connection=connection))
    assert list(Watch.objects.values_list("level", flat=True)) == [TRACKING] * 5


@pytest.mark.parametrize("level", [MUTED, TRACKING, WATCHING])
def test_a_level_is_chosen_and_normal_takes_it_back(level):
    member, region = MemberFactory(), make_region()
    watch = services.choose_level(user=member, kind=REGION, key=region.pk, level=level)
    assert watch.level == level
    assert services.level_of(member, REGION, region.pk) == level
    assert services.follows(member, REGION, region.pk) is (level >= TRACKING)
    assert services.choose_level(user=member, kind=REGION, key=region.pk, level=NORMAL) is None
    assert not Watch.objects.exists()


@pytest.mark.parametrize(("kind", "level"), [(SECTOR, TRACKING), (SECTOR, MUTED), (REGION, 9), ("x", WATCHING)])
def test_a_level_that_a_kind_doesnt_have_is_refused(kind, level):
    member, keys = MemberFactory(), {REGION: make_region().pk, SECTOR: make_sector().pk, "x": 1}
    with pytest.raises(Refused):
        services.choose_level(user=member, kind=kind, key=keys[kind], level=level)
    assert not Watch.objects.exists()


def test_following_again_changes_no_level_that_follows_already():
    member, region = MemberFactory(), make_region()
    services.choose_level(user=member, kind=REGION, key=region.pk, level=WATCHING)
    assert services.follow(user=member, kind=REGION, key=region.pk).level == WATCHING


def test_muting_counts_before_all_then_the_closest():
    assert combined([]) is None
    assert combined([NORMAL, TRACKING]) == TRACKING
    assert combined([WATCHING, MUTED]) == MUTED


def test_of_regions_the_smallest_around_counts():
    chosen = Chosen(regions={"81": MUTED, "81.02": TRACKING})
    assert of_region(chosen, "81.02.01") == TRACKING
    assert of_region(chosen, "81.03") == MUTED
    assert of_region(chosen, "81.021") == MUTED
    assert of_region(chosen, "82") is None


def test_of_a_category_its_own_level_counts_then_that_of_the_one_around():
    chosen = Chosen(categories={1: MUTED, 2: TRACKING})
    assert of_category(chosen, (2, 1)) == TRACKING
    assert of_category(chosen, (3, 1)) == MUTED
    assert of_category(chosen, (3, 4)) is None


def test_normal_is_kept_for_a_region_in_one_that_is_muted_and_for_no_other():
    member, around, within = MemberFactory(), make_region("81"), make_region("81.02")
    services.choose_level(user=member, kind=REGION, key=around.pk, level=MUTED)
    watch = services.choose_level(user=member, kind=REGION, key=within.pk, level=NORMAL)
    assert (watch.level, level_in_force(Viewer(member), REGION, within)) == (NORMAL, NORMAL)
    assert level_in_force(Viewer(member), REGION, make_region("81.03")) == MUTED
    assert services.choose_level(user=member, kind=REGION, key=around.pk, level=NORMAL) is None
    assert services.choose_level(user=member, kind=REGION, key=within.pk, level=NORMAL) is None
    assert not Watch.objects.exists()


def test_every_level_has_a_name_and_each_kind_says_what_its_levels_mean():
    assert set(NAMES) == set(Watch.Level)
    for kind in KINDS.values():
        assert set(kind.levels.meaning) in (set(), set(Watch.Level)), kind.name
        assert all(str(meaning) for meaning in kind.levels.meaning.values())
    assert sum(bool(kind.levels.meaning) for kind in KINDS.values()) >= 4


def test_a_region_is_muted_from_its_form_and_said_to_be_in_the_list(client):
    member, region = MemberFactory(), make_region("81.02.01")
    client.force_login(member)
    form = f"/anggota/saya/mengikuti/region/{region.pk}/"
    assert 'value="2" checked' in client.get(form).content.decode()  # what following usually is
    client.post(form, {"level": MUTED.value})
    page = client.get("/anggota/saya/mengikuti/").content.decode()
    assert "Dibisukan" in page
    assert f'href="{form}"' in page
    assert "Dibisukan</a>" in client.get("/wilayah/81.02.01/").content.decode()


def test_the_form_shows_what_a_region_around_brings(client):
    member = MemberFactory()
    client.force_login(member)
    services.choose_level(user=member, kind=REGION, key=make_region("81").pk, level=WATCHING)
    html = client.get(f"/anggota/saya/mengikuti/region/{make_region('81.02').pk}/").content.decode()
    assert 'value="3" checked' in html
    assert "berasal dari tempatnya berada" in html
