"""What is new in what a member follows: each kind of news asked in one query, merged by time, paged without counting.

Apps above add their kinds to `NEWS_SOURCES` in `AppConfig.ready`. A page begins after a place in the order, so that
the hundredth costs what the first does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import Q
from django.utils.dateparse import parse_datetime

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..permissions import Viewer

PAGE_SIZE = 20
SALT = "members.news"


@dataclass(frozen=True)
class News:
    """One line: what it is called, where it leads, and a few words about it."""

    at: datetime
    key: int
    title: str
    url: str
    text: str = ""
    language: str = ""
    facts: tuple[str, ...] = ()
    label: _StrPromise | str = ""
    icon: str = ""


@dataclass(frozen=True)
class NewsSource:
    """One kind of news: what of it a viewer may see and follows, by which moment it is ordered, and its lines."""

    label: _StrPromise
    icon: str
    moment: str
    things: Callable[[Viewer], QuerySet[Any]]
    lines: Callable[[Viewer, QuerySet[Any]], list[News]]


NEWS_SOURCES: list[NewsSource] = []


@dataclass(frozen=True)
class Place:
    """Where in the order a page ended: the moment, the number of the source, the key."""

    at: datetime
    source: int
    key: int


@dataclass
class NewsPage:
    """The lines of a page, and where the next one begins."""

    lines: list[News] = field(default_factory=list)
    after: str = ""


def page_of(viewer: Viewer, *, after: str = "") -> NewsPage:
    """Give the news after a place, the first page without one."""
    place = _read(after)
    found: list[tuple[Place, News]] = []
    for number, source in enumerate(NEWS_SOURCES):
        things = source.things(viewer).filter(_beyond(place, number, source.moment))
        latest = things.order_by(f"-{source.moment}", "-pk")[: PAGE_SIZE + 1]
        for line in source.lines(viewer, latest):
            found.append((Place(line.at, number, line.key), replace(line, label=source.label, icon=source.icon)))
    found.sort(key=lambda pair: (pair[0].at, -pair[0].source, pair[0].key), reverse=True)
    shown = found[:PAGE_SIZE]
    return NewsPage([line for _place, line in shown], _write(shown[-1][0]) if len(found) > PAGE_SIZE else "")


def _beyond(place: Place | None, number: int, moment: str) -> Q:
    """Select what comes after a place; where two happened at once, the sources follow each other."""
    if place is None:
        return Q(**{f"{moment}__isnull": False})
    if number < place.source:
        return Q(**{f"{moment}__lt": place.at})
    if number > place.source:
        return Q(**{f"{moment}__lte": place.at})
    return Q(**{f"{moment}__lte": place.at}) & (Q(**{f"{moment}__lt": place.at}) | Q(pk__lt=place.key))


def _write(place: Place) -> str:
    return signing.dumps([place.at.isoformat(), place.source, place.key], salt=SALT)


def _read(text: str) -> Place | None:
    try:
        at, source, key = signing.loads(text, salt=SALT)
        moment = parse_datetime(at)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Place(moment, source, key) if moment else None
