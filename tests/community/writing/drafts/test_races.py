"""Two windows at once: one of them wins, and nothing is lost without a word."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from community.forums.services import edit_post
from community.writing.drafts import services
from community.writing.models import Draft, Version
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once

WINDOWS = 8
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_of_windows_that_save_at_once_one_wins_and_the_others_are_told():
    member = MemberFactory()

    def save(number):
        told = {"key": "topic", "data": {"body": [f"Jendela {number}"]}, "writer": f"w{number}"}
        return services.save(user=member, sequence=1, **told).state

    states = at_once(*(partial(save, number) for number in range(WINDOWS)))
    assert sorted(states) == sorted([services.State.SAVED, *[services.State.NEWER] * (WINDOWS - 1)])
    assert Draft.objects.get().sequence == 1


def test_changes_at_once_are_numbered_without_gap_or_double():
    post = PostFactory(body="Mula.")
    change = partial(edit_post, editor=post.author, post=post)
    at_once(*(partial(change, body=f"Perubahan {number}.") for number in range(WINDOWS)))
    assert list(Version.objects.values_list("number", flat=True)) == list(range(1, WINDOWS + 1))
