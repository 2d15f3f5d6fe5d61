"""How long titles and texts are, at, below and above each bound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from community.forums import services
from community.forums.models import ForumSettings, Post, Topic
from community.forums.services.limits import fit_body, minimum_for
from tests.factories.members import MemberFactory
from tests.factories.said import a_topic, say

pytestmark = [pytest.mark.django_db, pytest.mark.real_limits]
NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)  # noon in Kei
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def settled(clock):
    return MemberFactory(date_joined=NOW - 10 * DAY)


@pytest.fixture
def topic(clock):
    return a_topic(MemberFactory(date_joined=NOW - 10 * DAY))


@pytest.mark.parametrize(("length", "fits"), [(14, False), (15, True), (255, True), (256, False)])
def test_a_title_has_15_to_255_characters(settled, length, fits):
    if fits:
        assert len(Topic.objects.get(pk=a_topic(settled, title="a" * length).pk).title) == length
    else:
        with pytest.raises(ValidationError, match=f"(15|255) .*{length}|255"):
            a_topic(settled, title="a" * length)


@pytest.mark.parametrize(("length", "fits"), [(4, False), (5, True), (32_000, True), (32_001, False)])
def test_a_post_has_5_to_32_000_characters_and_all_of_them_are_drawn(settled, topic, length, fits):
    body = "a" * (length - 1) + "z"
    if fits:
        assert say(settled, topic, body).html == f"<p>{body}</p>\n"
    else:
        with pytest.raises(ValidationError):
            say(settled, topic, body)
        with pytest.raises(ValidationError):
            a_topic(settled, body=body)


def test_in_a_private_conversation_two_characters_suffice(settled):
    private = SimpleNamespace(is_private=True)
    assert minimum_for(private) == 2
    assert fit_body("Ya", topic=private) == "Ya"
    with pytest.raises(ValidationError):
        fit_body("Y", topic=private)


def test_each_bound_is_said_in_both_languages_with_the_right_plural(settled, topic):
    with translation.override("en"), pytest.raises(ValidationError, match="at least 15 characters, and this one has 5"):
        a_topic(settled, title="Bibit")
    with pytest.raises(ValidationError, match="paling sedikit 5 karakter, sedangkan yang ini 2"):
        say(settled, topic, "Ya")
    ForumSettings.objects.create(title_min=15, post_min=1, title_max=20)
    with pytest.raises(ValidationError, match="20"):
        a_topic(settled, title="a" * 21)


def test_what_was_shorter_before_may_stay_when_the_rest_is_changed(settled):
    topic = a_topic(settled)
    Topic.objects.update(title="Bibit")
    Post.objects.update(body="Ya")
    services.edit_topic(editor=settled, topic=topic, title="Bibit", regions=[], body="Bibit kami memutih.")
    with pytest.raises(ValidationError, match="15"):
        services.edit_topic(editor=settled, topic=topic, title="Bibitnya", regions=[])
    Post.objects.update(body="Ya")
    services.edit_post(editor=settled, post=topic.posts.get(), body="Ya")
    with pytest.raises(ValidationError):
        services.edit_post(editor=settled, post=topic.posts.get(), body="Tak")
