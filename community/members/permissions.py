"""Who is looking: the viewer of a request, and the tokens they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import cached_property
from rules.predicates import predicate

from home.permissions import restriction_tokens

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from .models import Profile, User

EVERYONE = "everyone"
MEMBERS = "members"

# Apps above add here, in `AppConfig.ready`, which of their containers (`category:7`) a viewer may see.
TOKEN_SOURCES: list[Callable[[Viewer], Iterable[str]]] = []


class Viewer:
    """The person who looks, made once a request; a thing is seen when its tokens and the viewer's overlap."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user

    @property
    def user_id(self) -> int | None:
        """The member's key, None for a visitor."""
        return self.user.pk if self.user.is_authenticated else None

    @cached_property
    def group_ids(self) -> list[int]:
        """Keys of the groups the member belongs to."""
        return list(self.user.groups.values_list("pk", flat=True)) if self.user_id else []

    @cached_property
    def own_tokens(self) -> frozenset[str]:
        """Who the viewer is: everyone, a member, themselves, their groups, the page restrictions they pass."""
        if not self.user_id:
            return frozenset({EVERYONE})
        groups = (f"group:{key}" for key in self.group_ids)
        return frozenset({EVERYONE, MEMBERS, f"user:{self.user_id}", *groups, *restriction_tokens(self.user)})

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All that the viewer may see: their own tokens, and the containers that are open to one of them."""
        return self.own_tokens.union(*(source(self) for source in TOKEN_SOURCES))

    @cached_property
    def is_staff(self) -> bool:
        """Whether the viewer may enter the editing room."""
        return bool(self.user_id) and self.user.is_active and self.user.has_perm("wagtailadmin.access_admin")

    @cached_property
    def is_moderator(self) -> bool:
        """Whether the viewer may see what is held, hidden or deleted."""
        return bool(self.user_id) and self.user.is_active and self.user.has_perm("forums.moderate_post")


class ViewedRequest(HttpRequest):
    """A request as it reaches our views, for type checking: middleware has added who looks, and htmx's details."""

    viewer: Viewer
    htmx: HtmxDetails
    user: User | AnonymousUser


@predicate
def is_self(user: User | AnonymousUser, profile: Profile) -> bool:
    """Tell whether it is one's own profile."""
    return user.is_authenticated and user.pk == profile.user_id


@predicate
def is_listed(user: User | AnonymousUser, profile: Profile) -> bool:
    """Tell whether the member chose to be found, and still has an account in use."""
    return profile.is_listed and profile.user.is_active


@predicate
def is_moderator(user: User | AnonymousUser, profile: Profile) -> bool:
    """Tell whether the user looks after what members write."""
    return Viewer(user).is_moderator


@predicate
def manages_members(user: User | AnonymousUser, profile: Profile) -> bool:
    """Tell whether the user may change accounts in the editing room."""
    return user.has_perm("members.change_user")


may_see_profile = is_listed | is_self | is_moderator
may_edit_profile = is_self | manages_members
