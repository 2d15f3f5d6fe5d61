"""What members are told, and the time that passes until a mail goes out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from community.forums.services import reply
from community.forums.services.quoting import quote
from community.members.models import User, Watch
from community.notifications.models import Activity, Notification
from community.notifications.services import fanning, mailing

if TYPE_CHECKING:
    from community.forums.models import Post, Topic

LATER = timedelta(minutes=6)


def tell() -> None:
    """Tell all that waits, as the job of each activity would."""
    for key in Activity.objects.filter(fanned_out_at=None).order_by("pk").values_list("pk", flat=True):
        fanning.fan_out(activity_id=key)


def told(user: User) -> list[tuple[str, int]]:
    """What somebody was told of posts: the reason and the number of the post, the oldest first."""
    rows = Notification.objects.filter(recipient=user, activity__object_kind="post").order_by("activity")
    return [(row.reason, row.activity.number) for row in rows.select_related("activity")]


def heard(user: User) -> list[tuple[str, str]]:
    """What somebody was told of anything: the kind and the reason, the oldest first."""
    rows = Notification.objects.filter(recipient=user).order_by("activity")
    return list(rows.values_list("activity__kind", "reason"))


def watch(user: User, kind: str, key: int, level: int = Watch.Level.WATCHING) -> Watch:
    """Have somebody choose a level for a thing, whatever theirs was."""
    return Watch.objects.update_or_create(user=user, kind=kind, object_id=key, defaults={"level": level})[0]


def answer(topic: Topic, author: User, body: str = "Di tempat kami juga begitu.", **fields: object) -> Post:
    """A reply that everybody was told of."""
    post = reply(author=author, topic=topic, body=body, **fields)
    tell()
    return post


def quoting(post: Post, words: str = "Setuju.") -> str:
    """A text that quotes a post, as the button writes it."""
    return quote(post) + words


def send_mails(now: datetime | None = None) -> int:
    """Write the mails that are due some minutes from now."""
    return mailing.send_due(now or timezone.now() + LATER)
