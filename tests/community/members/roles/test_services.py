from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Role, User
from community.members.permissions import Refused, Viewer
from community.members.rights.erasing import begin_due, request_erasure
from community.members.roles.services import grant, revoke
from home.services.editors import regional_group_name
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    MentorFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

ROLES = [
    ("moderator", None, "Community moderators"),
    ("moderator", "81", "Regional moderators"),
    ("editor", None, "Editors"),
    ("editor", "81.02", "Regional editors 81.02"),
]


@pytest.mark.parametrize(("kind", "code", "group"), ROLES)
def test_a_group_follows_from_a_role_and_goes_with_it(kind, code, group):
    by, user, region = AdministratorFactory(), MemberFactory(), make_region(code) if code else None
    role = grant(by=by, user=user, kind=kind, region=region, reason="Dipilih warga.")
    assert groups_of(user) == [group]
    assert fresh(user).has_perm("wagtailadmin.access_admin")
    assert revoke(by=by, role=role, reason="Pindah.")
    assert groups_of(user) == []
    assert not fresh(user).has_perm("wagtailadmin.access_admin")


def test_the_rights_of_an_administrator_follow_from_the_role_and_go_with_it():
    by, user = AdministratorFactory(), MemberFactory()
    role = grant(by=by, user=user, kind="administrator", reason="Menggantikan.")
    assert (fresh(user).is_superuser, fresh(user).is_staff) == (True, True)
    revoke(by=by, role=role, reason="Selesai.")
    assert (fresh(user).is_superuser, fresh(user).is_staff) == (False, False)


def test_a_group_stays_while_another_role_still_brings_it():
    by, user = AdministratorFactory(), MemberFactory()
    maluku = grant(by=by, user=user, kind="moderator", region=make_region("81"), reason="x")
    tual = grant(by=by, user=user, kind="moderator", region=make_region("82"), reason="x")
    revoke(by=by, role=maluku, reason="x")
    assert groups_of(user) == ["Regional moderators"]
    revoke(by=by, role=tual, reason="x")
    assert groups_of(user) == []


def test_other_groups_and_roles_are_left_alone():
    by, user = AdministratorFactory(), EditorFactory()
    user.groups.add(Group.objects.create(name="Dewan"))
    role = grant(by=by, user=user, kind="mentor", reason="x")
    revoke(by=by, role=role, reason="x")
    assert groups_of(user) == ["Dewan", "Editors"]


def test_granting_and_revoking_again_changes_nothing_and_is_logged_once():
    by, user = AdministratorFactory(), MemberFactory()
    first = grant(by=by, user=user, kind="mentor", reason="Berpengalaman.")
    assert grant(by=by, user=user, kind="mentor", reason="Lagi.") == first
    assert revoke(by=by, role=first, reason="Selesai.") is True
    assert revoke(by=by, role=first, reason="Selesai.") is False
    granted, revoked = ModelLogEntry.objects.for_instance(user).order_by("pk")
    assert (granted.action, granted.user, granted.data) == (
        "members.grant_role",
        by,
        {"reason": "Berpengalaman.", "before": [], "after": ["mentor"]},
    )
    assert (revoked.action, revoked.data["reason"], revoked.data["after"]) == ("members.revoke_role", "Selesai.", [])


@pytest.mark.parametrize("factory", [MemberFactory, MentorFactory, ModeratorFactory, EditorFactory])
def test_only_administrators_grant_and_revoke(factory):
    by, user, other = factory(), MemberFactory(), MentorFactory()
    with pytest.raises(Refused):
        grant(by=by, user=user, kind="mentor", reason="x")
    with pytest.raises(Refused):
        revoke(by=by, role=other.roles.get(), reason="x")
    assert not user.roles.exists()
    assert other.roles.exists()


