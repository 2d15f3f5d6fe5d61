"""What a member has not read: counted for the bell, and marked as read once they were there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from community.forums.models import Topic
from community.forums.services.unread import CountUpTo

from ..models import Notification, container_of

if TYPE_CHECKING:
    from community.forums.models import Post
    from community.members.permissions import Viewer

BELL = "unread_notifications"  # what it is called among what a header counts
MOST = 99  # that are counted
ROWS = 1000  # that are looked through at once for what stands on a page


def count_unread(viewer: Viewer) -> int:
    """Count what the member has not read of what stands and is open to them, one more than `MOST` at most.

    Who has nothing unread, as nearly always, is asked about with one query, and nothing of their rights is read for it;
    where those are at hand one query tells the number, too.
    """
    if viewer.user_id is None:
        return 0
    unread = Notification.objects.unread_by(viewer.user_id)
    if not viewer.is_known and not unread.exists():
        return 0
    return unread.visible_to(viewer)[: MOST + 1].count()


def unread_as_column(viewer: Viewer) -> CountUpTo:
    """Count the same in the query of a page that reads what its header shows."""
    unread = Notification.objects.unread_by(viewer.user_id or 0).visible_to(viewer)
    return CountUpTo(unread.order_by().values("pk")[: MOST + 1])


def count_by_topic(viewer: Viewer, keys: Collection[int]) -> dict[int, int]:
    """Count the same for each of some topics, in one query."""
    if not keys:
        return {}
    container = Concat(Value(container_of()), Cast(OuterRef("pk"), CharField()))
    unread = Notification.objects.unread_by(viewer.user_id or 0).visible_to(viewer).filter(container=container)
    count = CountUpTo(unread.order_by().values("pk")[: MOST + 1])
    return dict(Topic.objects.filter(pk__in=keys).annotate(count=count).values_list("pk", "count"))


def mark_seen(*, viewer: Viewer, topic: Topic, posts: Sequence[Post]) -> int | None:
    """Mark as read what tells of the posts on a page of a topic, and of those before them; return how much is left.

    One query, and one write where there is something to mark. Who has very much unread has it counted elsewhere: None.
    """
    if viewer.user_id is None:
        return 0
    unread = Notification.objects.unread_by(viewer.user_id)
    columns = ("pk", "container", "activity__number", "activity__object_id", "is_visible")
    rows = list(unread.with_visibility(viewer).values_list(*columns)[:ROWS])
    container, last = container_of(topic.pk), posts[-1].number if posts else 0
    shown = {post.pk for post in posts}
    here = {
        pk for pk, within, number, key, _is_visible in rows if key in shown or (within == container and number <= last)
    }
    if here:
        _read(unread.filter(pk__in=here))
    if len(rows) < ROWS:
        return min(MOST + 1, sum(is_visible for pk, *_about, is_visible in rows if pk not in here))
    _read(unread.filter(container=container, activity__number__lte=last))
    return None


def mark_all(*, user_id: int, up_to: int = 0) -> int:
    """Mark as read all that a member was told, up to an activity: what came while they read stays new."""
    unread = Notification.objects.unread_by(user_id)
    return _read(unread.filter(activity__lte=up_to) if up_to else unread)


def _read(unread: Any) -> int:
    """Write it; nothing of it is mailed any more."""
    count: int = unread.update(read_at=timezone.now(), mail_due_at=None)
    return count
