"""Where a topic stands: pinned above others, in no list, or archived. Each act is in the log and can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Act, Topic
from ..permissions import can_arrange, can_pin, can_pin_everywhere, require
from .guarded import require_unopposed
from .publication import changing
from .undoing import tell, undone_by, write_down

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.members.models import User

LONGEST_PIN = timedelta(days=366)  # to the same day of the next year, whatever hour it is


def pin_topic(
    *,
    moderator: User,
    topic: Topic,
    everywhere: bool = False,
    until: datetime | None = None,
    reason: str = "",
    is_told: bool = False,
) -> Topic:
    """Keep a topic above the others of its category, or of all, for good or until a moment; said anew, it counts so.

    One that stands above those of all categories is pinned otherwise by who could have pinned it so.
    """
    if until:
        require_near(until)
    with changing(topic.pk, counts_replies=False) as locked:
        is_for_all = everywhere or is_pinned_for_all(locked)
        is_theirs = can_pin(moderator, locked) and (not is_for_all or can_pin_everywhere(moderator))
        require(is_theirs and not locked.merged_into_id, moderator, locked)
        if (locked.is_pinned, locked.pinned_everywhere, locked.pinned_until) == (True, everywhere, until):
            return locked
        before = pin_of(locked)
        locked.pinned_at = locked.pinned_at if locked.is_pinned else timezone.now()
        locked.pinned_everywhere, locked.pinned_until = everywhere, until
        _note_pin(Act.PINNED, "forums.pin", locked, moderator, reason, is_told, before)
    return locked


def unpin_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Let a topic take its place by time again."""
    with changing(topic.pk, counts_replies=False) as locked:
        _require_unpinning(moderator, locked)
        if locked.pinned_at is None:
            return locked
        before = pin_of(locked)
        take_pin(locked)
        _note_pin(Act.UNPINNED, "forums.unpin", locked, moderator, reason, is_told, before)
    return locked


def archive_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Keep a topic as it is: it can be read, but neither answered nor changed, by moderators either."""
    return _set(moderator, topic, Act.ARCHIVED, "forums.archive", True, reason, is_told)


def unarchive_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Let an archived topic go on."""
    return _set(moderator, topic, Act.UNARCHIVED, "forums.unarchive", False, reason, is_told)


def unlist_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Take a topic out of lists, news, sitemap and search; who has its address still reads and answers."""
    return _set(moderator, topic, Act.UNLISTED, "forums.unlist", True, reason, is_told)


def list_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Put a topic back into lists and search."""
    return _set(moderator, topic, Act.LISTED, "forums.list", False, reason, is_told)


def require_near(until: datetime) -> None:
    """Raise `ValidationError` for an end of a pin that is over, or so far away that nobody would still know why."""
    now = timezone.now()
    if until <= now:
        raise ValidationError(_("Please choose a moment that is still to come."), code="past")
    if until > now + LONGEST_PIN:
        raise ValidationError(
            _("Please choose a day within a year; it can be pinned anew then. Left empty, it has no end."), code="far"
        )


def is_pinned_for_all(topic: Topic) -> bool:
    """Tell whether a topic stands above those of all categories now; a pin whose time is over holds up nobody."""
    return topic.is_pinned and topic.pinned_everywhere


def take_pin(topic: Topic) -> None:
    """Leave a topic where its time puts it."""
    topic.pinned_at, topic.pinned_everywhere, topic.pinned_until = None, False, None


def pin_of(topic: Topic) -> dict[str, object]:
    """Say for the log whether, where and until when it is pinned; in one zone, since it is compared with what was."""
    until = topic.pinned_until.astimezone(UTC).isoformat() if topic.pinned_until else None
    return {"pinned": bool(topic.pinned_at), "everywhere": topic.pinned_everywhere, "until": until}


def pin_as(topic: Topic, pin: Mapping[str, Any]) -> None:
    """Pin a topic as `pin_of` said that it was, if it was."""
    topic.pinned_at = topic.pinned_at or timezone.now() if pin["pinned"] else None
    topic.pinned_everywhere = pin["everywhere"]
    topic.pinned_until = datetime.fromisoformat(pin["until"]) if pin["until"] else None


def _is_archived(topic: Topic, _data: object) -> bool:
    return bool(topic.archived_at)


def _is_unlisted(topic: Topic, _data: object) -> bool:
    return not topic.is_listed


def _state(topic: Topic, act: Act) -> tuple[str, bool]:
    name = "archived" if act in {Act.ARCHIVED, Act.UNARCHIVED} else "unlisted"
    return name, _is_archived(topic, None) if name == "archived" else _is_unlisted(topic, None)


def _set(moderator: User, topic: Topic, act: Act, action: str, is_on: bool, reason: str, is_told: bool) -> Topic:
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_arrange(moderator, locked), moderator, locked)
        require_unopposed(act, moderator, locked)
        name, before = _state(locked, act)
        if before == is_on:
            return locked
        _put(locked, name, is_on)
        tell(topic=locked, moderator=moderator, act=act, reason=reason, is_told=is_told, before=before, after=is_on)
        write_down(action, locked, moderator, reason, before={name: before}, after={name: is_on})
    return locked


def _put(topic: Topic, name: str, is_on: bool) -> None:
    if name == "archived":
        topic.archived_at = timezone.now() if is_on else None
    else:
        topic.is_listed = not is_on


def _note_pin(
    act: Act, action: str, topic: Topic, moderator: User, reason: str, is_told: bool, before: dict[str, object]
) -> None:
    states = {"before": before, "after": pin_of(topic)}
    tell(topic=topic, moderator=moderator, act=act, reason=reason, is_told=is_told, **states)
    write_down(action, topic, moderator, reason, **states)


def _require_unpinning(moderator: User, topic: Topic) -> None:
    is_theirs = can_pin_everywhere(moderator) if topic.pinned_everywhere else can_pin(moderator, topic)
    require(is_theirs and not topic.merged_into_id, moderator, topic)


def _may_undo_pin(moderator: User, topic: Topic, data: Mapping[str, Any]) -> object:
    everywhere = topic.pinned_everywhere or data["before"]["everywhere"]
    is_theirs = can_pin_everywhere(moderator) if everywhere else can_pin(moderator, topic)
    return is_theirs and can_arrange(moderator, topic)


@undone_by(Act.PINNED, Act.UNPINNED, now=lambda topic, data: pin_of(topic), may=_may_undo_pin)
def _undo_pin(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    pin_as(topic, data["before"])


@undone_by(Act.ARCHIVED, Act.UNARCHIVED, field="archived", now=_is_archived)
def _undo_archiving(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    _put(topic, "archived", data["before"])


@undone_by(Act.UNLISTED, Act.LISTED, field="unlisted", now=_is_unlisted)
def _undo_listing(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    _put(topic, "unlisted", data["before"])
