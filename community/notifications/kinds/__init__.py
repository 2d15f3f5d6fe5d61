"""The kinds of activities: who is meant by one, who hears of it besides, and what is said of it.

An app says so once, in `AppConfig.ready`: `subscribe(signal, kind)` in `receivers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from community.members.models import former_name

from ..things import POST

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from ..models import Activity, Notification


@dataclass(frozen=True)
class Happening:
    """What a signal told: about which thing it is, who did it, and in whose name."""

    thing: Any
    actor_id: int | None
    organisation_id: int | None = None


Circle = Callable[["Activity", Any], Iterable[int]]
"""Those who are meant by what happened to a thing, by their keys."""


@dataclass(frozen=True)
class ActivityKind:
    """One kind of activity. Of the circles the strongest reason comes first; each member is told once, for it.

    `about` names the kind of things. With `tells_watchers` those hear of it besides who watch what the thing belongs
    to, by a level of its own or of what that lies in; `followed` are the kinds of things whose followers do. `said` are
    the words by reason, with the name, and with what `besides` adds. With `is_afterthought` nobody hears who was told
    of the thing before; `is_own` is what one asked to be told oneself.
    """

    name: str
    happening: Callable[..., Happening | None]
    circles: tuple[tuple[str, Circle], ...]
    said: Mapping[str, _StrPromise]
    tells_watchers: bool = False
    followed: tuple[str, ...] = ()
    is_afterthought: bool = False
    is_own: bool = False
    about: str = POST
    besides: Callable[[Activity], Mapping[str, object]] = lambda activity: {}


KINDS: dict[str, ActivityKind] = {}


def said(notification: Notification, *, called: str = "", by: str = "") -> str:
    """Say in one sentence what happened, in the active language.

    `called` is the organisation of the reader that was mentioned, if it is by that that they hear of it; `by` is how
    somebody is called who did it and is no member.
    """
    activity = notification.activity
    name = _name(activity, by)
    if called:
        return _("%(name)s mentioned %(organisation)s") % {"name": name, "organisation": called}
    kind = KINDS[activity.kind]
    return kind.said[notification.reason] % {"name": name, **kind.besides(activity)}


def _name(activity: Activity, by: str) -> str:
    """Name who did it, with the organisation in whose name they did while it is in view."""
    name = activity.actor.name if activity.actor else by or former_name()
    organisation = activity.organisation
    if organisation is None or organisation.suspended_at:
        return name
    return _("%(member)s for %(organisation)s") % {"member": name, "organisation": organisation.name}
