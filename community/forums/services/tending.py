"""Changing what a topic is called, what it is about, and in which category it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.members.following.kinds import TOPIC
from community.members.permissions import Refused, Viewer
from community.writing.history import services as history

from ..kinds import require_kind
from ..models import Act, Category, Topic
from ..models.categories import moderated_categories
from ..permissions import can_moderate, can_pin, can_tend, is_public_category, keeps_order_in, require
from .guarded import require_unopposed
from .limits import fit_title
from .publication import changing
from .standing import pin_as, pin_of, take_pin
from .tags import standing_tags, tags_for
from .undoing import may_tend, tell, undone_by, write_down

if TYPE_CHECKING:
    from community.members.models import User
    from home.models import Region, Sector, Tag

ABOUT = ("regions", "sectors", "tags")


def rename_topic(*, moderator: User, topic: Topic, title: str, reason: str = "", is_told: bool = False) -> Topic:
    """Give another's topic a better title; what it was called stays in its history."""
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_tend(moderator, locked), moderator, locked)
        require_unopposed(Act.RENAMED, moderator, locked)
        title = fit_title(title, before=locked.title)
        if title == locked.title:
            return locked
        before, was_live = locked.title, locked.is_live
        _call(locked, moderator, title, note=reason if is_told else "")
        states: dict[str, Any] = {"before": before, "after": title}
        if not was_live:  # which stays so when the history is gone with an account
            states["is_untold"] = True
        tell(topic=locked, moderator=moderator, act=Act.RENAMED, reason=reason, is_told=is_told, **states)
        write_down("forums.rename", locked, moderator, reason, before={"title": before}, after={"title": title})
    return locked


def retag_topic(
    *,
    moderator: User,
    topic: Topic,
    regions: Iterable[Region],
    sectors: Iterable[Sector],
    tags: Iterable[Tag | str],
    kind: str | None = None,
    reason: str = "",
    is_told: bool = False,
) -> Topic:
    """Say what another's topic is about, and of which kind it is; a poll stays one."""
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_tend(moderator, locked), moderator, locked)
        require_unopposed(Act.RETAGGED, moderator, locked)
        before = _about(locked, None)
        if kind and kind != locked.kind:
            if Topic.Kind.POLL in {kind, locked.kind}:
                raise ValidationError(_("A poll is made with its topic, and stays with it."), code="poll")
            require_kind(moderator, locked.category, kind)
            locked.kind = kind
        rows: dict[str, Any] = {"regions": regions, "sectors": sectors}
        for name, found in {**rows, "tags": tags_for(author=moderator, named=tags)}.items():
            getattr(locked, name).set(found)
        if not keeps_order_in(Viewer(moderator), locked):
            raise ValidationError(_out_of_hands(), code="region")
        after = _about(locked, None)
        if before == after:
            return locked
        states: dict[str, Any] = {"before": before, "after": after}
        tell(topic=locked, moderator=moderator, act=Act.RETAGGED, reason=reason, is_told=is_told, **states)
        write_down("forums.retag", locked, moderator, reason, **states)
    return locked


def recategorise_topic(
    *, moderator: User, topic: Topic, category: Category, reason: str = "", is_told: bool = False
) -> Topic:
    """Move a topic to another category, by who keeps order in both; a pin that they may not set there comes off."""
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_tend(moderator, locked), moderator, locked)
        require_unopposed(Act.MOVED_CATEGORY, moderator, locked)
        if category.pk == locked.category_id:
            return locked
        before, pin = locked.category_id, pin_of(locked)
        _put_into(locked, moderator, category)
        states: dict[str, Any] = {"before": before, "after": category.pk}
        if pin != pin_of(locked):
            states["pin"] = pin
        tell(topic=locked, moderator=moderator, act=Act.MOVED_CATEGORY, reason=reason, is_told=is_told, **states)
        left, found = {"category": before, **pin}, {"category": category.pk, **pin_of(locked)}
        write_down("forums.category", locked, moderator, reason, before=left, after=found)
    return locked


def categories_for(moderator: User, topic: Topic) -> list[Category]:
    """List the categories into which a moderator may move a topic, in their order."""
    viewer, own = Viewer(moderator), topic.category
    found = []
    for category in Category.objects.visible_to(viewer).in_tree_order():
        topic.category = category
        if category.pk != own.pk and keeps_order_in(viewer, topic):
            found.append(category)
    topic.category = own
    return found


def _call(topic: Topic, moderator: User, title: str, *, note: str = "") -> None:
    said: dict[str, Any] = {"title": topic.title, "was_live": topic.is_live, "note": note}
    history.note_change(kind=TOPIC, key=topic.pk, editor=moderator, **said)
    topic.title = title


def _put_into(topic: Topic, moderator: User, category: Category) -> None:
    topic.category = category
    if not (is_public_category(moderator, category) and can_moderate(moderator, topic)):
        raise Refused(_("You don’t keep order in that category. Please choose another one."))
    if topic.kind == Topic.Kind.ANNOUNCEMENT:
        require_kind(moderator, category, topic.kind)
    if topic.pinned_at and not topic.pinned_everywhere and not can_pin(moderator, topic):
        take_pin(topic)


def _out_of_hands() -> str:
    return _(
        "Without this region you would no longer keep order in this topic, nor could you take that back. "
        "Leave one of your regions with it, or ask a moderator of all regions to change it."
    )


def _about(topic: Topic, _data: object) -> dict[str, Any]:
    """Give the keys of what a topic is about, and its kind, as an act's data keeps them."""
    rows = {name: sorted(row.pk for row in getattr(topic, name).all()) for name in ABOUT}
    return {**rows, "kind": str(topic.kind)}


@undone_by(Act.RENAMED, field="title", now=lambda topic, data: topic.title, may=may_tend)
def _undo_renaming(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    _call(topic, moderator, data["before"])


@undone_by(Act.RETAGGED, now=_about, may=may_tend)
def _undo_retagging(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    """Tags and regions that are no more stay away; a tag that became a synonym since is the tag it leads to."""
    before = data["before"]
    for name in ("regions", "sectors"):
        manager = getattr(topic, name)
        manager.set(manager.model.objects.filter(pk__in=before[name]))
    topic.tags.set(standing_tags(before["tags"]))
    if not keeps_order_in(Viewer(moderator), topic):
        raise Refused(_out_of_hands())
    if topic.kind != data["before"]["kind"]:
        require_kind(moderator, topic.category, data["before"]["kind"])
        topic.kind = data["before"]["kind"]


def _may_move_back(user: User, topic: Topic, data: Mapping[str, Any]) -> bool:
    """Let those take it back who keep order where it came from, too; for a region that is known when it is tried."""
    viewer = Viewer(user)
    is_theirs = viewer.is_moderator or data["before"] in moderated_categories(viewer) or bool(viewer.moderated_codes)
    return is_theirs and bool(may_tend(user, topic, data))


@undone_by(Act.MOVED_CATEGORY, field="category", now=lambda topic, data: topic.category_id, may=_may_move_back)
def _undo_moving(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    category = Category.objects.filter(pk=data["before"]).first()
    if category is None:
        raise Refused(_("The category from which it came is no more."))
    _put_into(topic, moderator, category)
    if "pin" in data and can_pin(moderator, topic):
        pin_as(topic, data["pin"])
