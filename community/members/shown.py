"""A profile as a viewer sees it: pages, cards and search read the parts from here only, so that none slips through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.functional import cached_property

from . import pictures
from .audiences import PARTS
from .organisations.models import Membership
from .parts import ProgrammeRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from home.models import Region, Sector

    from .models import Profile
    from .parts import Skill

LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Link:
    """An address of the web, and what is shown of it."""

    url: str

    def __str__(self) -> str:
        """Host and path, without what every address has."""
        parts = urlsplit(self.url)
        text = f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
        return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


class Shown:
    """The parts of a profile that somebody sees, and of the others nothing; what is not asked for is not read."""

    def __init__(self, profile: Profile, seen: Iterable[str]) -> None:
        self.profile = profile
        self.seen = frozenset(seen)

    @property
    def is_mentor(self) -> bool:
        """Whether they hold that role now, where it was asked with the profile (`roles.holders`); no part hides it."""
        return bool(getattr(self.profile, "is_mentor", False))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing beyond name and handle."""
        return not any(getattr(self, part) for part in PARTS if part != "picture")

    @property
    def bio(self) -> str:
        """The text, in Markdown."""
        return self.profile.bio if "bio" in self.seen else ""

    @property
    def region(self) -> Region | None:
        """The home region."""
        return self.profile.region if "region" in self.seen else None

    @cached_property
    def further_regions(self) -> list[Region]:
        """Regions that someone has to do with besides."""
        return list(self.profile.further_regions.all()) if "further_regions" in self.seen else []

    @property
    def languages(self) -> list[str]:
        """Languages, as they wrote them."""
        return self.profile.languages if "languages" in self.seen else []

    @cached_property
    def skills(self) -> list[Skill]:
        """What they can do, by the shared vocabulary."""
        return sorted(self.profile.skills.all(), key=str) if "skills" in self.seen else []

    @cached_property
    def sectors(self) -> list[Sector]:
        """Fields of the economy."""
        return list(self.profile.sectors.all()) if "sectors" in self.seen else []

    @cached_property
    def roles(self) -> list[Any]:
        """The names of the roles that they take or wish for."""
        if "roles" not in self.seen:
            return []
        come_true = {ProgrammeRole.MENTORING} if self.is_mentor else set()
        return [ProgrammeRole(role).label for role in self.profile.roles if role not in come_true]

    @property
    def links(self) -> list[Link]:
        """Pages of theirs elsewhere."""
        return [Link(url) for url in self.profile.links] if "links" in self.seen else []

    @cached_property
    def organisations(self) -> list[Membership]:
        """What they belong to, and as what, by name."""
        if "organisations" not in self.seen:
            return []
        shown = {"organisation__suspended_at": None, "organisation__closed_at": None}
        memberships = Membership.objects.filter(user=self.profile.user_id, **shown)
        return list(memberships.select_related("organisation__handle").order_by("organisation__name_key", "pk"))

    @property
    def picture(self) -> str:
        """The address of the small picture, empty where initials stand."""
        return pictures.address(self.profile) if "picture" in self.seen else ""

    @property
    def large_picture(self) -> str:
        """The address of the large picture."""
        return pictures.address(self.profile, pictures.LARGE) if "picture" in self.seen else ""
