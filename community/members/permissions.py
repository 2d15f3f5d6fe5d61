"""Who is looking: the viewer of a request, and the tokens they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rules.predicates import predicate

from home.permissions import EACH, restriction_rows, token_rows

from .assistance.models import Assistance
from .models import Profile, User
from .roles import permitted
from .roles.models import Role
from .standing import wording

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from home.permissions import TokenRows


EVERYONE = "everyone"
MEMBERS = "members"
REGION = "region"
MODERATED = "moderated_region"  # the token of who looks after a region
TOKENS_KEPT = "_own_tokens"  # the attribute of a user

# Apps above add here, in `AppConfig.ready`, which of their containers (`category:7`) a viewer may see.
TOKEN_SOURCES: list[Callable[[Viewer], Iterable[str]]] = []
# And here what else members with these keys are themselves: rows (`home.permissions.token_rows`), read with the rest.
OWN_TOKEN_SOURCES: list[Callable[[Sequence[int]], Iterable[TokenRows]]] = []


class Viewer:
    """The person who looks, made once a request; a thing is seen when its tokens and the viewer's overlap."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user

    @property
    def user_id(self) -> int | None:
        """The member's key, None for a visitor."""
        return self.user.pk if self.user.is_authenticated else None

    @cached_property
    def own_tokens(self) -> frozenset[str]:
        """Who the viewer is: everyone, a member, themselves, their groups and regions, the page restrictions they pass.

        Who names a region belongs to all those above it, too. All of it is read in one query, of members only, and with
        it what Django lets them do.
        """
        if not self.user_id:
            return frozenset({EVERYONE})
        known: frozenset[str] | None = getattr(self.user, TOKENS_KEPT, None)
        if known is None:
            known = _read_tokens([cast("User", self.user)])[self.user_id]
            if hasattr(self.user, TOKENS_KEPT):
                setattr(self.user, TOKENS_KEPT, known)
        return known

    @property
    def is_known(self) -> bool:
        """Whether who the viewer is was read already, so that asking what they may see costs nothing more."""
        return not self.user_id or "own_tokens" in self.__dict__

    def _may(self, permission: str) -> bool:
        """Ask Django, once what it would read by queries of its own came with the tokens."""
        if not (self.user_id and self.user.is_active):
            return False
        if not permitted.is_read(self.user):
            self.own_tokens  # noqa: B018 - read for what comes with it
        return self.user.has_perm(permission)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All that the viewer may see: their own tokens, and the containers that are open to one of them."""
        return self.own_tokens.union(*(source(self) for source in TOKEN_SOURCES))

    @cached_property
    def is_staff(self) -> bool:
        """Whether the viewer may enter the editing room."""
        return self._may("wagtailadmin.access_admin")

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

    def take_blocked(self, keys: Iterable[int]) -> None:
        """Take over whom the viewer has blocked from where it was asked together with something else."""
        self.__dict__.setdefault("blocked_ids", frozenset(keys))

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
        return self._may("forums.moderate_post")

    @cached_property
    def moderated_codes(self) -> list[str]:
        """Codes of the regions that a regional moderator looks after, with all below them; empty for everyone else.

        Both the permission and the regions come with the tokens.
        """
        if self.is_moderator or not self._may("members.moderate_region"):
            return []
        pairs = (token.partition(":") for token in self.own_tokens)
        return sorted(code for kind, _colon, code in pairs if kind == MODERATED)

    def moderates(self, codes: Iterable[str]) -> bool:
        """Whether the viewer looks after something that is told of these regions: everywhere, or in one of theirs."""
        if self.is_moderator:
            return True
        return any(code == own or code.startswith(f"{own}.") for code in codes for own in self.moderated_codes)


def viewers_of(users: Iterable[User]) -> list[Viewer]:
    """Make the viewers of many members, who they are and what Django lets them do read in one query for all."""
    users = list(users)
    held = _read_tokens(users) if users else {}
    viewers = [Viewer(user) for user in users]
    for viewer, user in zip(viewers, users, strict=True):
        vars(viewer)["own_tokens"] = held[user.pk]
    return viewers


def _read_tokens(users: Sequence[User]) -> dict[int, frozenset[str]]:
    """Read who members are, and keep with each what Django lets them do."""
    rows: dict[int, list[tuple[str, str]]] = {}
    for holder, kind, key in _token_rows(users):
        rows.setdefault(holder, []).append((kind, key))
    held = {}
    for user in users:
        own = [*rows.get(EACH, ()), *rows.get(user.pk, ())]
        permitted.keep(user, own)
        tokens = {EVERYONE, MEMBERS, f"user:{user.pk}"}
        tokens |= {f"{kind}:{key}" for kind, key in own if kind not in permitted.KEPT}
        codes = [key for kind, key in own if kind == REGION]
        above = {f"{REGION}:{code[:end]}" for code in codes for end, sign in enumerate(code) if sign == "."}
        held[user.pk] = frozenset(tokens | above)
    return held


def _token_rows(users: Sequence[User]) -> TokenRows:
    """Select the tokens that are rows somewhere."""
    keys = [user.pk for user in users]
    home = Profile.objects.filter(user__in=keys, region__isnull=False)
    further = Profile.further_regions.through.objects.filter(profile__user__in=keys)
    groups = token_rows(User.groups.through.objects.filter(user__in=keys), "group", "group", holder="user")
    regions = token_rows(home, REGION, "region__code", holder="user")
    others = token_rows(further, REGION, "region__code", holder="profile__user")
    duties = Role.objects.filter(user__in=keys, kind=Role.Kind.MODERATOR, region__isnull=False)
    moderated = token_rows(duties, MODERATED, "region__code", holder="user")
    own = (rows for source in OWN_TOKEN_SOURCES for rows in source(keys))
    return groups.union(regions, others, moderated, *restriction_rows(users), *own, *permitted.permission_rows(users))


class ViewedRequest(HttpRequest):
    """A request as it reaches our views, for type checking: middleware has added who looks, and htmx's details."""

    viewer: Viewer
    htmx: HtmxDetails
    user: User | AnonymousUser


def member_of(request: HttpRequest) -> User:
    """Say who asks, behind a door that only members pass."""
    return cast("User", request.user)


class Refused(PermissionDenied):
    """Someone may not do this; the message tells them why."""


def keep_tokens(user: User | AnonymousUser) -> None:
    """Have what is read of the user of a request count for every viewer that is made of them meanwhile."""
    if user.is_authenticated:
        setattr(user, TOKENS_KEPT, None)


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
