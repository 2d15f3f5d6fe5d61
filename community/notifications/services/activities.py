"""Writing down what happened, in its own transaction; the telling follows after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone
from outbox.services import enqueue

from community.forums.models import POST
from community.forums.services.quoting import references_in

from ..kinds.forum import EDITED, STALE, edited
from ..models import Activity, container_of

if TYPE_CHECKING:
    from community.forums.models import Post

    from ..kinds import ActivityKind, Happening

TASK = "community.notifications.tasks.fan_out"
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
    post = happening.post
    activity = Activity.objects.create(
        kind=kind.name,
        actor_id=happening.actor_id,
        organisation_id=happening.organisation_id,
        object_kind=POST,
        object_id=post.pk,
        container=container_of(post.topic_id),
        number=post.number,
    )
    enqueue(TASK, activity.pk)
    return activity


def note_edit(*, post: Post) -> Activity | None:
    """Write that a text which stands was changed, if it calls or quotes somebody: who is new in it hears of it.

    While those meant by the post itself are still to be told nothing is written: they are read from what stands then.
    Nor is it of an old text: that others were told of it may be forgotten by then.
    Must be called inside the transaction of the change.
    """
    if not (post.is_live and post.published_at) or timezone.now() - post.published_at > STALE:
        return None
    if "@" not in post.body and not references_in(post.body):
        return None
    told = Activity.objects.select_for_update().filter(object_kind=POST, object_id=post.pk)
    latest = told.filter(kind__in=["reply", "topic", "edit", "message", "conversation"]).order_by("-pk").first()
    if latest is None or latest.told_up_to is None:
        return None
    return note(kind=EDITED, happening=edited(post))


def give(*, post: Post, before: int) -> None:
    """Name whoever owns a post now, where others were told of what its owner before did."""
    told = Activity.objects.filter(object_kind=POST, object_id=post.pk, actor=before)
    told.update(actor=post.author_id, organisation=post.organisation_id)
