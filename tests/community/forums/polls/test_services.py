from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services as forums
from community.forums.models import Poll, Vote
from community.forums.polls import services
from community.forums.polls.making import NewPoll
from community.forums.polls.shown import shown_poll
from community.forums.signals import poll_closed
from community.forums.tasks import close_polls
from community.members.permissions import Refused, Viewer
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import counts, end, keys_of, make_poll, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Iterator[list[tuple[int, Any]]]:
    heard: list[tuple[int, Any]] = []

    def hear(poll, by, **kwargs):
        assert transaction.get_connection().in_atomic_block
        heard.append((poll.pk, by))

    poll_closed.connect(hear)
    yield heard
    poll_closed.disconnect(hear)


def test_one_choice_counts_once_and_another_takes_its_place():
    poll = make_poll()
    member = vote(poll, 1)
    assert counts(poll) == (1, 1, 0, 0)
    vote(poll, 3, member=member)
    vote(poll, 3, member=member)
    assert counts(poll) == (1, 0, 0, 1)
    vote(poll, 1)
    assert counts(poll) == (2, 1, 0, 1)


def test_several_choices_count_each_and_a_voter_once():
    poll = make_poll(mode="multiple", max_choices=2)
    member = vote(poll, 3, 1)
    assert counts(poll) == (1, 1, 0, 1)
    vote(poll, 2, member=member)
    assert counts(poll) == (1, 0, 1, 0)


def test_a_ranking_counts_its_first_choice_and_keeps_its_order():
    poll = make_poll(mode="ranked")
    member = vote(poll, 3, 1)
    assert counts(poll) == (1, 0, 0, 1)
    vote(poll, 1, 3, member=member)
    assert counts(poll) == (1, 1, 0, 0)
    assert list(Vote.objects.order_by("rank").values_list("option_id", flat=True)) == keys_of(poll, 1, 3)


@pytest.mark.parametrize("chosen", [[], [1, 2], [1, 1], [10**6]])
def test_what_does_not_fit_the_poll_is_refused_and_the_vote_before_stands(chosen):
    poll, member = make_poll(), MemberFactory()
    vote(poll, 2, member=member)
    keys = keys_of(poll, *chosen) if chosen != [10**6] else chosen
    with pytest.raises(ValidationError):
        services.cast_vote(member=member, poll=poll, options=keys)
    assert counts(poll) == (1, 0, 1, 0)


def test_a_vote_is_taken_back_until_the_poll_closes():
    poll = make_poll(mode="multiple")
    member, other = vote(poll, 1, 2), vote(poll, 1)
    assert [services.withdraw_vote(member=member, poll=poll) for _press in range(2)] == [True, False]
    assert counts(poll) == (1, 1, 0, 0)
    services.close_poll(member=poll.topic.author, poll=poll)
    with pytest.raises(Refused):
        services.withdraw_vote(member=other, poll=poll)


