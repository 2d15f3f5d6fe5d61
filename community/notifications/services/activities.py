"""Writing down what happened, in its own transaction; the telling follows after the commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from outbox.services import enqueue

from community.forums.models import POST
from community.forums.services.quoting import references_in
from community.members.trust.levels import CONTAINER

from ..kinds.comments import COMMENT_EDITED
from ..kinds.forum import EDITED, STALE
from ..kinds.moderation import RISEN
from ..models import Activity, Notification
from ..things import LEVEL, THINGS

if TYPE_CHECKING:
    from community.comments.models import Comment
    from community.forums.models import Post

    from ..kinds import ActivityKind, Happening

TASK = "community.notifications.tasks.fan_out"
STEP = 1000  # members whose rows one statement writes
Reason = Notification.Reason
_is_told = ContextVar("_is_told", default=True)


@contextmanager
def untold() -> Iterator[None]:
    """Let what is done within be no news to anybody: examples, and what is brought from elsewhere."""
    token = _is_told.set(False)
    try:
        yield
    finally:
        _is_told.reset(token)


def note(*, kind: ActivityKind, happening: Happening) -> Activity | None:
    """Write an activity, and have it told to whom it concerns."""
    if not _is_told.get():
        return None
    container, number = THINGS[kind.about].place(happening.thing)
    activity = Activity.objects.create(
        kind=kind.name,
        actor_id=happening.actor_id,
        organisation_id=happening.organisation_id,
        object_kind=kind.about,
        object_id=happening.thing.pk,
        container=container,
        number=number,
    )
    enqueue(TASK, activity.pk)
    return activity


def note_edit(*, post: Post) -> Activity | None:
    """Write that a post was changed, if it calls or quotes somebody: who is new in it hears of it.

    Must be called inside the transaction of the change.
    """
    if "@" not in post.body and not references_in(post.body):
        return None
    return _note_edit(EDITED, post, after=["reply", "topic", "edit", "message", "conversation"])


def note_edited_comment(*, comment: Comment) -> Activity | None:
    """Write that a comment was changed, if it calls somebody, as of a post."""
    if "@" not in comment.body:
        return None
    return _note_edit(COMMENT_EDITED, comment, after=["comment", "comment_edit"])


def _note_edit(kind: ActivityKind, text: Any, *, after: list[str]) -> Activity | None:
    """Write that a text which stands was changed.

    While those meant by the text itself are still to be told nothing is written: they are read from what stands then.
    Nor is it of an old text: that others were told of it may be forgotten by then.
    """
    if not (text.is_live and text.published_at) or timezone.now() - text.published_at > STALE:
        return None
    told = Activity.objects.select_for_update().filter(object_kind=kind.about, object_id=text.pk)
    latest = told.filter(kind__in=after).order_by("-pk").first()
    if latest is None or latest.told_up_to is None:
        return None
    happening = kind.happening(text)
    return note(kind=kind, happening=happening) if happening else None


def note_levels(levels: Mapping[int, int]) -> None:
    """Tell members by the bell that they rose to a level, by their keys: many at once, each in their own two rows."""
    if not _is_told.get():
        return
    now, keys = timezone.now(), sorted(levels)
    for start in range(0, len(keys), STEP):
        activities = Activity.objects.bulk_create(
            Activity(
                kind=RISEN.name,
                object_kind=LEVEL,
                object_id=key,
                container=CONTAINER,
                number=levels[key],
                created_at=now,
                told_up_to=0,
                fanned_out_at=now,
            )
            for key in keys[start : start + STEP]
        )
        Notification.objects.bulk_create(
            Notification(recipient_id=each.object_id, activity=each, container=CONTAINER, reason=Reason.LEVEL)
            for each in activities
        )


def give(*, post: Post, before: int) -> None:
    """Name whoever owns a post now, where others were told of what its owner before did."""
    told = Activity.objects.filter(object_kind=POST, object_id=post.pk, actor=before)
    told.update(actor=post.author_id, organisation=post.organisation_id)
