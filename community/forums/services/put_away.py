"""What is held, hidden or deleted, for who keeps order where it stands: the latest first, from where it is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q, Value
from django.utils.translation import gettext_lazy as _

from ..models import Post, Topic
from .paging import page_of
from .personal import NO_TITLE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from .paging import RowPage

PER_PAGE = 25


class Put(models.TextChoices):
    """Why it isn't shown, as an address says it."""

    HELD = "menunggu", _("Waiting")
    HIDDEN = "disembunyikan", _("Hidden")
    DELETED = "dihapus", _("Deleted")


class Thing(models.TextChoices):
    """What it is."""

    POST = "kiriman", _("Posts")
    TOPIC = "topik", _("Topics")


# Each in the order of its own index; what is hidden and deleted stands among what is deleted.
STATES: dict[Put, tuple[str, dict[str, None]]] = {
    Put.HELD: ("held_at", {"hidden_at": None, "deleted_at": None}),
    Put.HIDDEN: ("hidden_at", {"deleted_at": None}),
    Put.DELETED: ("deleted_at", {}),
}


def put_away(viewer: Viewer, thing: Thing, put: Put, *, after: str = "") -> RowPage[Any]:
    """Take a page of posts or topics that the viewer looks after; raises `NoSuchPlace`.

    A topic that was merged is none of them: it comes back with its posts. Nor is one whose words were erased.
    """
    since, _without = STATES[put]
    place = "topic__category" if thing == Thing.POST else "category"
    found = _kept(viewer, thing).filter(_is(put)).select_related("author", "hidden_by", "deleted_by", place)
    return page_of(found, name=f"{thing}-{put}", order=(since, "pk"), after=after, size=PER_PAGE)


def counts_of(viewer: Viewer) -> dict[tuple[Thing, Put], int]:
    """Count what stands in each of these lists, in one query."""
    some = Q()
    for put in Put:
        some |= Q(**{f"{STATES[put][0]}__isnull": False})  # which the indexes of what is put away answer
    each = {put.name: Count("pk", filter=_is(put)) for put in Put}
    posts, topics = (
        _kept(viewer, thing).filter(some).order_by().values(thing=Value(thing.value)).annotate(**each)
        for thing in (Thing.POST, Thing.TOPIC)
    )
    rows = {row["thing"]: row for row in posts.union(topics, all=True)}
    return {(thing, put): rows.get(thing, {}).get(put.name, 0) for thing in Thing for put in Put}


def _kept(viewer: Viewer, thing: Thing) -> QuerySet[Any]:
    if thing == Thing.POST:
        return Post.objects.moderated_by(viewer).written()
    return Topic.objects.moderated_by(viewer).filter(merged_into=None).exclude(title=NO_TITLE)


def _is(put: Put) -> Q:
    since, without = STATES[put]
    return Q(**{f"{since}__isnull": False}, **without)
