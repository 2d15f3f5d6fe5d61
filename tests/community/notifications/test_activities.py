"""What happens is written in its own transaction, once, when it is first visible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from outbox.models import Job

from community.forums import services as forums
from community.forums.models import Post, Topic
from community.notifications.models import Activity
from community.notifications.services.activities import TASK, untold
from community.writing.reactions.services import react
from community.writing.signals import Hold, screening
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import answer, quoting, tell, told
from tests.factories.organisations import make_organisation, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_held():
    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    yield
    screening.disconnect(hold)


def kinds() -> list[str]:
    return list(Activity.objects.filter(object_kind="post").order_by("pk").values_list("kind", flat=True))


def test_a_reply_writes_one_activity_and_one_job_that_tells_it():
    post = PostFactory()
    started, replied = Activity.objects.order_by("pk")
    assert (started.kind, started.object_id, started.number) == ("topic", post.topic.posts.get(number=1).pk, 1)
    assert (replied.kind, replied.actor, replied.object_id, replied.number) == ("reply", post.author, post.pk, 2)
    assert replied.container == f"topic:{post.topic_id}"
    assert [job.args for job in Job.objects.filter(name=TASK).order_by("pk")] == [[started.pk], [replied.pk]]


def test_a_reply_that_is_rolled_back_leaves_no_activity():
    topic = TopicFactory()
    with transaction.atomic():
        PostFactory(topic=topic)
        transaction.set_rollback(True)
    assert kinds() == ["topic"]


def test_what_is_held_is_written_when_it_is_let_pass_and_once(everything_held):
    topic = TopicFactory()
    assert kinds() == []
    forums.restore_topic(moderator=ModeratorFactory(), topic=topic)
    assert kinds() == ["topic"]
    post = PostFactory(topic=topic)
    assert kinds() == ["topic"]
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    assert kinds() == ["topic", "reply"]


def test_it_says_in_whose_name_it_was_done():
    organisation = make_organisation()
    post = PostFactory(author=owner_of(organisation), organisation=organisation)
    assert Activity.objects.get(object_id=post.pk, kind="reply").organisation == organisation


def test_what_is_dated_back_is_no_news():
    long_ago = timezone.now() - timedelta(days=31)
    topic = TopicFactory(at=long_ago)
    PostFactory(topic=topic, at=long_ago + timedelta(hours=1))
    assert kinds() == []
    PostFactory(topic=topic)
    assert kinds() == ["reply"]


def test_what_is_brought_from_elsewhere_or_made_as_an_example_is_no_news_but_what_is_said_under_it_is():
    with untold():
        topic = TopicFactory(is_example=True, kind="question")
        post = PostFactory(topic=topic)
        react(user=MemberFactory(), kind="post", key=post.pk, name="thanks")
        forums.accept_answer(member=topic.author, post=post)
        forums.edit_post(editor=post.author, post=post, body=quoting(topic.posts.get(number=1)))
    assert kinds() == []
    PostFactory(topic=topic)
    assert kinds() == ["reply"]


def test_a_text_that_is_changed_calls_who_is_new_in_it_and_nobody_twice():
    author, known, new = MemberFactory(), MemberFactory(handle="agus-o"), MemberFactory(handle="siti-m")
    post = answer(TopicFactory(), author, "Bagaimana, @agus-o?")
    forums.edit_post(editor=author, post=post, body="Bagaimana, @agus-o dan @siti-m?")
    tell()
    assert told(known) == [("mention", 2)]
    assert told(new) == [("mention", 2)]
    assert told(post.topic.author) == [("reply", 2)]


def test_a_quote_that_is_added_tells_who_is_quoted():
    topic = TopicFactory()
    first = answer(topic, MemberFactory())
    second = answer(topic, MemberFactory())
    forums.edit_post(editor=second.author, post=second, body=quoting(first))
    tell()
    assert told(first.author) == [("quote", 3)]


def test_a_change_before_the_telling_needs_no_activity_of_its_own():
    author, new = MemberFactory(), MemberFactory(handle="siti-m")
    post = PostFactory(author=author)
    forums.edit_post(editor=author, post=post, body="Bagaimana, @siti-m?")
    assert kinds() == ["topic", "reply"]
    tell()
    assert told(new) == [("mention", 2)]


@pytest.mark.parametrize("what", ["post", "topic"])
def test_who_is_named_in_a_change_that_had_to_wait_hears_of_it_once_it_is_let_pass(what):
    author, new = MemberFactory(), MemberFactory(handle="siti-m")
    topic = TopicFactory(author=author)
    post = topic.posts.get() if what == "topic" else answer(topic, author)
    tell()

    def hold(thing, **kwargs):
        return Hold("x") if isinstance(thing, Topic if what == "topic" else Post) else None

    screening.connect(hold)
    try:
        if what == "topic":
            body = "Bagaimana, @siti-m?"
            forums.edit_topic(editor=author, topic=topic, title="Bibit yang lain", regions=[], body=body)
        else:
            forums.edit_post(editor=author, post=post, body="Bagaimana, @siti-m?")
    finally:
        screening.disconnect(hold)
    tell()
    assert told(new) == []
    if what == "topic":
        forums.restore_topic(moderator=ModeratorFactory(), topic=topic)
    else:
        forums.restore_post(moderator=ModeratorFactory(), post=post)
    tell()
    assert told(new) == [("mention", post.number)]


def test_a_change_of_an_old_text_calls_nobody():
    author, new = MemberFactory(), MemberFactory(handle="siti-m")
    post = answer(TopicFactory(), author)
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(days=31))
    forums.edit_post(editor=author, post=post, body="Bagaimana, @siti-m?")
    tell()
    assert told(new) == []


@pytest.mark.parametrize("change", ["hide", "delete"])
def test_a_text_that_calls_somebody_and_is_gone_calls_nobody(change):
    author, new = MemberFactory(), MemberFactory(handle="siti-m")
    post = answer(TopicFactory(), author)
    forums.edit_post(editor=author, post=post, body="Bagaimana, @siti-m?")
    post = Post.objects.get(pk=post.pk)
    if change == "hide":
        forums.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    else:
        forums.delete_post(member=author, post=post)
    tell()
    assert told(new) == []


def test_a_reply_costs_four_queries_more_for_it(monkeypatch):
    topic, author = TopicFactory(), MemberFactory()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            forums.reply(author=author, topic=topic, body="Sama.")
        return len(captured)

    cost()  # the first reply also begins to track the topic
    with_it = cost()
    monkeypatch.setattr("community.notifications.receivers.activities.note", lambda **kwargs: None)
    assert with_it - cost() <= 4
