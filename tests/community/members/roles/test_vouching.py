from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Role, User, Vouch
from community.members.permissions import Refused
from community.members.roles.services import grant, revoke
from community.members.roles.vouching import is_spent, take_back, vouch
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory

pytestmark = pytest.mark.django_db


def test_the_second_vouch_makes_a_mentor_who_hears_of_it(mailoutbox):
    member = MemberFactory(language="en")
    give(member)
    assert not is_mentor(member)
    assert mailoutbox == []
    second = give(member)
    assert is_mentor(member)
    assert second.counted_at
    assert not Vouch.objects.filter(counted_at=None).exists()
    (mail,) = mailoutbox
    assert mail.to == [member.email]
    assert "Two mentors have vouched for you" in mail.body


def test_it_is_all_in_the_log_with_who_but_not_in_whose_words():
    member = MemberFactory()
    mentor = give(member).mentor
    give(member)
    entries = ModelLogEntry.objects.for_instance(member).order_by("pk")
    assert [entry.action for entry in entries] == ["members.vouch", "members.vouch", "members.grant_role"]
    assert entries[0].user == mentor
    assert "Sabar." not in str([entry.data for entry in entries])


def test_one_mentor_counts_once_however_often_they_vouch():
    mentor, member = MentorFactory(), MemberFactory()
    for _time in range(3):
        vouch(mentor=mentor, member=member, reason="Sabar.")
    assert Vouch.objects.count() == 1
    assert not is_mentor(member)


def test_nobody_vouches_for_themselves_nor_without_being_a_mentor():
    mentor = MentorFactory()
    for by, member in ((mentor, mentor), (MemberFactory(), MemberFactory())):
        with pytest.raises(Refused):
            vouch(mentor=by, member=member, reason="x")
    assert not Vouch.objects.exists()


@pytest.mark.parametrize("locked", ["silenced_until", "suspended_until"])
def test_who_may_not_write_does_not_vouch(locked):
    with pytest.raises(Refused):
        vouch(mentor=MentorFactory(**{locked: tomorrow()}), member=MemberFactory(), reason="x")


def test_a_vouch_needs_a_reason():
    with pytest.raises(ValidationError):
        vouch(mentor=MentorFactory(), member=MemberFactory(), reason=" ")


@pytest.mark.parametrize("fields", [{"is_active": False}, {"suspended_until": True}])
def test_who_is_switched_off_or_suspended_is_not_vouched_for(fields):
    fields = {name: tomorrow() if value is True else value for name, value in fields.items()}
    with pytest.raises(Refused):
        give(MemberFactory(**fields))


def test_the_word_of_a_suspended_mentor_or_of_one_who_lost_the_role_does_not_count():
    member = MemberFactory()
    suspended, former = give(member).mentor, MentorFactory()
    User.objects.filter(pk=suspended.pk).update(suspended_until=tomorrow())
    vouch(mentor=former, member=member, reason="x")
    assert not is_mentor(member)
    revoke(by=AdministratorFactory(), role=former.roles.get(), reason="x")
    give(member)
    assert not is_mentor(member)
    give(member)
    assert is_mentor(member)


def test_a_vouch_is_taken_back_before_it_counts_and_can_be_given_again():
    member = MemberFactory()
    given = give(member)
    assert take_back(mentor=given.mentor, member=member) is True
    assert take_back(mentor=given.mentor, member=member) is False
    give(member)
    assert not is_mentor(member)
    vouch(mentor=given.mentor, member=member, reason="Sekarang yakin.")
    assert is_mentor(member)


def test_a_vouch_that_counted_can_not_be_taken_back_and_does_not_count_again():
    member = MemberFactory()
    first = give(member)
    give(member)
    assert take_back(mentor=first.mentor, member=member) is False
    revoke(by=AdministratorFactory(), role=member.roles.get(), reason="Keluhan.")
    vouch(mentor=first.mentor, member=member, reason="Lagi.")
    give(member)
    assert not is_mentor(member)


def test_what_waited_when_staff_granted_the_role_does_not_count_after_it_was_revoked():
    member, staff = MemberFactory(), AdministratorFactory()
    give(member)
    revoke(by=staff, role=grant(by=staff, user=member, kind="mentor", reason="x"), reason="x")
    give(member)
    assert not is_mentor(member)


def test_what_was_said_before_the_role_was_revoked_does_not_grant_it_again():
    member, staff = MemberFactory(), AdministratorFactory()
    first, second = give(member), give(member)
    waited = Vouch.objects.create(mentor=MentorFactory(), member=member, reason="x")  # however it came there
    revoke(by=staff, role=member.roles.get(), reason="Keluhan.")
    for mentor in (first.mentor, second.mentor, waited.mentor):
        again = vouch(mentor=mentor, member=member, reason="Lagi.")
        assert is_spent(again)
        assert again.reason != "Lagi."
    give(member)
    assert not is_mentor(member)
    give(member)
    assert is_mentor(member)
    assert not is_spent(Vouch.objects.get(pk=first.pk))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_mentors_who_vouch_at_once_make_exactly_one_role(mailoutbox):
    member, mentors = MemberFactory(), [MentorFactory() for _number in range(6)]

    def word(mentor):
        try:
            vouch(mentor=mentor, member=member, reason="x")
        except Refused:
            return "refused"
        finally:
            connections.close_all()
        return "given"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(word, mentors))
    assert answers.count("given") == 2
    assert Role.objects.filter(user=member).count() == 1
    assert ModelLogEntry.objects.filter(action="members.grant_role").count() == 1


def give(member: User) -> Vouch:
    return vouch(mentor=MentorFactory(), member=member, reason="Sabar.")


def is_mentor(member: User) -> bool:
    return Role.objects.filter(user=member, kind="mentor").exists()


def tomorrow():
    return timezone.now() + timedelta(days=1)