def test_a_suspended_administrator_grants_nothing():
    by = AdministratorFactory(suspended_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        grant(by=by, user=MemberFactory(), kind="mentor", reason="x")


def test_who_lost_the_role_meanwhile_grants_and_revokes_nothing():
    by, other = AdministratorFactory(), AdministratorFactory()
    stale = fresh(other)
    revoke(by=by, role=other.roles.get(), reason="x")
    with pytest.raises(Refused):
        grant(by=stale, user=stale, kind="administrator", reason="Kembali.")
    with pytest.raises(Refused):
        revoke(by=stale, role=by.roles.get(), reason="Balas.")
    assert User.objects.filter(is_superuser=True).get() == by


@pytest.mark.parametrize("factory", [MemberFactory, MentorFactory, ModeratorFactory, EditorFactory])
@pytest.mark.parametrize("kind", ["mentor", "moderator", "editor", "administrator"])
def test_nobody_raises_their_own_role(factory, kind):
    by = factory()
    before = by.roles.count()
    with pytest.raises(Refused):
        grant(by=by, user=by, kind=kind, reason="x")
    assert (by.roles.count(), fresh(by).is_superuser) == (before, False)


def test_who_is_suspended_does_not_count_as_the_other_administrator():
    by, until = AdministratorFactory(), timezone.now() + timedelta(days=1)
    other = AdministratorFactory(suspended_until=until)
    for act in (
        lambda: revoke(by=by, role=by.roles.get(), reason="x"),
        lambda: request_erasure(member=by, keeps=True),
    ):
        with pytest.raises(Refused):
            act()
    User.objects.filter(pk=other.pk).update(suspended_until=timezone.now() - timedelta(days=1))
    assert revoke(by=by, role=by.roles.get(), reason="x")


def test_the_last_administrator_keeps_the_role_and_so_does_one_whose_only_colleague_leaves():
    by, leaving = AdministratorFactory(), AdministratorFactory()
    request_erasure(member=leaving, keeps=True)
    with pytest.raises(Refused, match=r"administrator|pengelola|satu-satunya"):
        revoke(by=by, role=by.roles.get(), reason="x")
    assert fresh(by).is_superuser


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"kind": "raja"}, {"kind": "mentor", "region": True}])
def test_a_role_needs_a_reason_and_must_be_one_that_there_is(wrong):
    asked = {"kind": "moderator", "region": None, "reason": "x"} | wrong
    asked["region"] = make_region("81") if asked["region"] else None
    with pytest.raises(ValidationError):
        grant(by=AdministratorFactory(), user=MemberFactory(), **asked)
    assert not Role.objects.exclude(kind="administrator").exists()


def test_an_account_that_is_not_in_use_is_trusted_with_nothing():
    with pytest.raises(Refused):
        grant(by=AdministratorFactory(), user=MemberFactory(is_active=False), kind="mentor", reason="x")


def test_a_new_mentor_hears_of_it_in_their_language(mailoutbox):
    for language in ("en", "id"):
        grant(by=AdministratorFactory(), user=MemberFactory(language=language), kind="mentor", reason="x")
    english, indonesian = mailoutbox
    assert english.subject.startswith("You are a mentor")
    assert "administrators have made you" in english.body
    assert indonesian.subject.startswith("Anda kini pendamping")


def test_a_deleted_account_keeps_neither_roles_nor_groups(work_outbox):
    user = RegionalModeratorFactory(of=make_region("81"))
    grant(by=None, user=user, kind="mentor", reason="x")
    erasure = request_erasure(member=user, keeps=True)
    begin_due(now=erasure.due_at + timedelta(minutes=1))
    work_outbox()
    assert fresh(user).erased_at
    assert (list(user.roles.all()), groups_of(user)) == ([], [])


def test_an_administrator_made_at_the_command_line_has_the_role():
    user = User.objects.create_superuser("pertama@example.org", "x", name="Pertama")
    assert [role.kind for role in user.roles.all()] == ["administrator"]


def test_a_viewer_knows_their_regions_and_what_lies_below_them():
    viewer = Viewer(fresh(RegionalModeratorFactory(of=make_region("81.02"))))
    assert viewer.moderated_codes == ["81.02"]
    assert [viewer.moderates([code]) for code in ("81.02", "81.02.01", "81", "81.03", "81.021")] == [True, True] + [
        False
    ] * 3
    assert not viewer.is_moderator


def test_who_moderates_no_region_pays_no_query_for_those_who_do(django_assert_num_queries):
    viewer = Viewer(fresh(MemberFactory()))
    assert not viewer.is_moderator
    with django_assert_num_queries(0):
        assert viewer.moderated_codes == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_administrators_who_revoke_each_other_leave_one():
    one, other = AdministratorFactory(), AdministratorFactory()

    def take(pair):
        by, role = pair
        try:
            return revoke(by=by, role=role, reason="x")
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(take, [(one, other.roles.get()), (other, one.roles.get())]))
    assert sorted(answers) == [False, True]
    assert User.objects.filter(is_superuser=True).count() == 1


def groups_of(user: User) -> list[str]:
    return list(user.groups.order_by("name").values_list("name", flat=True))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_group_of_a_region_is_named_by_its_code():
    assert regional_group_name(make_region("81.02")) == "Regional editors 81.02"
