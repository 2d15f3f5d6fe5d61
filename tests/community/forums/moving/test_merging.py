from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Reading, Topic
from community.forums.polls.services import close_poll
from community.forums.services import acting, relocating
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Refused
from search.models import SearchEntry
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import make_poll
from tests.factories.recounts import is_true, numbers_of

pytestmark = pytest.mark.django_db
LEVEL = Watch.Level


@pytest.fixture
def moderator():
    return ModeratorFactory()


def merge(moderator, topic, into) -> Topic:
    return services.merge_topics(moderator=moderator, topic=topic, into=into)


def test_all_posts_go_to_the_end_and_the_old_topic_leads_there(moderator):
    topic, into = PostFactory().topic, PostFactory().topic
    merge(moderator, topic, into)
    topic.refresh_from_db()
    assert (topic.merged_into, topic.is_live) == (into, False)
    assert (numbers_of(topic), numbers_of(topic, "moved_away")) == ([], [1, 2])
    assert (numbers_of(into), numbers_of(into, "merged")) == ([1, 2, 4, 5], [3])
    assert is_true(topic, into)
    topic.category.refresh_from_db()
    assert (topic.category.topic_count, topic.category.post_count, topic.category.last_post_at) == (0, 0, None)
    assert ModelLogEntry.objects.get(action="forums.merge_topics").data["after"] == {"topic": into.pk}


def test_the_opening_post_is_found_as_a_reply_then(moderator, work_outbox):
    topic, into = TopicFactory(), TopicFactory()
    opening = topic.posts.get()
    merge(moderator, topic, into)
    work_outbox()
    found = SearchEntry.objects.filter(is_deleted=False, group=f"topic:{into.pk}")
    assert set(found.values_list("kind", "object_id")) == {("topic", str(into.pk)), ("post", str(opening.pk))}
    assert not SearchEntry.objects.filter(is_deleted=False, group=f"topic:{topic.pk}").exists()
    acting.undo(moderator=moderator, act=into.posts.get(act="merged"))
    work_outbox()
    assert set(found.values_list("kind", "object_id")) == {("topic", str(into.pk))}
    assert SearchEntry.objects.filter(is_deleted=False, kind="topic", object_id=str(topic.pk)).exists()


@pytest.mark.usefixtures("in_english")
def test_nobody_answers_in_the_old_topic_nor_merges_it_again(moderator):
    topic, into = TopicFactory(), TopicFactory()
    merge(moderator, topic, into)
    with pytest.raises(Refused, match="merged into another one"):
        services.reply(author=MemberFactory(), topic=topic, body="Sama.")
    for one, other in ((topic, TopicFactory()), (into, topic)):
        with pytest.raises(Refused, match="merged into another topic"):
            merge(moderator, one, other)
    with pytest.raises(ValidationError, match="same topic"):
        merge(moderator, into, into)
    with pytest.raises(Refused, match="merged into another one"):
        services.restore_topic(moderator=moderator, topic=topic)
    topic.refresh_from_db()
    assert not topic.is_live


@pytest.mark.usefixtures("in_english")
def test_an_open_poll_has_to_be_closed_first_and_stays_with_the_old_topic(moderator):
    poll, into = make_poll(), TopicFactory()
    with pytest.raises(Refused, match="open poll"):
        merge(moderator, poll.topic, into)
    close_poll(member=moderator, poll=poll)
    merge(moderator, poll.topic, into)
    poll.refresh_from_db()
    assert poll.topic_id != into.pk
    assert is_true(poll.topic, into)


def test_a_topic_with_a_poll_takes_another_one_in(moderator):
    poll, topic = make_poll(), PostFactory().topic
    merge(moderator, topic, poll.topic)
    assert is_true(topic, poll.topic)


