"""Comments in the templates of other apps: the discussion under a thing, the counts on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.comments.kinds import place_under
from community.comments.models import Discussion
from community.comments.rules import discussion_at, is_shown
from community.comments.shown import discussed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def comments_for(context: RequestContext, thing: Any) -> dict[str, Any]:
    """Show the discussion under a thing, and the link to the form; five queries, however many comments there are."""
    request, place = context["request"], place_under(thing)
    if place is None or getattr(request, "is_preview", False):
        return {}
    discussion = discussion_at(place.key)
    if not is_shown(discussion, place.kind):
        return {}
    return {**discussed(request, discussion, place), "messages": context.get("messages")}


@register.simple_tag
def with_comment_counts(things: Iterable[Any]) -> str:
    """Give each thing its `comment_count`, all with one query; writes nothing. Where none are to be seen it is 0."""
    places = [(thing, place_under(thing)) for thing in things]
    keys = [place.key for _thing, place in places if place]
    found = {each.key: each for each in Discussion.objects.filter(key__in=keys)} if keys else {}
    for thing, place in places:
        discussion = found.get(place.key) if place else None
        is_counted = place and discussion and is_shown(discussion, place.kind)
        thing.comment_count = discussion.public_count if discussion and is_counted else 0
    return ""
