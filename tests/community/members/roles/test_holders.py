"""Who holds a role now, and who must stay: told apart by nothing but a deletion that is still to come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.able import can_act, in_use
from community.members.models import Assistance, User
from community.members.rights.erasing import request_erasure
from community.members.roles import holders
from tests.factories.assistance import make_assistance
from tests.factories.members import MemberFactory, MentorFactory

pytestmark = pytest.mark.django_db


def ends_in(days):
    return lambda user: User.objects.filter(pk=user.pk).update(suspended_until=timezone.now() + timedelta(days=days))


STATES = {
    "as usual": (lambda user: None, True, True),
    "off": (lambda user: User.objects.filter(pk=user.pk).update(is_active=False), False, False),
    "suspended": (ends_in(1), False, False),
    "suspended before": (ends_in(-1), True, True),
    "leaving": (lambda user: request_erasure(member=user, keeps=True), True, False),
}


@pytest.mark.parametrize(("bring", "uses", "stays"), STATES.values(), ids=STATES)
def test_a_role_holds_while_the_account_is_in_use_and_counts_on_it_until_it_is_to_be_deleted(bring, uses, stays):
    mentor = MentorFactory()
    make_assistance(mentor=mentor)
    bring(mentor)
    accounts = User.objects.filter(pk=mentor.pk)
    assert accounts.filter(in_use()).exists() == uses
    assert accounts.filter(can_act()).exists() == stays
    assert holders.mentors().filter(user=mentor).exists() == uses
    assert Assistance.objects.running().filter(mentor=mentor).exists() == uses


def test_who_has_no_role_holds_none():
    MemberFactory()
    assert not holders.mentors().exists()
