"""Quotes that name a post of their topic by its number alone: they name it by its key before it, or they, go elsewhere.

Else the number would mean another post, and a name would stand above a quote after its account was deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q

from community.writing.history import services as history

from ..models import POST, Post, Quote
from .quoting import BY_NUMBER, numbers_in, with_addresses

if TYPE_CHECKING:
    from ..models import Topic


def refer_by_key(*, topic: Topic, keys: Collection[int]) -> list[int]:
    """Rewrite such quotes in posts that leave a topic, and in those that quote them there; return which these are."""
    quoting = Quote.objects.filter(quoted__in=keys).values("post")
    found = topic.posts.filter(Q(pk__in=keys) | Q(pk__in=quoting), body__contains=BY_NUMBER)
    posts = list(found.only("pk", "topic_id", "body", "body_shown"))
    earlier = {post.pk: history.bodies(kind=POST, key=post.pk) for post in posts}
    numbers = set().union(*(numbers_in(body) for post in posts for body in (post.body, *earlier[post.pk])))
    meant = {post.number: post for post in topic.posts.written().filter(number__in=numbers).only("pk", "number")}
    name_them = partial(with_addresses, posts=meant)
    changed = []
    for post in posts:
        history.rewrite(kind=POST, key=post.pk, change=name_them)
        if (body := name_them(post.body)) != post.body:
            shown = None if post.body_shown is None else name_them(post.body_shown)
            Post.objects.filter(pk=post.pk).update(body=body, body_shown=shown)
            changed.append(post.pk)
    return changed
