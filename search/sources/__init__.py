"""What is searchable: one adapter for each kind of thing, which describes a thing as entries, or as none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model, QuerySet

from search.models import BESIDE

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation

EVERYONE = "everyone"
LONGEST_AUTHOR = 120


@dataclass
class Description:
    """One entry to be: the fields of `SearchEntry`, and its terms."""

    object_id: str
    language: str
    title: str
    path: str
    group: str
    summary: str = ""
    body: str = ""
    author: str = ""
    place: str = ""
    date: datetime | None = None
    ends_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    cover_id: int | None = None
    popularity: int = 0
    size: int | None = None
    audience: Iterable[str] = (EVERYONE,)
    regions: Iterable[str] = ()
    sectors: Iterable[str] = ()
    tags: Iterable[str] = ()
    authors: Iterable[str] = ()  # tokens: user:12, organisation:3
    names: Iterable[str] = ()  # other names, codes: what is as good as the title
    is_under_title: bool = False  # the title is that of another thing, which has an entry of its own


class Source(Protocol):
    """The adapter of one kind."""

    kind: str
    label: Any  # lazily translated
    icon: str
    has_own_languages: bool

    @property
    def models(self) -> tuple[type[Model], ...]:
        """The models that it speaks for; each that the public sees has a source."""
        ...

    def things(self) -> QuerySet[Any]:
        """Everything of this kind that may have entries, with all that `describe` reads."""
        ...

    def keys(self, thing: Any) -> list[str]:
        """The `object_id`s that the thing's entries can have."""
        ...

    def describe(self, thing: Any) -> list[Description]:
        """The thing's entries as of now; none when nobody may find it."""
        ...


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind of thing searchable."""
    SOURCES[source.kind] = source


def with_ancestors(codes: Iterable[str]) -> set[str]:
    """Codes of regions and of all regions above them: 81.02.01 gives 81, 81.02 and itself."""
    return {code.rsplit(".", cut)[0] for code in codes for cut in range(code.count(".") + 1)}


def name_of(member: User) -> str:
    """Name who wrote something; nobody, where the account was deleted."""
    return "" if member.erased_at else str(member)


def tokens_of(member: User | None, organisation: Organisation | None, mentor: User | None = None) -> list[str]:
    """By what an author is found, and the organisation in whose name; a deleted account is no longer found together.

    A mentor's is of another kind: the text isn't theirs, but has to follow their name.
    """
    tokens = [f"user:{member.pk}"] if member and not member.erased_at else []
    tokens += [f"mentor:{mentor.pk}"] if mentor and not mentor.erased_at else []
    return [*tokens, *(f"organisation:{each.pk}" for each in in_view(organisation))]


def in_view(organisation: Organisation | None) -> list[Organisation]:
    """Give an organisation in whose name something was written, unless staff took it from view: then it isn't named.

    A closed one is: what it wrote keeps its name.
    """
    return [organisation] if organisation and not organisation.suspended_at else []


def credit(name: str, organisation: Organisation | None, mentor: User | None = None) -> str:
    """Write who wrote something and, each behind a sign, in whose name and which mentor for them.

    `SearchEntry.written_by` reads it.
    """
    spoken = [f"{BESIDE} {each.name}" for each in in_view(organisation)]
    credited = " ".join(filter(None, [name, *spoken]))
    if credited and mentor and (helper := name_of(mentor)):
        credited += f"{'' if spoken else f' {BESIDE}'} {BESIDE} {helper}"
    return credited if len(credited) <= LONGEST_AUTHOR else f"{credited[: LONGEST_AUTHOR - 1]}…"


def paragraphs(*texts: str) -> str:
    """Put the parts of a text below each other, without the empty ones."""
    return "\n".join(filter(None, texts))


def beside(names: Iterable[str]) -> str:
    """Write names that a thing is found by though its text does not have them; no excerpt shows them."""
    line = listed(names)
    return BESIDE + line if line else ""


def listed(names: Iterable[str]) -> str:
    """Write names in one line, each once."""
    return " · ".join(dict.fromkeys(names))
