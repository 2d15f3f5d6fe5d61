"""What activities are about: posts, comments, cases of the moderators, levels.

Each kind of things says here how one is found and shown, and whom word of it may reach. An app registers its kinds in
`AppConfig.ready`. What several things belong to is a container (`topic:12`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from community.members.models import User
    from community.members.permissions import Viewer

    from ..kinds import ActivityKind
    from ..models import Activity

POST, COMMENT, CASE, REPORT, LEVEL = "post", "comment", "case", "report", "level"
Page = tuple[list[int], int | None]
"""Members by their keys, and beyond whom the next ones are: None where there are no more."""


@dataclass(frozen=True)
class Container:
    """What things belong to, as a member finds it: a topic, or what a discussion stands under."""

    name: str  # `topic:12`
    title: str
    url: str
    language: str
    is_private: bool = False


@dataclass(frozen=True)
class Shown:
    """A thing as a member finds it: where it is, what it says, and by whom, if that is no member."""

    thing: Any
    number: int
    url: str
    words: str
    within: Container
    by: str = ""

    @property
    def own_words(self) -> str:
        """What it says besides what it quotes; all of it where it only quotes."""
        lines = self.words.splitlines()
        return "\n".join(line for line in lines if not line.startswith(">")).strip() or self.words

    @property
    def created_at(self) -> datetime:
        """When it was written."""
        moment: datetime = self.thing.created_at
        return moment


class ThingKind(ABC):
    """One kind of things, by the name that activities keep.

    With `is_seen_elsewhere` whether a viewer may see one takes queries of its own, so that counts ask it only where
    there is something to count. `why` says by reason why somebody gets a mail, with title and site.
    """

    name: ClassVar[str]
    is_seen_elsewhere: ClassVar[bool] = False
    why: ClassVar[Mapping[str, _StrPromise]] = {}

    @abstractmethod
    def standing(self, viewer: Viewer, *, exactly: bool = True) -> QuerySet[Any]:
        """Select those that stand and that a viewer may see; not `exactly` where the latter is asked afterwards."""

    @abstractmethod
    def find(self, key: int) -> Any | None:
        """Find one that stands, with what the telling reads of it."""

    def may_come_back(self, key: int) -> bool:
        """Tell whether one that doesn't stand is only held or hidden."""
        return False

    @abstractmethod
    def place(self, thing: Any) -> tuple[str, int]:
        """Name the container that it belongs to, and its number there."""

    @abstractmethod
    def reached(self, kind: ActivityKind, activity: Activity, thing: Any, keys: Collection[int]) -> set[int]:
        """Narrow members to those who may be told of an activity about it now."""

    def watchers(self, kind: ActivityKind, thing: Any, *, beyond: int, most: int) -> Page:
        """Give some of those who watch it or what it belongs to, from the key after `beyond`: at most so many."""
        return [], None

    @abstractmethod
    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Find several that stand and that the viewer may see, as they are shown, by their keys."""

    def silent(self, user: User, shown: Collection[Shown]) -> set[str]:
        """Name the containers of which a member wants no mails, or gets them by another way."""
        return set()

    def container_of(self, viewer: Viewer, key: int) -> Container | None:
        """Find a container by its key, while it is there and open to the viewer; None for a kind that has no mails."""
        return None

    def goes_on_at(self, key: int) -> int:
        """Say where a container goes on that went into another one."""
        return key

    def reason_of_mail(self, reason: str, within: Container) -> _StrPromise:
        """Say why somebody gets a mail."""
        return self.why[reason]


THINGS: dict[str, ThingKind] = {}


def register(*kinds: ThingKind) -> None:
    """Let activities be about things of these kinds."""
    THINGS.update({kind.name: kind for kind in kinds})


def about(viewer: Viewer, kind: ThingKind, *, exactly: bool) -> Q:
    """Select notifications of things of one kind that stand and are open to a viewer.

    Never of several kinds by OR: PostgreSQL would look up all that a viewer may see, to ask it of a few rows.
    """
    things = kind.standing(viewer, exactly=exactly).filter(pk=OuterRef("activity__object_id"))
    return Q(Exists(things), activity__object_kind=kind.name)


def seen_elsewhere() -> list[str]:
    """Name the kinds of things of which one asks afterwards."""
    return [kind.name for kind in THINGS.values() if kind.is_seen_elsewhere]


def language() -> str:
    """Name the active language, in which the site itself speaks."""
    return get_language() or settings.LANGUAGE_CODE
