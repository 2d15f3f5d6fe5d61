"""Profiles, accounts that somebody should look at, and what was done about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.members.models import Profile, User
from community.members.standing import profiles
from community.writing.services import render_markdown

from ..models import STANDING, Decision
from ..protection.fingerprints import keyed
from . import ONLY_HIDDEN, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from community.members.permissions import Viewer

    from ..models import Review


class ProfileKind(Kind):
    """What a member tells of themselves, where others find it."""

    name = "profile"
    label = _("Profile")
    model = Profile
    decisions: ClassVar[tuple[str, ...]] = (Decision.KEEP, Decision.HIDE, Decision.IGNORE, Decision.SPAMMER)
    puts: ClassVar[dict[str, str]] = ONLY_HIDDEN
    hides_what_waits: ClassVar[bool] = True
    has_places: ClassVar[bool] = False

    def rows(self) -> QuerySet[Profile]:
        """Select profiles with whose they are."""
        return Profile.objects.select_related("user", "handle")

    def seen_by(self, viewer: Viewer) -> QuerySet[Profile]:
        """Select those that others find."""
        return self.rows().filter(is_listed=True, user__is_active=True)

    def written_by(self, person: User) -> QuerySet[Profile]:
        """Give the member's own, where others find it."""
        return self.rows().filter(user=person, is_listed=True).order_by("pk")

    def places(self, thing: Profile) -> list[str]:
        """Leave people to moderators of all."""
        return []

    def lock(self, key: int) -> Profile | None:
        """Lock the profile."""
        found = Profile.objects.select_for_update(of=("self",)).filter(pk=key).first()
        return self.rows().get(pk=key) if found else None

    def author(self, thing: Profile) -> User:
        """Say whose it is."""
        return thing.user

    def writer(self, thing: Profile) -> str:
        """Say how they are called."""
        return str(thing.user)

    def hide(self, thing: Profile, *, by: User | None, reason: str) -> None:
        """Let nobody find it."""
        profiles.hide_profile(by=by, profile=thing, reason=reason)

    def delete(self, thing: Profile, *, by: User | None, reason: str) -> None:
        """Do the same: an account keeps its profile."""
        self.hide(thing, by=by, reason=reason)

    def hold(self, thing: Profile, *, reason: str) -> None:
        """Let nobody find it until a moderator has looked."""
        self.hide(thing, by=None, reason=reason)

    def bring_back(self, thing: Profile, *, by: User | None, reason: str) -> None:
        """Let its member be found again."""
        self.unhide(thing, by=by, reason=reason)

    def unhide(self, thing: Profile, *, by: User | None, reason: str) -> None:
        """Let its member be found again, as they were."""
        profiles.show_profile(by=by, profile=thing, reason=reason)

    def title(self, thing: Profile) -> str:
        """Give the handle."""
        return str(thing.handle)

    def told_as(self, thing: Profile) -> str:
        """Name the profile."""
        return gettext("your profile")

    def text(self, thing: Profile) -> str:
        """Give what the member writes of themselves."""
        return "\n\n".join([thing.bio, *thing.links])

    def said(self, thing: Profile) -> str:
        """Count the name with it: both are shown together."""
        return keyed(f"profile:{said_in(thing)}")

    def mended_at(self, thing: Profile) -> str:
        """Lead to the profile's own form."""
        return reverse("members:edit")

    def html(self, thing: Profile) -> SafeString:
        """Give it as it is shown."""
        return render_markdown(self.text(thing), prefix=f"profile{thing.pk}")

    def state(self, thing: Profile) -> str:
        """Say whether it is in view."""
        return "hidden" if thing.hidden_at else "live"


class AccountKind(Kind):
    """An account that was made under signs of abuse: nothing of it is public but its name, where it writes."""

    name = "account"
    label = _("New account")
    model = User
    decisions: ClassVar[tuple[str, ...]] = (Decision.KEEP, Decision.IGNORE, Decision.SPAMMER)
    has_places: ClassVar[bool] = False

    def rows(self) -> QuerySet[User]:
        """Select accounts."""
        return User.objects.filter(erased_at=None).select_related("profile__handle")

    def load_for(self, reviews: Sequence[Review]) -> dict[int, User]:
        """Give the authors of the cases, by no query where they are at hand: that is whom the cases are about."""
        prefetch_related_objects(reviews, "author")
        found = {review.object_id: review.author for review in reviews}
        return {key: user for key, user in found.items() if user and user.erased_at is None}

    def seen_by(self, viewer: Viewer) -> QuerySet[User]:
        """Select none: a member is reported by their profile."""
        return User.objects.none()

    def written_by(self, person: User) -> QuerySet[User]:
        """Give none: an account is nothing that somebody wrote."""
        return User.objects.none()

    def places(self, thing: User) -> list[str]:
        """Leave people to moderators of all."""
        return []

    def lock(self, key: int) -> User | None:
        """Lock the account."""
        found = User.objects.select_for_update().filter(Q(pk=key), erased_at=None).first()
        return self.rows().get(pk=key) if found else None

    def author(self, thing: User) -> User:
        """Say whose it is."""
        return thing

    def writer(self, thing: User) -> str:
        """Say how they are called."""
        return str(thing)

    def hide(self, thing: User, *, by: User | None, reason: str) -> None:
        """Do nothing: what can be done with an account is another act."""

    def delete(self, thing: User, *, by: User | None, reason: str) -> None:
        """Do nothing."""

    def hold(self, thing: User, *, reason: str) -> None:
        """Do nothing."""

    def bring_back(self, thing: User, *, by: User | None, reason: str) -> None:
        """Do nothing."""

    def unhide(self, thing: User, *, by: User | None, reason: str) -> None:
        """Do nothing."""

    def title(self, thing: User) -> str:
        """Give the name."""
        return thing.name

    def told_as(self, thing: User) -> str:
        """Name the account."""
        return gettext("your account")

    def text(self, thing: User) -> str:
        """Give nothing: what they write is looked at for itself."""
        return ""

    def html(self, thing: User) -> SafeString:
        """Give nothing."""
        return render_markdown("")

    def state(self, thing: User) -> str:
        """Say that it is there."""
        return "live"


class StandingKind(AccountKind):
    """How an account stands: each warning, silence and suspension is a case that was decided when it began.

    Nothing of it can be reported or opened; who is meant appeals, and moderators of all decide.
    """

    name = STANDING
    label = _("Account")
    decisions: ClassVar[tuple[str, ...]] = ()

    def owns(self, thing: User) -> bool:
        """Leave accounts that somebody should look at to the other kind."""
        return False

    def lock(self, key: int) -> User | None:
        """Read the account, which is locked after the case, together with that of who decides."""
        return self.rows().filter(pk=key).first()


def said_in(profile: Profile) -> str:
    """Give what a profile says, with the name above it."""
    return "\n\n".join([profile.user.name, profile.bio, *profile.links])
