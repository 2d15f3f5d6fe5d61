"""The bell in the header of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.members.header import counted_in_header
from community.notifications.services.unread import BELL, ELSEWHERE, count_exactly, count_unread

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
    counted = counted_in_header(viewer, BELL)
    if counted is None:
        return count_unread(viewer)
    return count_exactly(viewer) if counted_in_header(viewer, ELSEWHERE) else counted
