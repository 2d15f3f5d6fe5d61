"""What moderators look after. Each kind of things says here how one is found, shown and put out of view.

A later kind joins by an adapter, registered in `AppConfig.ready` of its app's or of this one; a test fails for a kind
that is public without one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from guard.keys import LARGEST

from community.writing.signals import STATES, stood_by

from ..models import LABELS, Decision
from ..protection.fingerprints import keyed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

    from community.members.models import User
    from community.members.permissions import Viewer

    from ..models import Review

# Of kinds that one only takes from view: what else is decided leaves nothing more to bring back.
ONLY_HIDDEN: dict[str, str] = {Decision.HIDE: "hidden", Decision.DELETE: "hidden"}
OF_TEXTS = (Decision.KEEP, Decision.HIDE, Decision.DELETE, Decision.EDIT, Decision.IGNORE, Decision.SPAMMER)


@dataclass(frozen=True)
class Excerpt:
    """Something that stands beside a thing, for who judges it: who said it, what, and where."""

    who: str
    text: str
    url: str
    is_itself: bool = False


class Kind(ABC):
    """One kind of things, each named by its key. What changes one asks no permission: the desk did.

    `by` is None where the site itself does it.
    """

    name: ClassVar[str]
    label: _StrPromise
    model: type[Model]
    decisions: ClassVar[tuple[str, ...]] = OF_TEXTS
    # Which state a decision puts one into, where it takes it out of view.
    puts: ClassVar[dict[str, str]] = {Decision.HIDE: "hidden", Decision.DELETE: "deleted"}
    hides_what_waits: ClassVar[bool] = False  # or what waits has a state of its own
    has_places: ClassVar[bool] = True  # or moderators of all alone look after it: then `places` gives none

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Select all of them, with what the methods below read of each."""

    def waiting(self) -> QuerySet[Any]:
        """Select those that wait for a moderator, by their own states; none of a kind that has no such state."""
        return self.rows().none()

    @abstractmethod
    def seen_by(self, viewer: Viewer) -> QuerySet[Any]:
        """Select those that stand and that a viewer sees: what they can report."""

    @abstractmethod
    def written_by(self, person: User) -> QuerySet[Any]:
        """Select those that a member wrote and that aren't deleted."""

    def others_by(self, person: User, viewer: Viewer) -> QuerySet[Any]:
        """Narrow these to what a moderator may read beside one of them: all of it, or what they see anyway."""
        written = self.written_by(person)
        return written if viewer.is_moderator else written.filter(pk__in=self.seen_by(viewer).values("pk"))

    @abstractmethod
    def places(self, thing: Any) -> list[str]:
        """Say where it belongs, as `ReviewPlace` does, for who keeps order only there."""

    @abstractmethod
    def lock(self, key: int) -> Any | None:
        """Wait until nobody else changes it, and read it as it is then; None where it is gone for good."""

    @abstractmethod
    def hide(self, thing: Any, *, by: User | None, reason: str) -> None:
        """Take it out of view."""

    @abstractmethod
    def delete(self, thing: Any, *, by: User | None, reason: str) -> None:
        """Delete it, so that it can still come back."""

    @abstractmethod
    def bring_back(self, thing: Any, *, by: User | None, reason: str) -> None:
        """Undo a deletion: it stands as it stood before."""

    @abstractmethod
    def unhide(self, thing: Any, *, by: User | None, reason: str) -> None:
        """End that it is hidden, or waits; a deletion stays."""

    def show(self, thing: Any, *, by: User | None, reason: str) -> None:
        """Show it, whatever keeps it out of view but its author."""
        self.bring_back(thing, by=by, reason=reason)
        self.unhide(thing, by=by, reason=reason)

    @abstractmethod
    def hold(self, thing: Any, *, reason: str) -> None:
        """Have it wait for a moderator, where it is public."""

    def edit(self, thing: Any, *, by: User, text: str, is_judged: bool) -> None:
        """Change what it says: a moderator whom the desk asked, or its author."""
        raise NotImplementedError

    def heading(self, thing: Any) -> str:
        """Give the title above it that is its author's, too; empty where it has none."""
        return ""

    def retitled_at(self, thing: Any) -> str:
        """Lead to where who keeps order gives it another title; empty where it has none of its own."""
        return ""

    def mend(self, thing: Any, *, by: User, text: str, heading: str) -> None:
        """Change what it says, and the title above it, as its author."""
        self.edit(thing, by=by, text=text, is_judged=False)

    def author(self, thing: Any) -> User | None:
        """Say who wrote it; None for a visitor."""
        author: User | None = thing.author
        return author

    def is_theirs(self, thing: Any, person: User) -> bool:
        """Tell whether it is somebody's own, who doesn't report it."""
        return self.author(thing) == person

    def is_of_several(self, key: int) -> bool:
        """Tell whether it is that of others, too, so that its author needn't have written what it says."""
        return False

    def visitor(self, thing: Any) -> tuple[str, str] | None:
        """Give the address of a visitor who wrote it, with their language; None where a member did."""
        return None

    def writer(self, thing: Any) -> str:
        """Say how who wrote it is called."""
        return str(thing.author)

    @abstractmethod
    def title(self, thing: Any) -> str:
        """Say what it is, or where it stands."""

    def told_as(self, thing: Any) -> str:
        """Name it within a sentence to its author, never in words of others that are out of view."""
        return _("what you wrote under “%(title)s”") % {"title": self.title(thing)}

    @abstractmethod
    def text(self, thing: Any) -> str:
        """Give what it says, in Markdown."""

    @abstractmethod
    def html(self, thing: Any) -> SafeString:
        """Give what it says, as it is shown."""

    def url(self, thing: Any) -> str:
        """Lead to where it stands; empty where a moderator doesn't get in."""
        url: str = thing.get_absolute_url()
        return url

    def around(self, thing: Any, viewer: Viewer) -> list[Excerpt]:
        """Give what stands before and after it, with itself among it."""
        return []

    def state(self, thing: Any) -> str:
        """Say how it stands: `live`, `held`, `hidden` or `deleted`."""
        return stood_by({name: getattr(thing, f"{name}_at") for name in STATES})

    def stood(self, thing: Any, *, changed: Any, before: str) -> str:
        """Say how it stood before something of it was `changed`, of which `before` says how that stood."""
        return before

    def is_put_away(self, thing: Any, decision: str) -> bool:
        """Tell whether it is out of view as a decision left it, whatever else keeps it there."""
        return bool(getattr(thing, f"{self.puts[decision]}_at", None))

    def mark_of(self, thing: Any) -> str:
        """Give a mark of how it stands and what it says, by which a decision knows what it was about.

        What it stands under is no part of it: that is called otherwise in another language.
        """
        told = f"{self.state(thing)}\n{self.heading(thing)}\n{self.text(thing)}"
        return salted_hmac("community.moderation.shown", told).hexdigest()

    def said(self, thing: Any) -> str:
        """Give a hash of what it says, by which it is known later whether it still says the same."""
        return self.said_by(self.text(thing))

    def said_by(self, text: str) -> str:
        """Give the same of what one said earlier."""
        return keyed(f"{self.name}:{text}")

    def kept_as(self, thing: Any) -> tuple[str, Any]:
        """Say under which kind of texts, and with which of them, what it said before is kept."""
        return self.name, thing

    def is_held(self, thing: Any) -> bool:
        """Tell whether something of it waits for a moderator, also while it is hidden."""
        return bool(getattr(thing, "held_at", None))

    def owns(self, thing: Any) -> bool:
        """Tell whether a thing of the model is one of this kind."""
        return True

    def is_editable(self, thing: Any) -> bool:
        """Tell whether its words can be changed here."""
        return Decision.EDIT in self.decisions

    def is_mendable(self, thing: Any) -> bool:
        """Tell whether its author can change it in its case, while reports hide it."""
        return self.is_editable(thing)

    def mended_at(self, thing: Any) -> str:
        """Lead to where else its author changes it; empty where they do so in its case, or not at all."""
        return ""

    def load(self, keys: Collection[int]) -> dict[int, Any]:
        """Find several of them at once."""
        return self.rows().in_bulk(list(keys)) if keys else {}

    def load_for(self, reviews: Sequence[Review]) -> dict[int, Any]:
        """Find what several cases are about at once."""
        return self.load({review.object_id for review in reviews})


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Have moderators look after kinds of things."""
    KINDS.update({kind.name: kind for kind in kinds})
    LABELS.update({kind.name: kind.label for kind in kinds})


def found(kind: str, key: int) -> Any | None:
    """Find a thing, however it stands."""
    return KINDS[kind].rows().filter(pk=key).first() if kind in KINDS and 0 < key <= LARGEST else None


def seen(viewer: Viewer, kind: str, key: int) -> Any | None:
    """Find a thing that a viewer sees, and may report."""
    return KINDS[kind].seen_by(viewer).filter(pk=key).first() if kind in KINDS and 0 < key <= LARGEST else None


def kind_of(thing: Any) -> Kind | None:
    """Say of which kind a thing is that is at hand: a post in a private conversation is of another one."""
    return next((kind for kind in KINDS.values() if isinstance(thing, kind.model) and kind.owns(thing)), None)


def places_of(codes: Iterable[str]) -> list[str]:
    """Name regions, each with all above it, as `ReviewPlace` does."""
    parts = [code.split(".") for code in codes]
    return sorted({f"region:{'.'.join(part[: end + 1])}" for part in parts for end in range(len(part))})
