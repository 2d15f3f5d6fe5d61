"""What a member has not read: counted for the bell, and marked as read once they were there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.utils import timezone

from community.forums.services.unread import CountUpTo
from community.members.models import User

from ..models import Notification
from ..things import POST, THINGS, seen_elsewhere
from ..things.posts import name_of

if TYPE_CHECKING:
    from community.forums.models import Post, Topic
    from community.members.permissions import Viewer

BELL, ELSEWHERE = "unread_notifications", "unread_elsewhere"  # what they are called among what a header counts
MOST = 99  # that are counted
ROWS = 1000  # that are looked through at once for what stands on a page


def count_unread(viewer: Viewer) -> int:
    """Count what the member has not read of what stands and is open to them, one more than `MOST` at most.

    Who has nothing unread, as nearly always, is asked about with one query, and nothing of their rights is read for it;
    where those are at hand one query tells the number, too.
    """
    if viewer.user_id is None:
        return 0
    if not viewer.is_known and not Notification.objects.unread_by(viewer.user_id).exists():
        return 0
    counts = User.objects.annotate(count=unread_as_column(viewer), elsewhere=unread_elsewhere_as_column(viewer))
    found = counts.filter(pk=viewer.user_id).values_list("count", "elsewhere").first()
    return exactly(viewer, *found) if found else 0


def exactly(viewer: Viewer, count: int, elsewhere: int) -> int:
    """Count anew, where there is such, what may have gone from view with what it stands under."""
    if elsewhere:
        unread = Notification.objects.unread_by(viewer.user_id or 0)
        kinds = [THINGS[name] for name in seen_elsewhere()]
        count += sum(unread.visible_to(viewer, kind)[: MOST + 1].count() for kind in kinds) - elsewhere
    return min(MOST + 1, count)


def unread_as_column(viewer: Viewer) -> CountUpTo:
    """Count the same in the query of a page that reads what its header shows, but not exactly."""
    return _columns(viewer, THINGS)


def unread_elsewhere_as_column(viewer: Viewer) -> CountUpTo:
    """Count there what of it has to be counted exactly, too."""
    return _columns(viewer, seen_elsewhere())


def count_beside(viewer: Viewer, rows: Collection[Notification]) -> dict[str, int]:
    """Count the same for the containers of some notifications, one of each, in one query."""
    if not rows:
        return {}
    count = _columns(viewer, THINGS, is_exact=True, container=OuterRef("container"))
    found = Notification.objects.filter(pk__in=[row.pk for row in rows]).annotate(count=count)
    return {container: min(MOST + 1, many) for container, many in found.values_list("container", "count")}


def _columns(viewer: Viewer, kinds: Iterable[str], *, is_exact: bool = False, **such: Any) -> Any:
    """Add up what is unread of some kinds of things, of each up to one more than is shown."""
    unread = Notification.objects.unread_by(viewer.user_id or 0).filter(**such).order_by()
    columns = [
        CountUpTo(unread.visible_to(viewer, THINGS[name], exactly=is_exact).values("pk")[: MOST + 1]) for name in kinds
    ]
    return reduce(add, columns)


def mark_seen(*, viewer: Viewer, topic: Topic, posts: Sequence[Post]) -> int | None:
    """Mark as read what tells of the posts on a page of a topic, and of those before them; return how much is left.

    One query, and one write where there is something to mark. Who has very much unread, or some of it where it is seen
    elsewhere, has it counted there: None.
    """
    if viewer.user_id is None:
        return 0
    unread = Notification.objects.unread_by(viewer.user_id)
    columns = ("pk", "container", "activity__number", "activity__object_kind", "activity__object_id", "is_visible")
    rows = list(unread.with_visibility(viewer).values_list(*columns)[:ROWS])
    container, last = name_of(topic.pk), posts[-1].number if posts else 0
    shown, elsewhere = {(POST, post.pk) for post in posts}, seen_elsewhere()
    here = {
        pk
        for pk, within, number, kind, key, _is_visible in rows
        if (kind, key) in shown or (within == container and number <= last)
    }
    if here:
        _read(unread.filter(pk__in=here))
    if len(rows) < ROWS:
        left = [kind for pk, _within, _number, kind, _key, is_visible in rows if is_visible and pk not in here]
        return None if set(left) & set(elsewhere) else min(MOST + 1, len(left))
    _read(unread.filter(container=container, activity__number__lte=last))
    return None


def mark_read(*, user_id: int, container: str, keys: Collection[int] | None = None) -> None:
    """Mark as read what tells of a container, or of some things in it; writes only where there is such."""
    unread = Notification.objects.unread_by(user_id).filter(container=container)
    if keys is not None:
        unread = unread.filter(activity__object_id__in=keys)
    if found := list(unread.values_list("pk", flat=True)[:ROWS]):
        _read(Notification.objects.filter(pk__in=found))


def mark_all(*, user_id: int, up_to: int = 0) -> int:
    """Mark as read all that a member was told, up to an activity: what came while they read stays new."""
    unread = Notification.objects.unread_by(user_id)
    return _read(unread.filter(activity__lte=up_to) if up_to else unread)


def _read(unread: Any) -> int:
    """Write it; nothing of it is mailed any more."""
    count: int = unread.update(read_at=timezone.now(), mail_due_at=None)
    return count
