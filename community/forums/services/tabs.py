"""The lists of topics to choose from: latest, top and so on. A part that brings another one registers it.

    register_tab(Tab("loved", _("Loved"), narrow, place=70, for_members=True, nothing=_("Nobody loves anything yet.")))

`narrow` gets topics that may be listed for the viewer, narrowed already to a category, a region, a sector or a tag, and
what was asked for. All lists run from the highest value of the first column of `order` down, and are paged by these
columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Post, Topic
from . import unread

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.members.permissions import Viewer

    from ..models.topics import TopicQuerySet

LATEST, NEW, UNREAD, TOP, UNANSWERED, MINE = "latest", "new", "unread", "top", "unanswered", "mine"
NO_TOPICS = _("No topics yet")


@dataclass(frozen=True)
class Asked:
    """Who looks, and which span of time was asked for."""

    viewer: Viewer
    period: str = ""


@dataclass(frozen=True)
class Tab:
    """One list: its name in addresses, what it is called, what it shows in which order, and what it says when empty.

    What the viewer has muted is left out, unless the list `sees_to_muted` by itself.
    """

    name: str
    label: _StrPromise
    narrow: Callable[[TopicQuerySet, Asked], TopicQuerySet]
    place: int
    nothing: _StrPromise
    order: tuple[str, ...] = ("last_post_at", "pk")
    for_members: bool = False
    has_pinned: bool = False
    has_periods: bool = False
    sees_to_muted: bool = False
    empty: _StrPromise = NO_TOPICS


@dataclass(frozen=True)
class Tabs:
    """The lists that a viewer can choose from, each with how much of it is unread, and the same of their conversations.

    Those are no list of topics: they stand on a page of their own, which is linked beside the lists.
    """

    lists: list[tuple[Tab, int]]
    unread_conversations: int = 0


_tabs: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Offer a list."""
    _tabs[tab.name] = tab


def tab_called(name: str) -> Tab | None:
    """Find a list by its name; the first one without."""
    return _tabs.get(name or LATEST)


def tabs_for(viewer: Viewer) -> list[Tab]:
    """Give the lists that a viewer can have, in their order."""
    shown = [tab for tab in _tabs.values() if viewer.user_id or not tab.for_members]
    return sorted(shown, key=lambda tab: tab.place)


def tabs_with_counts(viewer: Viewer) -> Tabs:
    """Give them with how much there is to be seen in each, of which only what is new and unread is counted."""
    counts = unread.counts(viewer)
    lists = [(tab, counts.get(tab.name, 0)) for tab in tabs_for(viewer)]
    return Tabs(lists, counts.get(unread.PRIVATE, 0))


def _top(topics: TopicQuerySet, asked: Asked) -> TopicQuerySet:
    return topics.filter(tops__period=asked.period).annotate(score=F("tops__score"))


def _unanswered(topics: TopicQuerySet, asked: Asked) -> TopicQuerySet:
    """Select what waits for an answer: nobody can give one in a closed topic, and nobody has to below announcements."""
    waiting = topics.filter(reply_count=0, locked_at=None, archived_at=None)
    return waiting.exclude(kind=Topic.Kind.ANNOUNCEMENT)


def _mine(topics: TopicQuerySet, asked: Asked) -> TopicQuerySet:
    """Select what the viewer started or answered in."""
    own = Post.objects.live().written().filter(topic=OuterRef("pk"), author=asked.viewer.user_id)
    return topics.filter(Exists(own))


register_tab(
    Tab(
        LATEST,
        _("Latest"),
        lambda topics, asked: topics,
        place=10,
        has_pinned=True,
        nothing=_("Nobody has asked anything here yet. Be the first."),
    )
)
register_tab(
    Tab(
        NEW,
        pgettext_lazy("topics", "New"),
        lambda topics, asked: unread.new_in(topics, asked.viewer),
        place=20,
        order=("published_at", "pk"),
        for_members=True,
        sees_to_muted=True,
        empty=_("Nothing new"),
        nothing=_("You have seen all that was started. New topics stand here as soon as they come."),
    )
)
register_tab(
    Tab(
        UNREAD,
        pgettext_lazy("topics", "Unread"),
        lambda topics, asked: unread.unread_in(topics, asked.viewer),
        place=30,
        for_members=True,
        sees_to_muted=True,
        empty=_("All read"),
        nothing=_(
            "Topics that you start, answer in, read for a while or choose to follow stand here when others write there."
        ),
    )
)
register_tab(
    Tab(
        TOP,
        _("Top"),
        _top,
        place=40,
        order=("score", "pk"),
        has_periods=True,
        nothing=_("Nothing was talked about here in this time. Choose a longer one, or look at the latest."),
    )
)
register_tab(
    Tab(
        UNANSWERED,
        _("Unanswered"),
        _unanswered,
        place=50,
        empty=_("Nobody waits for an answer"),
        nothing=_("Everything here has an answer. Lovely!"),
    )
)
register_tab(
    Tab(
        MINE,
        _("Mine"),
        _mine,
        place=60,
        for_members=True,
        sees_to_muted=True,
        nothing=_("Topics that you start or answer in are found here."),
    )
)
