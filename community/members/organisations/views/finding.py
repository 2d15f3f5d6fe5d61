"""How a view finds the organisation of an address, and who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from community.members.models import Handle

from ..models import Organisation

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import ViewedRequest


def organisation_of(request: ViewedRequest, handle: str) -> Organisation:
    """Find an organisation that the viewer may see, by a handle that it has or had; else 404."""
    whole = Organisation.objects.visible_to(request.viewer).select_related("handle", "region")
    return get_object_or_404(whole, handles__in=Handle.objects.known_as(handle))


def organisation_with_page(request: ViewedRequest, handle: str) -> Organisation:
    """Find the same, or one that was closed, of which the page tells no more than that."""
    whole = Organisation.objects.with_a_page(request.viewer).select_related("handle", "region")
    return get_object_or_404(whole, handles__in=Handle.objects.known_as(handle))


def own_organisation(request: ViewedRequest, handle: str, permission: Callable[[Any, Any], bool]) -> Organisation:
    """Find one in which the member may do this; others are refused."""
    found = organisation_of(request, handle)
    if not permission(request.user, found):
        raise PermissionDenied
    return found


def member_of(request: ViewedRequest) -> User:
    """Name who asks, behind a door that only members pass."""
    return cast("User", request.user)
