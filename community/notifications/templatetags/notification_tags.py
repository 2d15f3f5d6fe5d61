"""The bell in the header of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.members.header import counted_in_header
from community.notifications.services.unread import BELL, count_unread

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notifications(context: RequestContext) -> int:
    """Count what the member has not read; a page of a topic or a list has counted already."""
    request = context["request"]
    counted: int | None = getattr(request, "unread_notifications", None)
    if counted is None:
        counted = counted_in_header(request.viewer, BELL)
    return count_unread(request.viewer) if counted is None else counted
