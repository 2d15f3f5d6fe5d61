"""Which audience lies within which other."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forums.services.audiences import is_within, name_of
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

WIDE_TO_NARROW = ["everyone", "members", "region:81", "region:81.02", "region:81.02.01"]


@pytest.mark.parametrize("place", range(len(WIDE_TO_NARROW)))
def test_each_is_within_itself_and_the_wider_ones_and_in_no_narrower(place):
    for other, wider in enumerate(WIDE_TO_NARROW):
        assert is_within(WIDE_TO_NARROW[place], wider) is (other <= place)


@pytest.mark.parametrize(
    ("audience", "wider"),
    [
        ("group:3", "group:4"),
        ("group:3", "region:81"),
        ("region:81", "group:3"),
        ("region:810", "region:81"),
        ("everyone", "group:3"),
        ("members", "group:3"),
    ],
)
def test_what_may_have_others_in_it_is_not_within(audience, wider):
    assert not is_within(audience, wider)


def test_a_group_is_within_members_and_everyone():
    assert is_within("group:3", "members")
    assert is_within("group:3", "everyone")


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_audiences_are_called_by_name():
    group, region = Group.objects.create(name="Dewan"), make_region("81.02")
    assert [name_of(each) for each in ("everyone", "members", f"group:{group.pk}", f"region:{region.code}")] == [
        "Everyone",
        "Members",
        "Dewan",
        "Members from Kabupaten Maluku Tenggara",
    ]


@pytest.mark.django_db
def test_a_member_holds_the_regions_of_their_profile_and_all_above_them():
    home, further = make_region("81.02.01"), make_region("82.01")
    member = MemberFactory(region=home)
    member.profile.further_regions.add(further)
    held = {token for token in Viewer(member).own_tokens if token.startswith("region:")}
    assert held == {"region:81", "region:81.02", "region:81.02.01", "region:82", "region:82.01"}


@pytest.mark.django_db
def test_all_that_a_member_is_themselves_is_read_in_one_query_and_of_visitors_in_none():
    member = MemberFactory(region=make_region("81.02"))
    member.groups.add(Group.objects.create(name="Dewan"))
    CategoryFactory().moderators.add(member)
    with CaptureQueriesContext(connection) as queries:
        assert len(Viewer(member).own_tokens) == 7
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert Viewer(AnonymousUser()).own_tokens == {"everyone"}
    assert len(queries) == 0
