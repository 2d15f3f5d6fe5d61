"""Who many members are is read at once, and is the same as of each alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import BaseViewRestriction, PageViewRestriction

from community.members.models import User
from community.members.permissions import Viewer, viewers_of
from tests.factories.comments import make_story
from tests.factories.forums import CategoryFactory
from tests.factories.hiding import restrict
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def crowd() -> list[User]:
    """Members of all sorts, among pages for members, for groups and with a password."""
    group, other = (Group.objects.create(name=name) for name in ("Dewan", "Pengurus"))
    restrict(make_story("Untuk anggota"))
    restrict(make_story("Dengan kata sandi"), BaseViewRestriction.PASSWORD, password="rahasia")
    for each in (group, other):
        page, kind = make_story(f"Untuk {each}"), BaseViewRestriction.GROUPS
        PageViewRestriction.objects.create(page=page, restriction_type=kind).groups.add(each)
    inside = MemberFactory(further_regions=[make_region("81.72"), make_region("91.01")])
    inside.groups.add(group)
    inside.profile.region = make_region("81.02")
    inside.profile.save()
    keeper, above = MemberFactory(), CategoryFactory()
    CategoryFactory(parent=above)
    above.moderators.add(keeper)
    both = MemberFactory()
    both.groups.add(group, other)
    switched_off = ModeratorFactory(is_active=False)
    regional = RegionalModeratorFactory(of=make_region("81.72"))
    special = [ModeratorFactory(), EditorFactory(), AdministratorFactory(), AdministratorFactory(), regional]
    return [MemberFactory(), inside, keeper, both, switched_off, *special]


def again(users: list[User]) -> list[User]:
    return [User.objects.get(pk=user.pk) for user in users]


def test_each_is_who_they_are_alone():
    users = crowd()
    together, alone = again(users), again(users)
    for viewer, user in zip(viewers_of(together), alone, strict=True):
        one = Viewer(user)
        assert viewer.user_id == user.pk
        assert viewer.own_tokens == one.own_tokens
        assert (viewer.is_moderator, viewer.is_staff) == (one.is_moderator, one.is_staff)
        assert viewer.moderated_codes == one.moderated_codes
        assert viewer.user.get_all_permissions() == user.get_all_permissions()


def test_nobody_holds_what_is_another_s():
    users = again(crowd())
    for viewer in viewers_of(users):
        own = {token for token in viewer.own_tokens if token.startswith("user:")}
        assert own == {f"user:{viewer.user.pk}"}
    plain = viewers_of(users)[0].own_tokens
    kinds = {token.partition(":")[0] for token in plain}
    assert kinds == {"everyone", "members", "user", "restriction"}


def test_one_query_reads_all_of_them():
    users = again(crowd())
    for some in (users[:1], users):
        with CaptureQueriesContext(connection) as captured:
            for viewer in viewers_of(some):
                assert viewer.is_moderator in {True, False}
        assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        assert viewers_of([]) == []
    assert not captured
    assert Viewer(AnonymousUser()).own_tokens == {"everyone"}
