"""Interruptions, repeats and others at the same time, while an account is deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from outbox.models import Sweep
from outbox.services import work_sweeps

from community.forums.models import Post
from community.members.models import Erasure, User
from community.members.permissions import Refused
from community.members.rights import erasing
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.rights import MUCH_LATER, erase, work

pytestmark = pytest.mark.django_db


def test_an_interruption_in_the_middle_is_taken_up_where_it_was(monkeypatch):
    monkeypatch.setattr(erasing, "STEP", 2)
    member, topic = MemberFactory(), TopicFactory()
    for _number in range(7):
        PostFactory(author=member, topic=topic)
    erasing.request_erasure(member=member, keeps=False)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    real, calls = erasing.erase_step, []

    def dying(**kwargs):
        calls.append(1)
        if len(calls) == 2:
            real(**kwargs)
            raise KeyboardInterrupt
        return real(**kwargs)

    monkeypatch.setattr(erasing, "erase_step", dying)
    with pytest.raises(KeyboardInterrupt):
        work_sweeps()
    assert (
        Post.objects.filter(author=member).exclude(body="").count() == 5
    )  # one whole step, and nothing of the one that died
    assert User.objects.get(pk=member.pk).erased_at is None
    work()
    assert not Post.objects.filter(author=member).exclude(body="").exists()
    assert User.objects.get(pk=member.pk).erased_at
    assert len(mail.outbox) == 2


def test_a_sweep_that_was_lost_is_begun_again():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=False)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    Sweep.objects.all().delete()
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(minutes=5))
    assert not Sweep.objects.exists()
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(hours=2))
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(hours=2))
    assert Sweep.objects.count() == 1
    work()
    assert User.objects.get(pk=member.pk).erased_at


def test_a_step_after_the_end_does_nothing():
    member = MemberFactory()
    erase(member, keeps=True)
    assert not erasing.erase_step(erasure_id=Erasure.objects.get().pk)
    assert len(mail.outbox) == 2


def test_two_members_are_deleted_at_once_each_by_their_own_choice(monkeypatch):
    monkeypatch.setattr(erasing, "STEP", 1)
    topic = TopicFactory()
    stays, goes = PostFactory(topic=topic), PostFactory(topic=topic)
    PostFactory(topic=topic, author=goes.author)
    erasing.request_erasure(member=stays.author, keeps=True)
    erasing.request_erasure(member=goes.author, keeps=False)
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 2
    work()
    assert Post.objects.get(pk=stays.pk).body
    assert not Post.objects.get(pk=goes.pk).body
    assert User.objects.exclude(erased_at=None).count() == 2


@pytest.mark.parametrize("keeps", [True, False])
def test_a_step_costs_the_same_however_much_there_is(monkeypatch, keeps):
    monkeypatch.setattr(erasing, "STEP", 3)
    costs = []
    for many in (6, 40):
        member, topic = MemberFactory(), TopicFactory()
        for _number in range(many):
            PostFactory(author=member, topic=topic)
        erasing.request_erasure(member=member, keeps=keeps)
        erasing.begin_due(now=timezone.now() + MUCH_LATER)
        work_sweeps(steps=1)  # closes the account
        with CaptureQueriesContext(connection) as captured:
            work_sweeps(steps=1)
        costs.append(len(captured))
        Sweep.objects.all().delete()
    assert costs[1] <= costs[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_administrators_who_leave_at_once_do_not_both_leave():
    leaving = [AdministratorFactory(), AdministratorFactory()]

    def leave(user):
        try:
            erasing.request_erasure(member=User.objects.get(pk=user.pk), keeps=True)
        except Refused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, leaving)) == [False, True]
