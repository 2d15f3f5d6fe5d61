"""Who is looking: the viewer of a request, and the tokens they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rules.predicates import predicate

from home.permissions import restriction_tokens

from .assistance.models import Assistance
from .standing import wording

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from .models import Profile, User
    from .roles.models import Role

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
    def roles(self) -> list[Role]:
        """The roles that the member was granted, with the region of each."""
        return list(self.user.roles.select_related("region")) if self.user_id and self.user.is_active else []

    @cached_property
    def blocked_ids(self) -> frozenset[int]:
        """Keys of the members whom the viewer has blocked, asked once a request."""
        if not self.user.is_authenticated:
            return frozenset()
        return frozenset(self.user.blocks.values_list("blocked", flat=True))

    @cached_property
    def accompanied_ids(self) -> frozenset[int]:
        """Keys of the people for whom the member may write, asked once, and only where they wrote for somebody."""
        if not self.user_id:
            return frozenset()
        return frozenset(Assistance.objects.running().filter(mentor=self.user_id).values_list("person", flat=True))

    @property
    def is_mentor(self) -> bool:
        """Whether the viewer was granted the role of those who accompany others."""
        return any(role.kind == "mentor" for role in self.roles)

    @cached_property
    def is_moderator(self) -> bool:
        """Whether the viewer may see what is held, hidden or deleted, wherever it is."""
        return bool(self.user_id) and self.user.is_active and self.user.has_perm("forums.moderate_post")

    @cached_property
    def moderated_codes(self) -> list[str]:
        """Codes of the regions that a regional moderator looks after, with all below them; empty for everyone else.

        The permission is asked first, since Django has it at hand by then: only regional moderators pay for a query.
        """
        if self.is_moderator or not (self.user_id and self.user.is_active):
            return []
        if not self.user.has_perm("members.moderate_region"):
            return []
        return [role.region.code for role in self.roles if role.kind == "moderator" and role.region]

    def moderates(self, codes: Iterable[str]) -> bool:
        """Whether the viewer looks after something that is told of these regions: everywhere, or in one of theirs."""
        if self.is_moderator:
            return True
        return any(code == own or code.startswith(f"{own}.") for code in codes for own in self.moderated_codes)


class ViewedRequest(HttpRequest):
    """A request as it reaches our views, for type checking: middleware has added who looks, and htmx's details."""

    viewer: Viewer
    htmx: HtmxDetails
    user: User | AnonymousUser


class Refused(PermissionDenied):
    """Someone may not do this; the message tells them why."""


@predicate
def is_active(user: User | AnonymousUser) -> bool:
    """Tell whether there is a member whose account is in use."""
    return user.is_authenticated and user.is_active


@predicate
def is_suspended(user: User) -> bool:
    """Tell whether the member is locked out for a while."""
    return bool(user.suspended_until and user.suspended_until > timezone.now())


@predicate
def is_silenced(user: User) -> bool:
    """Tell whether the member may only read for a while."""
    return bool(user.silenced_until and user.silenced_until > timezone.now())


may_take_part = is_active & ~is_suspended  # in what nobody else reads: who is silenced goes on following and blocking
may_write = may_take_part & ~is_silenced


def require_part(user: User | AnonymousUser) -> None:
    """Raise `Refused` with the reason why the member may do nothing here at the moment, if there is one."""
    if may_take_part(user):
        return
    if is_active(user):
        raise Refused(_("Your account is suspended for the time being, so this is not possible."))
    raise Refused(_("Please sign in with an account that is in use."))


def require_writer(user: User | AnonymousUser, *, is_oneself: bool = True) -> None:
    """Raise `Refused` with the reason why the member may not write anything now, if there is one.

    It is told to the member, or else to the mentor who writes for them.
    """
    if may_write(user):
        return
    if is_active(user):
        raise Refused(wording.in_one(cast("User", user), is_oneself=is_oneself))
    raise Refused(_("Please sign in with an account that is in use."))


@predicate
def is_mentor(user: User | AnonymousUser) -> bool:
    """Tell whether the member accompanies others: staff or two mentors have granted it."""
    return Viewer(user).is_mentor


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


@predicate
def accompanies(user: User | AnonymousUser, profile: Profile) -> bool:
    """Tell whether the user is the mentor who acts for this member, who has no e-mail address."""
    person = profile.user
    return user.is_authenticated and person.email is None and Assistance.objects.of(user, person).exists()


may_see_profile = is_listed | is_self | is_moderator | accompanies
may_edit_profile = is_self | manages_members | accompanies
