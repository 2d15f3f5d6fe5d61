"""Topics for the pages of others: the latest of all, and those about a region; and how much of them is unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.forums import permissions
from community.forums.services import levels, reading, unread
from community.forums.services.row_facts import tell_about
from community.forums.services.unread import MOST_COUNTED

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from community.forums.models import Topic
    from community.forums.models.topics import TopicQuerySet
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from community.members.permissions import Viewer
    from home.models import Region

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_topics(context: RequestContext, limit: int = 4) -> list[Topic]:
    """List the topics with the newest posts that the viewer may see and has not muted."""
    viewer = context["request"].viewer
    return _rows(context, levels.without_muted(reading.topics(viewer), viewer), limit)


@register.simple_tag(takes_context=True)
def region_topics(context: RequestContext, region: Region, limit: int = 4) -> list[Topic]:
    """List the same for a region and everything below it."""
    return _rows(context, reading.topics(context["request"].viewer, region=region), limit)


@register.simple_tag(takes_context=True)
def member_topics(context: RequestContext, member: User, limit: int = 5) -> list[Topic]:
    """List what a member started last, as far as the viewer may see it."""
    return _rows(context, reading.topics(context["request"].viewer, author=member), limit)


@register.simple_tag(takes_context=True)
def organisation_topics(context: RequestContext, organisation: Organisation, limit: int = 5) -> list[Topic]:
    """List what was started last in the name of an organisation; of one that is out of view nothing."""
    if organisation.suspended_at:
        return []
    return _rows(context, reading.topics(context["request"].viewer, organisation=organisation), limit)


@register.filter
def up_to_many(count: int) -> str:
    """Write a count that was ended at some number: `99+`."""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


@register.filter
def keeps_something(viewer: Viewer) -> bool:
    """Tell whether the viewer keeps order in the forum, or in a part of it."""
    return permissions.keeps_something(viewer)


def _rows(context: RequestContext, topics: TopicQuerySet, limit: int) -> list[Topic]:
    """Fetch rows for the page of one viewer: no fragment that holds them may be kept for others."""
    viewer = context["request"].viewer
    rows = reading.folded(topics.for_rows()[:limit], viewer)
    tell_about(rows)
    return unread.mark(rows, viewer)
