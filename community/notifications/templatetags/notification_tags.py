"""The bell in the header of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.members.header import counted_in_header
from community.notifications.services.unread import BELL, ELSEWHERE, count_unread, exactly

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from community.members.permissions import Viewer

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notifications(context: RequestContext) -> int:
    """Count what the member has not read; a page of a topic or a list has counted already.

    The number stays with the request, for what the page shows further down.
    """
    request = context["request"]
    counted: int | None = getattr(request, "unread_notifications", None)
    if counted is None:
        counted = _counted(request.viewer)
        request.unread_notifications = counted
    return counted


def _counted(viewer: Viewer) -> int:
    counted, elsewhere = counted_in_header(viewer, BELL), counted_in_header(viewer, ELSEWHERE)
    return count_unread(viewer) if counted is None else exactly(viewer, counted, elsewhere or 0)
