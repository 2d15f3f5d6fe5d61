from __future__ import annotations

import pytest

from community.forums import services
from community.forums.models import Post
from community.notifications.models import Activity, Notification
from community.notifications.services import moved
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db


def test_what_tells_of_a_moved_post_belongs_to_the_topic_where_it_is(work_outbox):
    post, other = PostFactory(), TopicFactory()
    stays = PostFactory(topic=post.topic)
    work_outbox()
    services.move_posts(moderator=ModeratorFactory(), posts=[post], into=other)
    work_outbox()
    activity = Activity.objects.get(kind="reply", object_id=post.pk)
    assert (activity.container, activity.number) == (f"topic:{other.pk}", Post.objects.get(pk=post.pk).number)
    containers = dict(Notification.objects.values_list("activity__object_id", "container"))
    assert containers == {post.pk: f"topic:{other.pk}", stays.pk: f"topic:{post.topic_id}"}


def test_many_are_followed_some_at_a_time(work_outbox, monkeypatch):
    monkeypatch.setattr(moved, "A_JOB", 2)
    topic, other = TopicFactory(), TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    services.move_posts(moderator=ModeratorFactory(), posts=posts, into=other)
    work_outbox()
    keys = [post.pk for post in posts]
    assert set(Activity.objects.filter(object_id__in=keys).values_list("container", flat=True)) == {f"topic:{other.pk}"}
