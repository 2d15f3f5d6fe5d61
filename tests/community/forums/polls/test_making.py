"""Making a poll with its topic."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Topic
from community.forums.polls.making import NewPoll, checked
from community.forums.polls.models import LONGEST_OPTION
from community.members.permissions import Refused
from community.writing.signals import Hold, screening
from tests.factories.forums import TopicFactory
from tests.factories.members import ModeratorFactory
from tests.factories.polls import make_poll, vote

pytestmark = pytest.mark.django_db


def test_a_topic_is_made_with_its_poll():
    poll = make_poll("  Perahu ", "", "Sampan", mode="multiple", is_secret=True)
    assert list(poll.options.values_list("order", "text")) == [(1, "Perahu"), (2, "Sampan")]
    assert (poll.max_choices, poll.is_secret, poll.topic.is_live) == (2, True, True)
    assert poll.topic.poll == poll


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("Perahu",),
        ("Perahu", "  "),
        tuple(map(str, range(21))),
        ("Perahu", "perahu"),
        ("x" * (LONGEST_OPTION + 1), "Sampan"),
        ("\u200b", "Sampan"),
    ],
)
def test_options_that_are_too_few_too_many_double_or_empty_are_refused_and_no_topic_is_made(options):
    with pytest.raises(ValidationError):
        make_poll(*(options or ("",)))
    assert not Topic.objects.exists()


def test_a_topic_with_a_poll_is_of_that_kind_and_no_other_is():
    boats = NewPoll(options=("Perahu", "Sampan"))
    assert TopicFactory(poll=boats).kind == TopicFactory(poll=boats, kind="poll").kind == "poll"
    moderator = ModeratorFactory()
    for fields in ({"kind": "question", "poll": boats}, {"kind": "announcement", "poll": boats}, {"kind": "poll"}):
        with pytest.raises(ValidationError):
            TopicFactory(author=moderator, **fields)
    topic, other = Topic.objects.first(), TopicFactory()
    for each, kind in ((topic, "discussion"), (other, "poll")):
        with pytest.raises(ValidationError):
            forums.edit_topic(editor=each.author, topic=each, title=each.title, regions=[], kind=kind)


def test_a_last_day_in_the_past_is_refused():
    with pytest.raises(ValidationError):
        make_poll(closes_at=timezone.now())


@pytest.mark.parametrize(
    ("mode", "asked", "given"),
    [("single", 3, 1), ("multiple", None, 12), ("multiple", 2, 2), ("ranked", None, 10), ("ranked", 3, 3)],
)
def test_how_many_may_be_chosen_fits_the_way_of_voting(mode, asked, given):
    poll = checked(NewPoll(options=tuple(map(str, range(12))), mode=mode, max_choices=asked))
    assert poll.max_choices == given


def test_the_options_are_screened_with_the_text():
    def hold(text, **kwargs):
        return Hold("advertisement") if "Pinjaman" in text else None

    screening.connect(hold)
    try:
        poll = make_poll("Pinjaman cepat", "Tidak")
    finally:
        screening.disconnect(hold)
    assert poll.topic.held_at
    with pytest.raises(Refused):
        vote(poll, 1)
