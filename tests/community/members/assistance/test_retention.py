"""How long the account of a person without an address is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from community.members.assistance import retention, services
from community.members.models import Assistance, Erasure, InactivityWarning, User
from community.members.rights import retention as ordinary
from tests.factories.assistance import make_assistance

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def days(number):
    return timedelta(days=number)


def idle(since, **fields):
    assistance = make_assistance(**fields)
    when = NOW - days(since)
    Assistance.objects.filter(pk=assistance.pk).update(active_at=when)
    User.objects.filter(pk=assistance.person_id).update(date_joined=when)
    return assistance


def test_the_rules_for_those_who_sign_in_leave_people_without_an_address_alone():
    idle(2000)
    assert set(ordinary.keep_retention(now=NOW).values()) == {0}
    assert User.objects.count() == 2


def test_the_mentor_is_warned_twice_and_then_the_account_ends():
    assistance = idle(701, name="Maria Contoh")
    assert retention.keep_assistance(now=NOW) == {"erased": 0, "last": 0, "first": 1}
    assert retention.keep_assistance(now=NOW + days(1))["first"] == 0
    assert retention.keep_assistance(now=NOW + days(23))["last"] == 1
    assert [message.to for message in mail.outbox] == [[assistance.mentor.email]] * 2
    assert "Maria Contoh" in mail.outbox[0].body
    assert retention.keep_assistance(now=NOW + days(28))["erased"] == 0
    assert retention.keep_assistance(now=NOW + days(31))["erased"] == 1
    erasure = Erasure.objects.get()
    assert (erasure.user, erasure.reason, erasure.keeps) == (assistance.person, "inactive", True)


def test_what_the_mentor_does_begins_the_count_anew():
    assistance = idle(701)
    retention.keep_assistance(now=NOW)
    services.act_for(mentor=assistance.mentor, person=assistance.person)
    assert set(retention.keep_assistance(now=NOW + days(40)).values()) == {0}
    assert not InactivityWarning.objects.exists()


def test_where_nobody_can_be_warned_nothing_is_deleted():
    assistance = idle(2000)
    services.end_assistance(by=assistance.mentor, assistance=assistance, reason="x")
    for day in (0, 30, 60):
        assert set(retention.keep_assistance(now=NOW + days(day)).values()) == {0}


def test_it_never_ends_before_both_warnings():
    idle(2000)
    assert retention.keep_assistance(now=NOW)["erased"] == 0


@pytest.mark.parametrize("name", ["INACTIVE_DAYS", "INACTIVE_FIRST_DAYS"])
def test_it_can_be_switched_off(settings, name):
    setattr(settings, name, 0)
    idle(2000)
    for day in (0, 30, 60):
        assert retention.keep_assistance(now=NOW + days(day))["erased"] == 0
