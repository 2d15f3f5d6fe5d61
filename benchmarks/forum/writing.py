"""What is written: replies, changes and reactions, in a short topic and in the longest, which must not be slower."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from typing import TYPE_CHECKING

from django.urls import reverse

from benchmarks.forum.asking import COUNTED, TIMES, client_of, get, measure, ratio, send
from benchmarks.forum.content import Forum
from benchmarks.prose import Prose
from benchmarks.report import Result
from community.forums.models import Post, Topic
from community.members.models import User

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.forum.asking import Ask

REPLY = {"queries": 25}
MOST_RATIO = 1.2


def written(forum: Forum) -> Iterator[Result]:
    """Measure each in both topics in turns."""
    short = Topic.objects.filter(pk__gt=forum.first_topic + 20, locked_at=None, post_count__gt=5)
    short = short.filter(category__audience_see="everyone")
    pair = {"": short.order_by("pk")[0], f" in a topic of {forum.giant:,}": Topic.objects.get(pk=forum.first_topic)}
    writers = _writers(forum)
    texts = _texts()
    for name, bound, make in (("reply", REPLY, _reply), ("edit", {}, _edit), ("reaction", {}, _reaction)):
        results = measure({f"forum {name}{where}": make(topic, writers, texts) for where, topic in pair.items()}, bound)
        yield from results
        yield ratio(f"forum {name} ratio", results, MOST_RATIO)


def _reply(topic: Topic, writers: Iterator[User], texts: Iterator[str]) -> Ask:
    """Answer, each time as somebody else, who has opened the form."""
    address = reverse("forums:reply", args=[topic.pk])
    opened = iter([_open(writer, address) for writer in islice(writers, TIMES + COUNTED)])
    return lambda: send(next(opened), address, {"body": next(texts)})


def _edit(topic: Topic, writers: Iterator[User], texts: Iterator[str]) -> Ask:
    """Change the same post over and over."""
    post = Post.objects.filter(topic=topic, number__gt=1, is_live=True, author__is_active=True).order_by("number")[0]
    address = reverse("forums:edit", args=[post.pk])
    client = _open(post.author, address)
    return lambda: send(client, address, {"body": next(texts)})


def _reaction(topic: Topic, writers: Iterator[User], texts: Iterator[str]) -> Ask:
    """Choose another reaction to the last post each time."""
    post = Post.objects.filter(topic=topic, is_live=True).order_by("-number")[0]
    member = next(writer for writer in writers if writer.pk != post.author_id)
    address = reverse("writing:react", args=["post", post.pk])
    client = _open(member, address)
    names = (name for _round in count() for name in ("thanks", "insight"))
    return lambda: send(client, address, {"reaction": next(names)})


def _open(member: User, address: str) -> Client:
    """Give the browser of a member who has opened a form."""
    client = client_of(member)
    get(client, address)()
    return client


def _writers(forum: Forum) -> Iterator[User]:
    """Yield members in turns, each once."""
    members = User.objects.filter(pk__gte=forum.first_member, is_active=True).exclude(pk=forum.reader)
    yield from members.order_by("-pk").iterator(chunk_size=500)


def _texts() -> Iterator[str]:
    """Yield texts of usual length, each another one."""
    prose = Prose()
    return (f"{prose.sentences(5)[:580]} {number}" for number in count())
