"""What follows upon what one wrote is told as it happens: reactions, an accepted answer, the end of a poll."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from community.forums import services as forums
from community.forums.models import Poll
from community.forums.polls.services import close_due_polls, close_poll
from community.members.models import User
from community.members.permissions import Viewer
from community.notifications.kinds import KINDS
from community.notifications.mentions import organisations_called
from community.notifications.models import Notification
from community.notifications.services.listing import page_of
from community.notifications.things import THINGS
from community.writing.reactions.models import Reaction
from community.writing.reactions.services import react, unreact
from community.writing.signals import reacted
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import answer, send_mails, tell, told, watch
from tests.factories.organisations import make_organisation, owner_of
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    made = PostFactory(topic=TopicFactory(kind="question"))
    tell()
    Notification.objects.all().delete()
    return made


@pytest.fixture
def poll():
    made = make_poll()
    tell()
    return made


def lines_of(member):
    return [line.said for group in page_of(Viewer(member)).groups for line in group.lines]


def test_who_wrote_a_post_hears_of_a_reaction_once_however_often_it_is_taken_back(post):
    user = MemberFactory(name="Agus Ohoiwutun")
    about = {"user": user, "kind": "post", "key": post.pk}
    react(**about, name="agree")
    react(**about, name="thanks")
    unreact(**about)
    react(**about, name="agree")
    react(**about | {"user": MemberFactory(name="Siti Matdoan")}, name="agree")
    tell()
    assert told(post.author) == [("reaction", 2)] * 2
    assert lines_of(post.author) == ["Siti Matdoan menanggapi kiriman Anda", "Agus Ohoiwutun menanggapi kiriman Anda"]
    assert send_mails() == 0


def test_of_a_reaction_to_something_else_than_a_post_nobody_hears(post):
    reaction = Reaction(user=MemberFactory(), kind="topic", object_id=post.topic_id)
    reacted.send(sender=Reaction, reaction=reaction, thing=post.topic, replaced="")
    tell()
    assert not Notification.objects.exists()


def test_who_wrote_the_answer_hears_once_that_it_was_accepted(post):
    topic = post.topic
    for _time in range(2):
        forums.accept_answer(member=topic.author, post=post)
        forums.unaccept_answer(member=topic.author, topic=topic)
    tell()
    assert told(post.author) == [("accepted", 2)]
    assert lines_of(post.author) == [f"{topic.author.name} memilih kiriman Anda sebagai jawaban"]
    assert send_mails() == 0


def test_who_accepts_their_own_answer_hears_nothing(post):
    own = answer(post.topic, post.topic.author)
    forums.accept_answer(member=post.topic.author, post=own)
    tell()
    assert told(post.topic.author) == []


def test_a_poll_whose_date_has_come_is_told_to_who_asked_and_who_watches(poll):
    watcher, reader = MemberFactory(), MemberFactory()
    watch(watcher, "category", poll.topic.category_id)
    watch(reader, "topic", poll.topic_id, 2)
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    close_due_polls()
    tell()
    assert told(poll.topic.author) == [("poll", 1)]
    assert told(watcher) == [("watching", 1)]
    assert told(reader) == []
    assert lines_of(poll.topic.author) == ["Jajak pendapat Anda sudah ditutup"]
    assert lines_of(watcher) == ["Jajak pendapat di sini sudah ditutup"]


def test_of_a_poll_that_a_moderator_closes_who_asked_hears_and_of_their_own_act_they_do_not(poll):
    own = make_poll()
    close_poll(member=ModeratorFactory(), poll=poll, reason="x")
    close_poll(member=own.topic.author, poll=own)
    tell()
    assert told(poll.topic.author) == [("poll", 1)]
    assert told(own.topic.author) == []


def test_what_is_said_of_each_reason_of_a_kind_is_known():
    of_posts = {"reply", "topic", "edit", "reaction", "accepted", "poll", "bookmark"}
    of_comments, of_moderators = (
        {"comment", "comment_edit", "comment_reaction"},
        {"hidden", "shown_again", "decided", "report", "level"},
    )
    assert set(KINDS) == of_posts | {"message", "conversation", "invited"} | of_comments | of_moderators
    assert {kind.about for kind in KINDS.values()} == set(THINGS)
    for kind in KINDS.values():
        besides = {"watching"} if kind.tells_watchers or kind.followed else set()
        assert set(kind.said) == {reason for reason, _circle in kind.circles} | besides, kind.name


@pytest.mark.parametrize(
    ("language", "sentence", "why"),
    [
        ("id", "Agus Renyaan menyebut Mina Kei", "karena organisasi Anda disebut dalam"),
        ("en", "Agus Renyaan mentioned Mina Kei", "because your organisation was mentioned in"),
    ],
)
def test_the_people_of_an_organisation_hear_that_it_was_mentioned(language, sentence, why):
    organisation = make_organisation(handle="mina-kei", name="Mina Kei")
    speaker = owner_of(organisation)
    User.objects.filter(pk=speaker.pk).update(language=language)
    other = MemberFactory(handle="siti-m", is_listed=True)
    answer(TopicFactory(), MemberFactory(name="Agus Renyaan"), "Halo @mina-kei dan @siti-m!")
    with override(language):
        assert lines_of(speaker) == [sentence]
    assert lines_of(other) == ["Agus Renyaan menyebut Anda"]
    send_mails()
    texts = {message.to[0]: message.body for message in mail.outbox}
    assert sentence in texts[speaker.email]
    assert why in texts[speaker.email]
    assert "karena Anda disebut dalam" in texts[other.email]


def test_who_is_called_by_name_too_hears_that_they_were():
    organisation = make_organisation(handle="mina-kei", name="Mina Kei")
    speaker = owner_of(organisation)
    answer(TopicFactory(), MemberFactory(name="Agus Renyaan"), f"Halo @mina-kei dan {speaker.profile.handle}!")
    assert lines_of(speaker) == ["Agus Renyaan menyebut Anda"]


@pytest.mark.parametrize("count", [1, 12])
def test_organisations_that_were_called_cost_the_same_for_one_and_many(count, django_assert_max_num_queries):
    organisation = make_organisation(handle="mina-kei", name="Mina Kei")
    for _time in range(count):
        answer(TopicFactory(), MemberFactory(), "Halo @mina-kei!")
    rows = list(Notification.objects.filter(recipient=owner_of(organisation)).select_related("activity"))
    with django_assert_max_num_queries(2):
        assert set(organisations_called(rows).values()) == {"Mina Kei"}
    assert len(rows) == count
