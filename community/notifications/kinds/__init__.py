"""The kinds of activities: who is meant by one, who hears of it besides, and what is said of it.

An app says so once, in `AppConfig.ready`: `subscribe(signal, kind)` in `receivers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from community.members.models import former_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.forums.models import Post

    from ..models import Activity, Notification


@dataclass(frozen=True)
class Happening:
    """What a signal told: about which post it is, who did it, and in whose name."""

    post: Post
    actor_id: int | None
    organisation_id: int | None = None


Circle = Callable[["Activity", "Post"], Iterable[int]]
"""Those who are meant, by their keys."""


@dataclass(frozen=True)
class ActivityKind:
    """One kind of activity. Of the circles the strongest reason comes first; each member is told once, for it.

    With `tells_watchers` those hear of it besides who watch the topic, by a level of its own or of what it lies in;
    `followed` are the kinds of things whose followers do. `said` are the words by reason, with the name. With
    `is_afterthought` nobody hears who was told of the post before; `is_own` is what one asked to be told oneself.
    """

    name: str
    happening: Callable[..., Happening | None]
    circles: tuple[tuple[str, Circle], ...]
    said: Mapping[str, _StrPromise]
    tells_watchers: bool = False
    followed: tuple[str, ...] = ()
    is_afterthought: bool = False
    is_own: bool = False


KINDS: dict[str, ActivityKind] = {}


def said(notification: Notification, *, called: str = "") -> str:
    """Say in one sentence what happened, in the active language.

    `called` is the organisation of the reader that was mentioned, if it is by that that they hear of it.
    """
    activity = notification.activity
    if called:
        return _("%(name)s mentioned %(organisation)s") % {"name": _name(activity), "organisation": called}
    words = KINDS[activity.kind].said[notification.reason]
    return words % {"name": _name(activity)}


def _name(activity: Activity) -> str:
    """Name who did it, with the organisation in whose name they did while it is in view."""
    name = activity.actor.name if activity.actor else former_name()
    organisation = activity.organisation
    if organisation is None or organisation.suspended_at:
        return name
    return _("%(member)s for %(organisation)s") % {"member": name, "organisation": organisation.name}
