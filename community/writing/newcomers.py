"""Who is new, and within what they write for their first days, in whatever kind of text; and who is unproven still.

Two questions: what newcomers may, they are told with the day from which on they may more. Whether an account is
unproven (`is_unproven`), which they aren't told, has no such day: one that only waits stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.permissions import Viewer
from community.members.trust.levels import BASIC, KNOWN
from home.templatetags.time_tags import clock

from .open_sites.services import counted_links

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import User


@dataclass(frozen=True)
class Bounds:
    """For how many days somebody is new, and how much one of their texts may hold until then."""

    days: int = 3
    links: int = 2
    pictures: int = 1
    mentions: int = 2


# The app in whose settings administrators say it adds here, in `AppConfig.ready`, how they are read.
SOURCES: list[Callable[[], Bounds]] = []


def bounds() -> Bounds:
    """Return them as they are set now."""
    return SOURCES[-1]() if SOURCES else Bounds()


def is_newcomer(user: User) -> bool:
    """Whether somebody joined in the last days and nothing speaks for them yet."""
    return user.trust_level == 0 and user.date_joined > _days_ago()


def is_unproven(user: User) -> bool:
    """Whether nothing speaks for somebody yet: they are of level 0, however old, or of level 1 in their first days.

    Close to who is new to Discourse's spam checks; level 1 alone is reached by minutes of reading.
    """
    if user.trust_level >= KNOWN:
        return False
    return user.trust_level < BASIC or user.date_joined > _days_ago()


def by_settled(author: str) -> Q:
    """Select what members wrote who are not unproven (`is_unproven`); the field that names them is given."""
    known = Q(**{f"{author}__trust_level__gte": KNOWN})
    return known | Q(**{f"{author}__trust_level": BASIC, f"{author}__date_joined__lte": _days_ago()})


def is_bound(user: User) -> bool:
    """Whether somebody is held to what newcomers may: they are new, and neither of the staff nor moderators."""
    return is_newcomer(user) and not _keeps_order(user)


def is_on_probation(user: User) -> bool:
    """Whether what somebody does is looked at: they are unproven, and neither of the staff nor moderators."""
    return is_unproven(user) and not _keeps_order(user)


def _days_ago() -> datetime:
    return timezone.now() - timedelta(days=bounds().days)


def _keeps_order(user: User) -> bool:
    viewer = Viewer(user)
    return viewer.is_moderator or viewer.is_staff


def require_few_links(*, author: User, text: str, quoted: Callable[[str], Iterable[str]] = lambda _text: ()) -> None:
    """Raise `ValidationError` where a newcomer's text leads to more other sites than it may, but for those open to all.

    In its quotes those don't count that stand in the texts of others which it really quotes, as `quoted` gives them:
    anybody can mark anything as a quote.
    """
    if not any(sign in text for sign in "[</") and "www." not in text.lower():
        return
    links, most = counted_links(text), bounds().links
    if len(links) <= most or not is_bound(author):
        return
    own = counted_links(text, quoted=False)
    known = {link for said in quoted(text) for link in counted_links(said)}.difference(own)
    count = len([link for link in links if link not in known])
    if count <= most:
        return
    reason = ngettext(
        "At most %(most)s link to other sites is possible in one text of yours for now, and this one has %(count)s.",
        "At most %(most)s links to other sites are possible in one text of yours for now, and this one has %(count)s.",
        most,
    )
    raise ValidationError(f"{reason % {'most': most, 'count': count}} {more_later(author)}", code="too_many_links")


def more_later(author: User) -> str:
    """Say from when on a newcomer may do more, by the clock of their zone."""
    moment = author.date_joined + timedelta(days=bounds().days)
    # The next whole minute: at the one that is said it must be possible.
    local = timezone.localtime(moment + timedelta(seconds=59, microseconds=999_999), ZoneInfo(author.zone))
    said = {"day": date_format(local, "j F Y"), "time": f"{clock(local)} {local.tzname()}"}
    return _("From %(day)s, %(time)s on more are possible.") % said
