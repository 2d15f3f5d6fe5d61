from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.forums import services
from community.forums.models import Category, Post, Reading, Topic
from community.forums.services import personal, publication
from community.forums.services.owning import name_in_quotes
from community.forums.services.quoting import quote
from community.forums.services.recounting import recount_forums
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true

pytestmark = pytest.mark.django_db


def test_where_all_is_right_there_is_nothing_to_do():
    PostFactory()
    topic = TopicFactory()
    services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="x")
    assert list(recount_forums(batch=1)) == []
    said = StringIO()
    call_command("recount_forums", stdout=said)
    assert said.getvalue() == "Nothing to do: all counts are right.\n"


def test_what_differs_is_repaired_and_told():
    post = PostFactory()
    Topic.objects.filter(pk=post.topic_id).update(
        reply_count=7, post_count=9, last_post_at=timezone.now() - timedelta(days=1), last_post_author=None
    )
    Topic.objects.filter(pk=post.topic_id).update(kind=Topic.Kind.QUESTION, accepted_post=post)
    Category.objects.update(post_count=70, topic_count=70, last_post_at=None)
    said = StringIO()
    call_command("recount_forums", stdout=said)
    lines = said.getvalue().splitlines()
    assert f"topic {post.topic_id}: reply_count was 7, is 1" in lines
    assert f"topic {post.topic_id}: post_count was 9, is 2" in lines
    assert f"category {post.topic.category_id}: post_count was 70, is 2" in lines
    assert lines[-1] == "8 differences."
    assert is_true(post.topic)
    assert list(recount_forums()) == []


def test_a_state_that_was_written_by_hand_is_settled_and_a_position_beyond_the_end_taken_back():
    topic, member = TopicFactory(), MemberFactory()
    Topic.objects.filter(pk=topic.pk).update(hidden_at=timezone.now())
    Reading.objects.create(user=member, topic=topic, last_read=12)
    names = {difference.name for difference in recount_forums()}
    assert {"is_live", "last_read", "topic_count"} <= names
    assert is_true(topic)
    assert Reading.objects.get(user=member).last_read == 1


def test_a_gap_is_named_and_left():
    topic = TopicFactory()
    gone = PostFactory(topic=topic)
    PostFactory(topic=topic)
    Post.objects.filter(pk=gone.pk).delete()
    for _time in range(2):
        gaps = [difference for difference in recount_forums() if not difference.is_repaired]
        assert [(gap.key, gap.name, gap.was, gap.now) for gap in gaps] == [(topic.pk, "numbers", 3, 2)]


def test_an_edit_counts_no_replies_and_a_hidden_post_does(monkeypatch):
    post = PostFactory()
    counted: list[bool] = []
    recount = publication.recount

    def watched(topic, *, counts_replies):
        counted.append(counts_replies)
        recount(topic, counts_replies=counts_replies)

    monkeypatch.setattr(publication, "recount", watched)
    services.edit_post(editor=post.author, post=post, body="Anders gesagt.")
    services.edit_post(editor=post.author, post=post, body="Anders gesagt.")
    services.edit_topic(editor=post.topic.author, topic=post.topic, title="Bibit yang lain", regions=[])
    assert not any(counted)
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    assert counted[-1]
    assert is_true(post.topic)


def test_a_name_above_quotes_changes_and_goes_without_counting_replies(monkeypatch):
    post, new = PostFactory(), MemberFactory(name="Dewi Rahayaan")
    quoting = PostFactory(topic=post.topic, body=quote(post) + "Setuju.")
    services.change_owner(moderator=ModeratorFactory(), post=post, to=new, reason="x")
    counted: list[bool] = []
    recount = publication.recount

    def watched(topic, *, counts_replies):
        counted.append(counts_replies)
        recount(topic, counts_replies=counts_replies)

    monkeypatch.setattr(publication, "recount", watched)
    name_in_quotes(post_id=post.pk)
    quoting.refresh_from_db()
    assert new.name in quoting.body
    personal.erase_contributions(user=new, keep=True, limit=10)
    quoting.refresh_from_db()
    assert new.name not in quoting.body
    assert counted == [False, False]
    assert is_true(post.topic)


def test_a_step_of_deleting_an_account_locks_all_its_topics_before_any_category(monkeypatch):
    author, category = MemberFactory(), CategoryFactory()
    posts = [PostFactory(author=author, topic=TopicFactory(category=category)) for _number in range(2)]
    done: list[object] = []
    lock, count = personal.locked_topics, publication._count_in_categories

    def lock_and_note(keys):
        found = lock(keys)
        done.append(set(found))
        return found

    def count_and_note(*args):
        done.append("counted")
        count(*args)

    monkeypatch.setattr(personal, "locked_topics", lock_and_note)
    monkeypatch.setattr(publication, "_count_in_categories", count_and_note)
    assert personal.erase_contributions(user=author, keep=False, limit=10) == 2
    assert done == [{post.topic_id for post in posts}, "counted", "counted"]
    assert is_true(*(post.topic for post in posts))


def test_an_edit_that_is_held_is_counted(monkeypatch):
    from community.writing.signals import Hold, screening

    post = PostFactory()

    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    services.edit_post(editor=post.author, post=post, body="Iklan.")
    screening.disconnect(hold)
    assert Topic.objects.get(pk=post.topic_id).reply_count == 0
    assert is_true(post.topic)


def test_a_topic_that_goes_to_another_category_is_counted_there():
    topic, other = PostFactory().topic, TopicFactory()
    with publication.changing(topic.pk) as locked:
        locked.category = other.category
    assert list(recount_forums()) == []
    assert Category.objects.get(pk=other.category_id).post_count == 3


def test_a_reply_that_is_dated_back_makes_a_topic_no_older():
    topic = PostFactory().topic
    PostFactory(topic=topic, at=timezone.now() - timedelta(days=3))
    assert is_true(topic)
    assert list(recount_forums()) == []