def test_who_may_vote_is_who_may_reply():
    poll = make_poll()
    silenced = MemberFactory(silenced_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        vote(poll, 1, member=silenced)
    forums.lock_topic(moderator=ModeratorFactory(), topic=poll.topic)
    with pytest.raises(Refused):
        vote(poll, 1)
    room = CategoryFactory(audience_see="group:99", audience_start="group:99")
    inside = make_poll(topic={"author": ModeratorFactory(), "category": room})
    with pytest.raises(Refused):
        vote(inside, 1)


def test_a_poll_goes_with_the_first_post_and_comes_back_with_it():
    poll, moderator, viewer = make_poll(), ModeratorFactory(), Viewer(MemberFactory())
    opening = poll.topic.posts.get()
    forums.reply(author=MemberFactory(), topic=poll.topic, body="Sama.")
    forums.hide_post(moderator=moderator, post=opening, reason="x")
    assert not Poll.objects.visible_to(viewer).exists()
    with pytest.raises(Refused):
        vote(poll, 1)
    forums.restore_topic(moderator=moderator, topic=poll.topic)
    assert Poll.objects.visible_to(viewer).get() == poll
    vote(poll, 1)


def test_its_author_or_a_moderator_closes_it_early_once_with_the_moderators_reason_in_the_log(closed):
    own, others, moderator = make_poll(), make_poll(), ModeratorFactory()
    services.close_poll(member=own.topic.author, poll=own)
    for _press in range(2):
        services.close_poll(member=moderator, poll=others, reason="Sudah jelas")
    assert closed == [(own.pk, own.topic.author), (others.pk, moderator)]
    assert ModelLogEntry.objects.get(action="forums.close_poll").data["reason"] == "Sudah jelas"
    with pytest.raises(Refused):
        vote(own, 1)


def test_nobody_else_closes_it():
    poll = make_poll()
    with pytest.raises(Refused):
        services.close_poll(member=MemberFactory(), poll=poll)
    assert not Poll.objects.get().closed_at


def test_from_its_date_on_it_takes_no_votes_and_the_job_counts_and_announces_it_once(closed):
    poll, later, endless = (
        make_poll(mode="ranked"),
        make_poll(closes_at=timezone.now() + timedelta(days=1)),
        make_poll(),
    )
    vote(poll, 2, 1)
    end(poll, minutes=5)
    with pytest.raises(Refused):
        vote(poll, 1)
    close_polls()
    close_polls()
    poll.refresh_from_db()
    assert closed == [(poll.pk, None)]
    assert poll.closed_at == poll.closes_at
    assert poll.outcome["winners"] == keys_of(poll, 2)
    assert not Poll.objects.filter(pk__in=[later.pk, endless.pk]).exclude(closed_at=None).exists()


def test_a_poll_that_can_not_be_closed_keeps_no_other_one_open(closed):
    broken, poll = make_poll(), make_poll()
    end(broken, hours=2)
    end(poll)

    def fail(poll, **kwargs):
        if poll.pk == broken.pk:
            raise RuntimeError

    poll_closed.connect(fail)
    try:
        assert services.close_due_polls() == 1
    finally:
        poll_closed.disconnect(fail)
    assert Poll.objects.get(closed_at=None) == broken
    assert services.close_due_polls() == 1
    assert Poll.objects.filter(closed_at=None).count() == 0


def test_a_poll_may_become_another_one_until_somebody_has_voted():
    poll = make_poll(mode="multiple")
    new = NewPoll(options=("Rakit", "Perahu"), mode="single", results="always")
    services.change_poll(editor=poll.topic.author, poll=poll, new=new)
    poll.refresh_from_db()
    assert (poll.mode, poll.results, poll.max_choices) == ("single", "always", 1)
    assert [option.text for option in poll.options.order_by("order")] == ["Rakit", "Perahu"]
    vote(poll, 1)
    with pytest.raises(Refused):
        services.change_poll(editor=poll.topic.author, poll=poll, new=NewPoll(options=("Lain", "Lagi")))
    assert poll.options.first().text == "Rakit"


def test_nobody_changes_anothers_poll():
    poll = make_poll()
    for somebody in (MemberFactory(), ModeratorFactory()):
        with pytest.raises(Refused):
            services.change_poll(editor=somebody, poll=poll, new=NewPoll(options=("Lain", "Lagi")))


def test_a_poll_in_a_closed_or_archived_topic_stays_as_it_is():
    poll, moderator = make_poll(), ModeratorFactory()
    other = make_poll()
    member = vote(other, 1)
    for stop, go_on in (
        (forums.lock_topic, forums.unlock_topic),
        (forums.archive_topic, forums.unarchive_topic),
    ):
        for each in (poll, other):
            stop(moderator=moderator, topic=each.topic)
        with pytest.raises(Refused):
            services.change_poll(editor=poll.topic.author, poll=fresh(poll), new=NewPoll(options=("Lain", "Lagi")))
        assert not shown_poll(fresh(poll), Viewer(poll.topic.author)).is_changeable
        with pytest.raises(Refused):
            services.withdraw_vote(member=member, poll=fresh(other))
        assert counts(other) == (1, 1, 0, 0)
        for each in (poll, other):
            go_on(moderator=moderator, topic=each.topic)
    assert shown_poll(fresh(poll), Viewer(poll.topic.author)).is_changeable
    assert services.withdraw_vote(member=member, poll=fresh(other))


def test_nobody_votes_where_a_topic_is_closed_or_archived_moderators_neither():
    poll, moderator = make_poll(), ModeratorFactory()
    for stop, go_on in (
        (forums.lock_topic, forums.unlock_topic),
        (forums.archive_topic, forums.unarchive_topic),
    ):
        stop(moderator=moderator, topic=poll.topic)
        with pytest.raises(Refused):
            vote(fresh(poll), 1, member=moderator)
        go_on(moderator=moderator, topic=poll.topic)
    vote(fresh(poll), 1, member=moderator)
    assert counts(poll) == (1, 1, 0, 0)


def test_a_closed_topic_leaves_its_poll_to_moderators_and_an_archived_one_to_its_date(closed):
    poll, moderator = make_poll(closes_at=timezone.now() + timedelta(days=1)), ModeratorFactory()
    author = poll.topic.author
    forums.lock_topic(moderator=moderator, topic=poll.topic)
    with pytest.raises(Refused):
        services.close_poll(member=author, poll=poll)
    closable = [shown_poll(fresh(poll), Viewer(each)).is_closable for each in (author, moderator)]
    assert closable == [False, True]
    forums.archive_topic(moderator=moderator, topic=poll.topic)
    for somebody in (author, moderator):
        with pytest.raises(Refused):
            services.close_poll(member=somebody, poll=poll)
        assert not shown_poll(fresh(poll), Viewer(somebody)).is_closable
    end(poll)
    close_polls()
    assert closed == [(poll.pk, None)]


def test_a_poll_that_is_gone_takes_no_vote():
    poll = make_poll()
    Poll.objects.all().delete()
    with pytest.raises(Refused):
        services.cast_vote(member=MemberFactory(), poll=poll, options=[1])


def fresh(poll: Poll) -> Poll:
    return Poll.objects.select_related("topic__category").get(pk=poll.pk)