@pytest.mark.usefixtures("in_english")
def test_too_many_posts_are_merged_in_steps(moderator, monkeypatch):
    topic, into = TopicFactory(), TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(2)]
    monkeypatch.setattr(relocating, "MOST_AT_ONCE", 2)
    with pytest.raises(ValidationError, match="At most 2 posts"):
        merge(moderator, topic, into)
    services.move_posts(moderator=moderator, posts=posts[1:], into=into)
    merge(moderator, topic, into)
    assert len(numbers_of(into)) == 4
    assert is_true(topic, into)


def test_who_follows_either_follows_the_other_by_the_level_chosen_for_it_else_as_before(moderator):
    topic, into = TopicFactory(), TopicFactory()
    Watch.objects.filter(kind=TOPIC).delete()
    chosen = [
        *((LEVEL.WATCHING, LEVEL.TRACKING), (LEVEL.MUTED, LEVEL.TRACKING), (LEVEL.WATCHING, LEVEL.MUTED)),
        *((LEVEL.TRACKING, None), (LEVEL.WATCHING, None), (None, LEVEL.WATCHING)),
        *((LEVEL.MUTED, None), (LEVEL.NORMAL, None)),  # which say nothing of another topic
    ]
    members = [MemberFactory() for _pair in chosen]
    for member, levels in zip(members, chosen, strict=True):
        for thing, level in zip((topic, into), levels, strict=True):
            if level is not None:
                Watch.objects.create(user=member, kind=TOPIC, object_id=thing.pk, level=level)
    merge(moderator, topic, into)
    levels = dict(Watch.objects.filter(kind=TOPIC, object_id=into.pk).values_list("user", "level"))
    assert [levels.get(member.pk) for member in members] == [
        *(LEVEL.TRACKING, LEVEL.TRACKING, LEVEL.MUTED),
        *(LEVEL.TRACKING, LEVEL.WATCHING, LEVEL.WATCHING),
        *(None, None),
    ]


def test_what_comes_is_read_only_by_who_had_read_both_to_the_end(moderator):
    topic, into = PostFactory().topic, PostFactory().topic
    positions = {"both": (2, 2), "old alone": (2, 1), "other alone": (1, 2), "never there": (2, None)}
    members = {name: MemberFactory() for name in positions}
    for name, numbers in positions.items():
        for thing, number in zip((topic, into), numbers, strict=True):
            if number is not None:
                Reading.objects.create(user=members[name], topic=thing, last_read=number, seconds=30)
    merge(moderator, topic, into)
    read = dict(Reading.objects.filter(topic=into).values_list("user", "last_read"))
    assert {name: read[member.pk] for name, member in members.items()} == {
        "both": 5,
        "old alone": 1,
        "other alone": 2,
        "never there": 0,
    }
    assert is_true(topic, into)


def test_an_answer_is_no_longer_one_where_it_went_and_is_again_when_taken_back(moderator):
    post = PostFactory(topic=TopicFactory(kind="question"))
    services.accept_answer(member=post.topic.author, post=post)
    topic, into = post.topic, TopicFactory(kind="question")
    merge(moderator, topic, into)
    topic.refresh_from_db()
    into.refresh_from_db()
    assert (topic.accepted_post, into.accepted_post, into.is_answered) == (None, None, False)
    services.accept_answer(member=into.author, post=Post.objects.get(pk=post.pk))
    acting.undo(moderator=moderator, act=into.posts.get(act="merged"))
    topic.refresh_from_db()
    into.refresh_from_db()
    assert (topic.accepted_post, topic.is_answered, into.accepted_post) == (post, True, None)
    assert is_true(topic, into)


def test_taken_back_both_are_as_they_were_with_marks_between(moderator):
    topic, into = PostFactory().topic, PostFactory().topic
    merge(moderator, topic, into)
    answer = PostFactory(topic=into)
    acting.undo(moderator=moderator, act=into.posts.get(act="merged"))
    topic.refresh_from_db()
    assert (topic.merged_into, topic.is_live) == (None, True)
    assert (numbers_of(topic), numbers_of(into)) == ([1, 2], [1, 2, answer.number])
    assert numbers_of(into, "moved_away") == [4, 5]
    assert is_true(topic, into)
    PostFactory(topic=topic)
    assert is_true(topic, into)


