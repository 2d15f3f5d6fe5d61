"""What is read: pages of topics at their beginning, middle and end, and the lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from benchmarks.forum.asking import client_of, get, measure, ratio
from benchmarks.forum.content import Forum
from benchmarks.report import Bound, Result
from community.forums.models import Category, Post, Topic
from community.forums.models.posts import POSTS_PER_PAGE
from community.members.models import User
from home.models import Tag

KB = 1000
PAGE = {
    "anonymous": {"queries": 10, "html_gzip_bytes": 25 * KB},
    "signed-in": {"queries": 14, "html_gzip_bytes": 25 * KB},
}
LIST = {"anonymous": {"queries": 10}, "signed-in": {"queries": 10}}
OWN_LIST = {"queries": 12}
MOST_RATIO = 1.2
NEXT = re.compile(r'href="\?([^"]+)#topik" rel="next')


def topics(forum: Forum) -> Iterator[Result]:
    """Measure a long topic and the longest, at three places each, and whether these cost the same."""
    for who, client in _clients(forum).items():
        for called, key in (("", forum.first_topic + 1), (f"of {forum.giant:,} ", forum.first_topic)):
            topic = Topic.objects.get(pk=key)
            pages = topic.post_count // POSTS_PER_PAGE
            places = {"first": 1, "middle": (pages + 1) // 2, "last": pages}
            asks = {
                f"forum topic {called}{place} {who}": get(client, f"{topic.get_absolute_url()}?page={page}")
                for place, page in places.items()
            }
            results = measure(asks, PAGE[who])
            yield from results
            yield ratio(f"forum topic {called}ratio {who}", results, MOST_RATIO)


def lists(forum: Forum) -> Iterator[Result]:
    """Measure the lists, of all and narrowed, at their beginning and far behind."""
    category = Category.objects.get(slug="besar-0").get_absolute_url()
    tag = Tag.objects.filter(slug__startswith="label-").order_by("pk")[0]
    index = reverse("forums:index")
    addresses = {
        "latest": index,
        "category": category,
        "latest of a region": f"{index}?region=81",
        "latest of a tag": reverse("forums:tag", args=[tag.slug]),
        "top": f"{index}?tab=top&period=all",
        "unanswered": f"{index}?tab=unanswered",
    }
    for who, client in _clients(forum).items():
        further = addresses | {
            "latest, 100th page": _far(client, index),
            "category, 20th page": _far(client, category, 20),
        }
        for name, address in further.items():
            yield from measure({f"forum {name} {who}": get(client, address)}, LIST[who])
    client = _clients(forum)["signed-in"]
    own = {
        "new": f"{index}?tab=new",
        "unread": f"{index}?tab=unread",
        "mine": f"{index}?tab=mine",
        "bookmarked": reverse("forums:bookmarked"),
        "notifications": reverse("notifications:list"),
    }
    for name, address in own.items():
        bound: Bound = OWN_LIST if name in {"new", "unread"} else {}
        yield from measure({f"forum {name}": get(client, address)}, bound)


def ways(forum: Forum) -> Iterator[Result]:
    """Measure ways to a place in the longest topic, and printing it."""
    client = client_of()
    topic = Topic.objects.get(pk=forum.first_topic)
    middle = Post.objects.get(topic=topic, number=topic.post_count // 2)
    arguments = [topic.pk, topic.slug]
    jump = f"{reverse('forums:jump', args=arguments)}?day={middle.created_at:%Y-%m-%d}"
    yield from measure({"forum jump to a day": get(client, jump, 302)}, {})
    yield from measure({"forum link to a post": get(client, middle.get_absolute_url(), 302)}, {})
    yield from measure({"forum print": get(client, reverse("forums:print", args=arguments))}, {}, times=10)


def _clients(forum: Forum) -> dict[str, Client]:
    return {"anonymous": client_of(), "signed-in": client_of(User.objects.get(pk=forum.reader))}


def _far(client: Client, address: str, pages: int = 100) -> str:
    """Turn so many pages of a list, or as many as it has; return the address of the last one."""
    plain = Client()  # whose answers can be read
    plain.cookies = client.cookies
    place = address
    for _page in range(pages - 1):
        found = NEXT.search(plain.get(place).content.decode())
        if not found:
            break
        place = f"{address}?{found[1]}".replace("&amp;", "&")
    return place
