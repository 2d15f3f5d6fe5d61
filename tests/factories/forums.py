"""Categories, topics and posts, made as people make them: through the services."""

from __future__ import annotations

from typing import Any

import factory

from community.forums.models import Category, Post, Topic
from community.forums.services import reply, start_topic
from tests.factories.members import MemberFactory


class CategoryFactory(factory.django.DjangoModelFactory[Category]):
    """A category that everyone reads and members write in."""

    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Ruang {n}")
    name_en = factory.Sequence(lambda n: f"Room {n}")
    slug = factory.Sequence(lambda n: f"ruang-{n}")
    description = "Rumput laut, teripang, keramba."
    description_en = "Seaweed, sea cucumbers, cages."
    icon = "seaweed"


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    """A topic with its first post."""

    class Meta:
        model = Topic

    author = factory.SubFactory(MemberFactory)
    category = factory.SubFactory(CategoryFactory)
    title = factory.Sequence(lambda n: f"Bibit memutih setelah hujan, bagian {n}")
    body = "Sejak hujan **seminggu** penuh, ujung bibit memutih."

    @classmethod
    def _create(cls, model_class: type[Topic], *args: Any, **kwargs: Any) -> Topic:
        return start_topic(**kwargs)


class PostFactory(factory.django.DjangoModelFactory[Post]):
    """A reply."""

    class Meta:
        model = Post

    author = factory.SubFactory(MemberFactory)
    topic = factory.SubFactory(TopicFactory)
    body = factory.Sequence(lambda n: f"Di tempat kami juga begitu, {n} hari.")

    @classmethod
    def _create(cls, model_class: type[Post], *args: Any, **kwargs: Any) -> Post:
        return reply(**kwargs)


def topic_of(count: int, **facts: Any) -> Topic:
    """A topic of so many posts; all but the first are one author's."""
    topic, author = TopicFactory(**facts), MemberFactory()
    for _number in range(count - 1):
        PostFactory(topic=topic, author=author)
    return Topic.objects.get(pk=topic.pk)


def act_url(thing: Post | Topic, act: str = "") -> str:
    """Where a moderator does this with a post or a topic; without an act, where all of them are offered."""
    part = "topik" if isinstance(thing, Topic) else "kiriman"
    return f"/forum/moderasi/{part}/{thing.pk}/" + (f"{act}/" if act else "")
