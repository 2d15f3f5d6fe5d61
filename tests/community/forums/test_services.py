from __future__ import annotations

import pytest

from community.forums.models import Topic
from tests.factories.forums import PostFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_replies_are_numbered_in_order():
    topic = TopicFactory()
    numbers = [PostFactory(topic=topic).number for _ in range(3)]
    assert numbers == [2, 3, 4]
    topic.refresh_from_db()
    assert (topic.post_count, topic.reply_count) == (4, 3)
    assert Topic.objects.live().get() == topic
