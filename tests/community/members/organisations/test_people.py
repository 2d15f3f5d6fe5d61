"""Roles and leaving: an organisation always keeps an owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Invitation, Membership, User
from community.members.organisations import services
from community.members.permissions import Refused
from community.members.rights.erasing import request_erasure
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of

pytestmark = pytest.mark.django_db


def role_of(organisation, user):
    return Membership.objects.filter(organisation=organisation, user=user).values_list("role", flat=True).first()


def test_the_last_owner_neither_leaves_nor_is_lowered_nor_taken_out():
    organisation = make_organisation()
    owner = owner_of(organisation)
    membership = Membership.objects.get(user=owner)
    for act in (
        lambda: services.leave(member=owner, organisation=organisation),
        lambda: services.change_role(by=owner, membership=membership, role="member"),
        lambda: services.remove_member(by=owner, membership=membership),
    ):
        with pytest.raises(Refused):
            act()
    assert role_of(organisation, owner) == "owner"


def test_with_another_owner_one_may_go():
    organisation = make_organisation()
    owner, other = owner_of(organisation), add_member(organisation, role="owner").user
    assert services.leave(member=owner, organisation=organisation)
    assert not services.leave(member=owner, organisation=organisation)
    assert (role_of(organisation, owner), role_of(organisation, other)) == (None, "owner")


CANNOT_ACT = {
    "off": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "suspended": lambda user: User.objects.filter(pk=user.pk).update(
        suspended_until=timezone.now() + timedelta(days=9)
    ),
    "leaving": lambda user: request_erasure(member=user, keeps=True),
}


@pytest.mark.parametrize("stop", CANNOT_ACT.values(), ids=CANNOT_ACT)
def test_an_owner_who_can_do_nothing_does_not_count_as_the_one_who_stays(stop):
    organisation = make_organisation()
    owner, other = owner_of(organisation), add_member(organisation, role="owner")
    stop(other.user)
    with pytest.raises(Refused):
        services.leave(member=owner, organisation=organisation)
    services.remove_member(by=owner, membership=other)
    assert role_of(organisation, owner) == "owner"


def test_a_suspension_that_is_over_counts_no_more():
    owner = MemberFactory()
    organisation = make_organisation(owner)
    add_member(organisation, MemberFactory(suspended_until=timezone.now() - timedelta(days=1)), "owner")
    assert services.leave(member=owner, organisation=organisation)


@pytest.mark.parametrize("role", ["manager", "member", ""])
def test_only_owners_give_roles(role):
    organisation, by, other = make_organisation(), MemberFactory(), None
    if role:
        add_member(organisation, by, role)
    other = add_member(organisation)
    with pytest.raises(Refused):
        services.change_role(by=by, membership=other, role="manager")
    for offer in (services.offer_ownership, services.hand_over):
        with pytest.raises(Refused):
            offer(by=by, membership=other)
    assert role_of(organisation, other.user) == "member"


@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [
        ("owner", "manager", True),
        ("owner", "owner", True),
        ("manager", "member", True),
        ("manager", "manager", False),
        ("manager", "owner", False),
        ("member", "member", False),
    ],
)
def test_who_may_take_whom_out(by, whom, may):
    organisation = make_organisation()
    actor, other = add_member(organisation, role=by), add_member(organisation, role=whom)
    if may:
        services.remove_member(by=actor.user, membership=other)
    else:
        with pytest.raises(Refused):
            services.remove_member(by=actor.user, membership=other)
    assert (role_of(organisation, other.user) is None) == may


def test_the_owner_of_another_organisation_has_no_say_here():
    organisation, other = make_organisation(), make_organisation()
    membership = add_member(organisation)
    with pytest.raises(Refused):
        services.change_role(by=owner_of(other), membership=membership, role="manager")
    with pytest.raises(Refused):
        services.remove_member(by=owner_of(other), membership=membership)


def test_the_invitations_of_who_goes_are_taken_back():
    organisation = make_organisation()
    manager = add_member(organisation, role="manager")
    services.invite(by=manager.user, organisation=organisation, email="baru@example.org")
    services.change_role(by=owner_of(organisation), membership=manager, role="member")
    assert Invitation.objects.get().state == "withdrawn"


def test_the_log_names_the_member_by_key_and_not_by_name():
    organisation = make_organisation()
    other = add_member(organisation)
    services.change_role(by=owner_of(organisation), membership=other, role="manager")
    entry = ModelLogEntry.objects.get(action="members.change_role")
    assert entry.data == {"reason": "", "before": "member", "after": "manager", "member": other.user_id}
    assert entry.label == organisation.name


def test_somebody_gone_is_told_so():
    organisation = make_organisation()
    other = add_member(organisation)
    Membership.objects.filter(pk=other.pk).delete()
    with pytest.raises(Refused):
        services.change_role(by=owner_of(organisation), membership=other, role="manager")


def test_who_is_suspended_has_no_say_over_others_as_owner_or_as_staff():
    organisation, away = make_organisation(), timezone.now() + timedelta(days=1)
    membership, owner, staff = add_member(organisation), owner_of(organisation), keeper()
    User.objects.filter(pk__in=[owner.pk, staff.pk]).update(suspended_until=away)
    owner.refresh_from_db()
    staff.refresh_from_db()
    for act in (
        lambda: services.change_role(by=owner, membership=membership, role="manager"),
        lambda: services.hand_over(by=owner, membership=membership),
        lambda: services.remove_member(by=owner, membership=membership),
        lambda: services.verify(by=staff, organisation=organisation, seen="akta"),
        lambda: services.suspend(by=staff, organisation=organisation, reason="x"),
        lambda: services.name_owner(by=staff, organisation=organisation, user=membership.user, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    assert role_of(organisation, membership.user) == "member"
