"""Comments in the templates of other apps: the discussion under a thing, the counts on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from community.comments.kinds import is_open_to, place_under
from community.comments.models import Discussion
from community.comments.permissions import place_ruled_by
from community.comments.rules import discussion_at, is_shown
from community.comments.shown import discussed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def comments_for(context: RequestContext, thing: Any) -> dict[str, Any]:
    """Show the discussion under a thing, and the link to the form; five queries, however many comments there are.

    One less where `with_comment_counts` has read it. Who reads a page by its password isn't known to the addresses of
    the discussion, so there is none for them.
    """
    request, place = context["request"], place_under(thing)
    if place is None or getattr(request, "is_preview", False) or not is_open_to(request.viewer, place):
        return {}
    discussion = vars(thing).get("known_discussion") or discussion_at(place.key)
    if not is_shown(discussion, place.kind):
        return {}
    return {**discussed(request, discussion, place), "messages": context.get("messages")}


@register.simple_tag(takes_context=True)
def comment_rule_address(context: RequestContext, thing: Any) -> str:
    """Give staff who may choose how the comments under a thing stand the address where they do, others nothing."""
    viewer, place = context["request"].viewer, place_under(thing)
    if place is None or not viewer.is_staff or not place_ruled_by(viewer, place.key):
        return ""
    return reverse("comment_rule", args=[place.key])


@register.simple_tag
def with_comment_counts(things: Iterable[Any], of: str = "", beside: Any = None) -> str:
    """Give each thing its `comment_count`, all with one query; writes nothing. Where none are to be seen it is 0.

    `of` names the attribute that is discussed, where it isn't the thing itself: a date has the comments of its event.
    `beside` is the thing whose own page shows them: its discussion is read with theirs.
    """
    places = [(thing, place_under(getattr(thing, of) if of else thing)) for thing in things]
    if beside:
        places.append((beside, place_under(beside)))
    keys = [place.key for _thing, place in places if place]
    found = {each.key: each for each in Discussion.objects.filter(key__in=keys)} if keys else {}
    for thing, place in places:
        discussion = found.get(place.key) if place else None
        is_counted = place and discussion and is_shown(discussion, place.kind)
        if place:
            thing.known_discussion = discussion or Discussion(key=place.key)
        thing.comment_count = discussion.public_count if discussion and is_counted else 0
    return ""
