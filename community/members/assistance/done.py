"""What was done on behalf of a person, from every app that has something to tell, newest first, page by page.

Apps above add a source to `SOURCES` in `AppConfig.ready`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from ..models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

A_PAGE = 25
A_BATCH = 200


@dataclass(frozen=True)
class Act:
    """One thing that was done: what, when, by whom, in which words, and where it stands."""

    what: str
    at: datetime
    by: User | None
    text: str = ""
    url: str = ""


class Source(Protocol):
    """What an app tells; `rows` names the key and the moment of each act, `acts` fetches some by their keys."""

    kind: str

    def rows(self, person: User) -> QuerySet[Any]:
        """Select all that was done for the person, with the moment as `at`."""

    def acts(self, keys: Iterable[int]) -> Mapping[int, Act]:
        """Fetch acts by their keys, in a fixed number of queries."""


class LoggedActs:
    """Registration, changes of the profile, codes, another mentor: what stands in the log."""

    kind = "log"
    names = (
        *("assist", "edit_for", "issue_code", "hand_over", "end_assistance"),
        *("ask_erasure_for", "claim"),
    )

    def rows(self, person: User) -> QuerySet[Any]:
        """Select the entries about the person."""
        return logged(person, self.names)

    def acts(self, keys: Iterable[int]) -> Mapping[int, Act]:
        """Put each entry into words."""
        entries = ModelLogEntry.objects.filter(pk__in=keys).select_related("user")
        return {entry.pk: Act(_said(entry), entry.timestamp, entry.user) for entry in entries}


def logged(person: User, names: Iterable[str]) -> QuerySet[Any]:
    """Select the entries of the log about a person with these acts, as a `Source` gives them."""
    kind = ContentType.objects.get_for_model(User)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk))
    named: QuerySet[Any] = entries.filter(action__in=[f"members.{name}" for name in names])
    return named.annotate(at=F("timestamp"))


SOURCES: list[Source] = [LoggedActs()]


def acts_page(person: User, number: str | int | None) -> Page[Any]:
    """Give one page of what was done for a person: as many queries for one act as for fifty."""
    page: Page[Any] = Paginator(_rows(person), A_PAGE).get_page(number)
    page.object_list = _fetched(list(page.object_list))
    return page


def count_for(person: User) -> int:
    """Count what was done for a person."""
    return int(_rows(person).count())


def all_acts(person: User) -> Iterator[Act]:
    """Give everything that was done, for the copy of the person's data."""
    rows, start = _rows(person), 0
    while batch := list(rows[start : start + A_BATCH]):
        yield from _fetched(batch)
        start += A_BATCH


def _rows(person: User) -> Any:
    first, *others = (
        source.rows(person).order_by().annotate(kind=Value(source.kind, CharField())).values_list("kind", "pk", "at")
        for source in SOURCES
    )
    return first.union(*others, all=True).order_by("-at", "kind", "-pk")


def _fetched(rows: list[tuple[str, int, datetime]]) -> list[Act]:
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for kind, key, _at in rows:
        keys[kind].append(key)
    found = {source.kind: source.acts(keys[source.kind]) for source in SOURCES if keys[source.kind]}
    return [found[kind][key] for kind, key, _at in rows if key in found[kind]]


def _said(entry: ModelLogEntry) -> str:
    said = {
        "assist": _("Account made"),
        "edit_for": _("Profile changed"),
        "issue_code": _("Code on paper made"),
        "hand_over": _("Another mentor goes on"),
        "end_assistance": _("Accompanying ended"),
        "ask_erasure_for": _("Deletion asked for"),
        "claim": _("Account taken over"),
    }
    return said[entry.action.removeprefix("members.")]
