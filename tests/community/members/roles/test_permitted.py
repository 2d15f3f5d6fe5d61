"""Permissions that are read together with a member's tokens are those that Django would read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from community.members.models import User
from community.members.permissions import Viewer
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """The same member as another request reads them."""
    return User.objects.get(pk=user.pk)


def with_permissions() -> User:
    """A member with a permission of their own and two by a group."""
    member, group = MemberFactory(), Group.objects.create(name="Penjaga")
    member.user_permissions.add(permission("wagtailadmin.access_admin"))
    group.permissions.add(permission("forums.moderate_post"), permission("members.change_user"))
    member.groups.add(group)
    return member


def permission(name: str) -> Permission:
    app, _dot, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.mark.parametrize("make", [MemberFactory, ModeratorFactory, AdministratorFactory, with_permissions])
def test_they_are_what_django_reads_by_itself(make):
    member = make()
    viewed = again(member)
    Viewer(viewed).own_tokens  # noqa: B018
    alone = again(member)
    assert viewed.get_all_permissions() == alone.get_all_permissions()
    assert viewed.get_group_permissions() == alone.get_group_permissions()
    assert viewed.get_user_permissions() == alone.get_user_permissions()


def test_who_is_switched_off_may_do_nothing():
    member = with_permissions()
    member.is_active = False
    member.save()
    viewer = Viewer(again(member))
    assert not viewer.is_moderator
    assert not viewer.is_staff
    assert viewer.user.get_all_permissions() == set()


def test_one_query_tells_who_somebody_is_and_what_they_may_do(django_assert_num_queries):
    viewer = Viewer(again(with_permissions()))
    with django_assert_num_queries(1):
        assert viewer.is_moderator
        assert viewer.is_staff
        assert viewer.moderated_codes == []
        assert not any("permission" in token for token in viewer.own_tokens)


def test_what_django_has_read_already_is_asked_no_more(django_assert_num_queries):
    member = again(with_permissions())
    assert member.has_perm("forums.moderate_post")
    with django_assert_num_queries(0):
        assert Viewer(member).is_moderator
        assert Viewer(member).is_staff
