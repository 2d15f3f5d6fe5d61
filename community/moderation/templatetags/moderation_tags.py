"""Moderation in the templates of the apps below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

from ..services.appeal_links import recourse_now
from ..services.continuing import topics_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta

    from django.template.context import RequestContext

    from community.comments.models import Comment
    from community.comments.threads import Node
    from community.members.models import User
    from community.members.standing.recourse import Recourse

register = template.Library()


@register.simple_tag(takes_context=True)
def with_continuations(context: RequestContext, nodes: Iterable[Node]) -> str:
    """Give each comment of some threads the topic in which it goes on (`continued_in`), all with one query."""
    comments = list(_comments(nodes))
    topics = topics_of(comments, context["request"].viewer)
    for comment in comments:
        comment.continued_in = topics.get(comment.pk)
    return ""


@register.simple_tag
def recourse_of(member: User) -> Recourse | None:
    """Say where a member appeals against what keeps them from writing or from signing in."""
    return recourse_now(member)


@register.filter
def how_long(span: timedelta | None) -> str:
    """Write how long something took, in its largest unit; a dash where nothing was measured."""
    if span is None:
        return "–"
    now = timezone.now()
    return timesince(now - span, now, depth=1)


def _comments(nodes: Iterable[Node]) -> Iterator[Comment]:
    for node in nodes:
        yield node.comment
        yield from _comments(node.replies)
