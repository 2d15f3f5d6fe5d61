"""Choosing a member in the editing room, as the author of a story: among those whom the chooser may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.admin.views.generic import chooser
from wagtail.permissions import page_permission_policy

from .assistance.models import Assistance
from .models import User
from .permissions import Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from .permissions import ViewedRequest


def choosable_by(viewer: Viewer) -> QuerySet[User]:
    """Select the members in use whose profile the viewer may see, as `may_see_profile` says of each."""
    members = User.objects.filter(is_active=True).order_by("name", "pk")
    if viewer.is_moderator:
        return members
    accompanied = Assistance.objects.running().filter(mentor=viewer.user_id).values("person")
    return members.filter(
        Q(profile__is_listed=True) | Q(pk=viewer.user_id) | Q(pk__in=accompanied, email=None),
    )


def nameable_by(user: User) -> QuerySet[User]:
    """Select whom a user may name as the author of a story: the same."""
    return choosable_by(Viewer(user))


class ForEditors:
    """Answers those who write pages, and knows nobody whom they may not see."""

    request: ViewedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who has no page to name an author of."""
        if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_object_list(self) -> QuerySet[User]:
        """Offer them."""
        return choosable_by(self.request.viewer)

    def get_object(self, pk: str) -> User:
        """Find one of them; what is no key finds nobody."""
        found = self.get_objects([pk]).first()
        if found is None:
            raise User.DoesNotExist
        return found

    def get_objects(self, pks: Iterable[str]) -> QuerySet[User]:
        """Find some of them."""
        keys = [key for key in pks if key.isascii() and key.isdecimal() and len(key) < 10]
        return choosable_by(self.request.viewer).filter(pk__in=keys)


class MemberChooseView(ForEditors, chooser.ChooseView):
    """The window."""


class MemberChooseResultsView(ForEditors, chooser.ChooseResultsView):
    """Its list."""


class MemberChosenView(ForEditors, chooser.ChosenView):
    """The one who was chosen."""


class MemberChosenMultipleView(ForEditors, chooser.ChosenMultipleView):
    """Those who were chosen together."""
