"""Asking for the end of an account, changing one's mind, and who may not leave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from outbox.models import Sweep

from community.members.models import Erasure, Profile, User
from community.members.permissions import Refused
from community.members.rights import erasing
from tests.factories.members import PASSWORD, AdministratorFactory, MemberFactory
from tests.factories.rights import MUCH_LATER

pytestmark = pytest.mark.django_db


def test_asking_hides_the_profile_mails_and_leaves_all_else():
    member = MemberFactory(is_listed=True)
    erasing.request_erasure(member=member, keeps=True)
    assert not Profile.objects.get(user=member).is_listed
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert "/anggota/saya/hapus/" in message.body


def test_nothing_begins_before_the_days_are_over():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=False)
    assert erasing.begin_due(now=timezone.now() + timedelta(days=13)) == 0
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 1
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 0
    assert Sweep.objects.count() == 1


def test_the_days_can_be_set(settings):
    settings.ERASURE_DAYS = 3
    erasing.request_erasure(member=MemberFactory(), keeps=True)
    assert erasing.begin_due(now=timezone.now() + timedelta(days=3, minutes=1)) == 1


def test_a_second_request_is_the_same_one_and_may_change_the_choice():
    member = MemberFactory()
    first = erasing.request_erasure(member=member, keeps=True)
    second = erasing.request_erasure(member=member, keeps=False)
    assert first.pk == second.pk
    assert not Erasure.objects.get().keeps
    assert len(mail.outbox) == 1


def test_stopping_brings_the_profile_back_and_counts_once():
    member = MemberFactory(is_listed=True)
    erasing.request_erasure(member=member, keeps=True)
    assert erasing.stop_erasure(member=member)
    assert not erasing.stop_erasure(member=member)
    assert Profile.objects.get(user=member).is_listed
    assert not Erasure.objects.exists()


def test_what_has_begun_can_not_be_stopped():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    assert not erasing.stop_erasure(member=member)


def test_the_last_administrator_can_not_be_deleted():
    last = AdministratorFactory()
    AdministratorFactory(is_active=False)
    with pytest.raises(Refused):
        erasing.request_erasure(member=last, keeps=True)


def test_a_suspended_administrator_is_none_that_stays():
    last = AdministratorFactory()
    away = AdministratorFactory(suspended_until=timezone.now() + timedelta(days=9))
    with pytest.raises(Refused):
        erasing.request_erasure(member=last, keeps=True)
    User.objects.filter(pk=away.pk).update(suspended_until=timezone.now() - timedelta(days=1))
    assert erasing.request_erasure(member=last, keeps=True)


def test_of_two_administrators_one_may_leave():
    first, second = AdministratorFactory(), AdministratorFactory()
    erasing.request_erasure(member=first, keeps=True)
    with pytest.raises(Refused):
        erasing.request_erasure(member=second, keeps=True)


def test_who_became_the_last_administrator_meanwhile_stays():
    first, second = AdministratorFactory(), AdministratorFactory()
    erasing.request_erasure(member=first, keeps=True)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 0
    assert Erasure.objects.get().began_at is None
