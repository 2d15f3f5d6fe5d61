"""A page of a list of topics, narrowed as a reader asked for it, with what is pinned above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from community.members.following.levels import chosen_of

from ..models import Category, Topic
from . import levels, paging, reading, unread
from .row_facts import tell_about
from .tabs import Asked

if TYPE_CHECKING:
    from community.members.permissions import Viewer
    from home.models import Region, Sector, Tag

    from ..models.topics import TopicQuerySet
    from .tabs import Tab

TOPICS_PER_PAGE = 25


@dataclass(frozen=True)
class Narrowing:
    """What the topics of a list have in common; all of it together."""

    categories: tuple[Category, ...] = ()
    region: Region | None = None
    sector: Sector | None = None
    tag: Tag | None = None

    @property
    def category(self) -> Category | None:
        """The category whose page it is; the others lie in it."""
        return self.categories[0] if self.categories else None

    @property
    def is_followable(self) -> bool:
        """Whether it narrows to something that can be muted: who goes there asks for what is there."""
        return bool(self.categories or self.region or self.tag)


@dataclass
class TopicPage:
    """The topics of a page, those pinned above them, and the place at which the next page begins."""

    topics: list[Topic] = field(default_factory=list)
    pinned: list[Topic] = field(default_factory=list)
    after: str = ""
    is_first: bool = True


def topics_in(viewer: Viewer, narrowing: Narrowing) -> TopicQuerySet:
    """Select the topics of lists that a narrowing leaves."""
    found = reading.topics(viewer, region=narrowing.region).order_by()
    if narrowing.categories:
        found = found.filter(category__in=[category.pk for category in narrowing.categories])
    if narrowing.sector:
        found = found.filter(_linked(Topic.sectors.through, sector=narrowing.sector))
    if narrowing.tag:
        found = found.filter(_linked(Topic.tags.through, tag=narrowing.tag))
    return found


def page_of(viewer: Viewer, tab: Tab, narrowing: Narrowing, *, period: str = "", after: str = "") -> TopicPage:
    """Fetch a page of a list; raises `paging.NoSuchPlace`."""
    chosen_of(viewer)  # asked first, since it tells with the levels whom the viewer has blocked
    topics = topics_in(viewer, narrowing)
    if not (tab.sees_to_muted or narrowing.is_followable):
        topics = levels.without_muted(topics, viewer)
    pinned: list[Topic] = []
    if tab.has_pinned:
        found = topics.pinned(narrowing.category).order_by("-last_post_at", "-pk")
        pinned = reading.folded(found.only("author") if after else found.for_rows(), viewer)
    listed = tab.narrow(topics, Asked(viewer, period)).exclude(pk__in=[topic.pk for topic in pinned])
    pinned = [] if after else pinned
    page = paging.page_of(listed.for_rows(), name=tab.name, order=tab.order, after=after, size=TOPICS_PER_PAGE)
    shown = reading.folded(page.rows, viewer)
    tell_about([*pinned, *shown])
    unread.mark([*pinned, *shown], viewer)
    return TopicPage(shown, pinned, page.after, is_first=not after)


def _linked(through: Any, **to: object) -> Exists:
    return Exists(through.objects.filter(topic=OuterRef("pk"), **to))
