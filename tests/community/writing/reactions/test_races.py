"""Several requests of one member at once end as one reaction, announced once."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from community.writing.models import Reaction
from community.writing.reactions.services import react, unreact
from community.writing.signals import reacted, unreacted
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
THREADS = 8


@pytest.fixture
def heard():
    told: list[str] = []

    def hear(signal, **kwargs):
        told.append("reacted" if signal is reacted else "unreacted")

    reacted.connect(hear)
    unreacted.connect(hear)
    yield told
    reacted.disconnect(hear)
    unreacted.disconnect(hear)


def test_a_double_click_reacts_once_and_is_announced_once(heard):
    post, member = PostFactory(), MemberFactory()
    at_once(*[partial(react, user=member, kind="post", key=post.pk, name="agree")] * THREADS)
    assert Reaction.objects.get().name == "agree"
    assert heard == ["reacted"]


def test_a_double_click_reacts_once_to_a_comment_too(heard):
    comment, member = make_comment(make_story()), MemberFactory()
    at_once(*[partial(react, user=member, kind="comment", key=comment.pk, name="agree")] * THREADS)
    assert Reaction.objects.get().name == "agree"
    assert heard == ["reacted"]


def test_different_ones_at_once_leave_one(heard):
    post, member = PostFactory(), MemberFactory()
    at_once(*(partial(react, user=member, kind="post", key=post.pk, name=name) for name in Reaction.Name.values))
    assert Reaction.objects.count() == 1
    assert heard == ["reacted"] * 4


def test_taking_it_back_many_times_at_once_is_announced_once(heard):
    post, member = PostFactory(), MemberFactory()
    react(user=member, kind="post", key=post.pk, name="agree")
    done = at_once(*[partial(unreact, user=member, kind="post", key=post.pk)] * THREADS)
    assert done.count(True) == 1
    assert heard == ["reacted", "unreacted"]


def test_reacting_and_taking_back_at_once_ends_as_one_of_them_and_never_in_an_error():
    post, member = PostFactory(), MemberFactory()

    def act(number):
        if number % 2:
            return unreact(user=member, kind="post", key=post.pk)
        return react(user=member, kind="post", key=post.pk, name=Reaction.Name.values[number // 2 % 4])

    at_once(*(partial(act, number) for number in range(THREADS)))
    assert Reaction.objects.count() in {0, 1}


def test_many_members_react_to_one_post_at_once_and_all_count():
    post, members = PostFactory(), [MemberFactory() for _number in range(THREADS)]
    at_once(*(partial(react, user=each, kind="post", key=post.pk, name="agree") for each in members))
    assert Reaction.objects.filter(object_id=post.pk, name="agree").count() == THREADS
