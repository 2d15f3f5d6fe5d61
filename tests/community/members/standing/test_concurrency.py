"""Two who act at the same moment: exactly one wins, and nothing is written twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Consent, User
from community.members.permissions import Refused
from community.members.rights import agreeing
from community.members.standing import services
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(act, *arguments):
    """Do the same in a thread for each argument; SQLite lets one writer in after the other, PostgreSQL both."""

    def alone(argument):
        try:
            return act(argument)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        pytest.skip("threads share no database in memory")
    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(alone, arguments))


def test_of_two_administrators_who_suspend_each_other_one_stays():
    one, two = AdministratorFactory(), AdministratorFactory()
    until = timezone.now() + timedelta(days=7)

    def suspend(pair):
        by, member = (User.objects.get(pk=user.pk) for user in pair)
        try:
            services.suspend(by=by, member=member, until=until, reason="x")
        except Refused:
            return False
        return True

    assert sorted(at_once(suspend, (one, two), (two, one))) == [False, True]
    assert User.objects.filter(suspended_until=None).count() == 1


def test_a_suspension_that_arrives_twice_at_once_is_one():
    by, member, until = AdministratorFactory(), MemberFactory(), timezone.now() + timedelta(days=7)
    at_once(lambda _number: services.suspend(by=by, member=member, until=until, reason="x"), 1, 2, 3)
    assert ModelLogEntry.objects.filter(action="members.suspend").count() == 1
    assert len(mail.outbox) == 1


def test_who_agrees_twice_at_once_agrees_once():
    member = MemberFactory()
    at_once(lambda _number: agreeing.agree(member=member), 1, 2, 3)
    assert Consent.objects.filter(user=member).count() == 1