@pytest.mark.usefixtures("in_english")
def test_it_is_not_taken_back_once_the_other_was_merged_too_until_that_is(moderator):
    first, second, third = TopicFactory(), TopicFactory(), TopicFactory()
    merge(moderator, first, second)
    act = second.posts.get(act="merged")
    merge(moderator, second, third)
    with pytest.raises(Refused, match="merged into another topic"):
        acting.undo(moderator=moderator, act=act)
    acting.undo(moderator=moderator, act=third.posts.get(act="merged"))
    acting.undo(moderator=moderator, act=act)
    assert is_true(first, second, third)
    assert [numbers_of(topic) for topic in (first, second, third)] == [[1], [1], [1]]


def test_older_posts_come_to_the_end_and_lists_keep_their_order(moderator):
    old, into = TopicFactory(), PostFactory().topic
    Post.objects.filter(topic=old).update(created_at=into.created_at - timedelta(days=9))
    Topic.objects.filter(pk=old.pk).update(last_post_at=into.created_at - timedelta(days=9))
    written = Topic.objects.get(pk=into.pk).last_post_at
    merge(moderator, old, into)
    into.refresh_from_db()
    assert into.last_post_at == written
    assert is_true(into)


def test_many_posts_and_readers_cost_as_many_queries_as_few(moderator):
    def queries_for(count):
        topic, into, author = TopicFactory(), TopicFactory(), MemberFactory()
        for _number in range(count):
            PostFactory(topic=topic, author=author)
            Watch.objects.create(user=MemberFactory(), kind=TOPIC, object_id=topic.pk)
        with CaptureQueriesContext(connection) as queries:
            merge(moderator, topic, into)
        return len(queries)

    queries_for(1)
    assert queries_for(30) == queries_for(2)


@pytest.mark.usefixtures("in_english")
def test_a_merged_topic_stays_as_it_is_until_the_merging_is_taken_back(moderator):
    topic, into = TopicFactory(), TopicFactory()
    services.lock_topic(moderator=moderator, topic=topic)
    merge(moderator, topic, into)
    told = {"moderator": moderator, "topic": topic, "reason": "x"}
    for act in (services.remove_topic, services.hide_topic, services.archive_topic, services.unlock_topic):
        with pytest.raises(Refused, match="merged into another one"):
            act(**told)
    for act in (services.pin_topic, services.unpin_topic, services.unlist_topic):
        with pytest.raises(Refused, match="merged into another one"):
            act(**told)
    with pytest.raises(Refused, match="merged into another one"):
        services.rename_topic(title="Ombak tinggi", **told)
    with pytest.raises(Refused, match="merged into another one"):
        acting.undo(moderator=moderator, act=topic.posts.get(act="closed"))
    acting.undo(moderator=moderator, act=into.posts.get(act="merged"))
    services.remove_topic(**told)
    services.bring_back_topic(moderator=moderator, topic=topic)
    assert Topic.objects.get(pk=topic.pk).is_live


def test_the_result_of_a_poll_is_read_where_the_post_that_asked_stands_now(client, moderator):
    poll, into = make_poll("Perahu", "Sampan"), PostFactory().topic
    opening = poll.topic.posts.get(number=1)
    close_poll(member=poll.topic.author, poll=poll)
    url = f"/forum/jajak/{poll.pk}/"
    merge(moderator, poll.topic, into)
    answer = client.get(url)
    assert answer.status_code == 200
    assert "Sampan" in answer.content.decode()
    assert url in client.get(into.get_absolute_url()).content.decode()
    assert client.get(poll.get_absolute_url().partition("#")[0]).url == into.url_at(4)
    services.hide_post(moderator=moderator, post=Post.objects.get(pk=opening.pk), reason="x")
    assert client.get(url).status_code == 404
