"""The small posts of acts, and marks, stand on the page of their topic and nowhere else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.forums import services
from community.forums.models import Act, Post, Reading, Topic
from community.forums.services import mentioning, positions, progress, reading, top, unread
from community.forums.services.acting import note_act
from community.forums.services.bookmarks import bookmark_post
from community.forums.services.personal import personal_data
from community.forums.services.publication import changing
from community.forums.services.quoting import quoted
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Refused, Viewer
from community.writing.reactions.services import react
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> Post:
    """An act by a moderator at the end of a topic with two posts."""
    topic = PostFactory().topic
    return add_act(topic)


def add_act(topic: Topic) -> Post:
    with changing(topic.pk) as locked:
        return note_act(topic=locked, moderator=ModeratorFactory(), act=Act.CLOSED)


def test_it_counts_for_nothing(act):
    before = Post.objects.get(topic=act.topic_id, number=2)
    topic = Topic.objects.get(pk=act.topic_id)
    assert (topic.post_count, topic.reply_count, topic.last_post_at) == (3, 1, before.created_at)
    assert topic.last_post_author == before.author
    assert is_true(topic)
    assert dict(top.points_of_replies(None)) == dict(
        top.points_of_replies(before.created_at.min.replace(tzinfo=before.created_at.tzinfo))
    )


def test_it_is_nobodys_words(act):
    viewer, moderator = Viewer(act.author), act.author
    assert act.author not in reading.participants(act.topic.posts.all())
    assert act.author_id not in mentioning.taking_part(viewer, str(act.topic_id))
    assert [post.number for post in positions.printed(act.topic, 1, viewer)] == [1, 2]
    assert positions.last_number(act.topic) == 2
    assert not quoted({("number", 3), ("post", act.pk)}, act.topic_id).exists()
    parts = {part.name: list(part.rows) for part in personal_data(user=moderator)}
    assert parts["forum_posts"] == []


def test_nobody_changes_deletes_keeps_shares_or_reacts_to_it(act, client):
    with pytest.raises(Refused):
        services.edit_post(editor=act.author, post=act, body="Halo.")
    with pytest.raises(Refused):
        services.delete_post(member=act.author, post=act)
    with pytest.raises(Refused):
        bookmark_post(user=act.author, post=act)
    with pytest.raises(Refused):
        react(user=MemberFactory(), kind="post", key=act.pk, name="agree")
    assert client.get(reverse("forums:share", args=[act.pk])).status_code == 404


def test_one_goes_on_at_the_next_post_that_somebody_wrote(act):
    topic, member = act.topic, MemberFactory()
    Watch.objects.create(user=member, kind=TOPIC, object_id=topic.pk)
    Reading.objects.create(user=member, topic=topic, last_read=2)

    def rows():
        viewer = Viewer(type(member).objects.get(pk=member.pk))
        known = progress.with_state(Topic.objects.filter(pk=topic.pk), viewer).get()
        state = progress.opened(viewer, known)
        (row,) = unread.mark(Topic.objects.filter(pk=topic.pk), viewer)
        return state.continue_at, row.unread, row.resume_url

    assert rows() == (0, 0, topic.url_at(2))
    PostFactory(topic=topic)
    assert rows() == (4, 1, topic.url_at(4))


def test_moderators_do_not_find_it_among_posts(act, client):
    client.force_login(act.author)
    page = client.get(reverse("forum_posts:index")).content.decode()
    assert reverse("forum_posts:edit", args=[act.topic.posts.get(number=2).pk]) in page
    assert reverse("forum_posts:edit", args=[act.pk]) not in page


def test_a_topic_goes_with_its_last_post_though_acts_are_left():
    topic = TopicFactory()
    add_act(topic)
    services.delete_post(member=topic.author, post=topic.posts.get(number=1))
    assert Topic.objects.get(pk=topic.pk).deleted_at
