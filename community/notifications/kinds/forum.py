"""What happens in the forum: a topic begins, somebody replies, a text that is changed calls others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.following.kinds import MEMBER, ORGANISATION, SECTOR

from ..circles import mentioned, quoted, who_started
from ..models import Notification
from . import ActivityKind, Happening

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.forums.models import Post, Topic

STALE = timedelta(days=30)
Reason = Notification.Reason


def replied(post: Post, **kwargs: Any) -> Happening | None:
    """Take in that a reply appeared; a small post that says what a moderator did is none."""
    if post.act or post.topic.is_private or not is_news(post):
        return None
    return Happening(post, post.author_id, post.organisation_id)


def started(topic: Topic, **kwargs: Any) -> Happening | None:
    """Take in that a topic appeared, with its first post."""
    first = topic.posts.filter(number=1).first()
    if first is None or topic.is_private or not is_news(first):
        return None
    first.topic = topic
    return Happening(first, topic.author_id, topic.organisation_id)


def edited(post: Post, **kwargs: Any) -> Happening:
    """Take in that a text was changed in which others are called or quoted."""
    return Happening(post, post.author_id, post.organisation_id)


def is_news(text: Any) -> bool:
    """Tell what happened now from what is dated back, since it was written elsewhere long ago."""
    return bool(timezone.now() - text.created_at < STALE)


CALLED: Mapping[str, _StrPromise] = {
    Reason.MENTION: _("%(name)s mentioned you"),
    Reason.QUOTE: _("%(name)s quoted you"),
}
REPLIED = ActivityKind(
    name="reply",
    happening=replied,
    circles=((Reason.MENTION, mentioned), (Reason.QUOTE, quoted), (Reason.REPLY, who_started)),
    tells_watchers=True,
    said={
        **CALLED,
        Reason.REPLY: _("%(name)s replied in your topic"),
        Reason.WATCHING: _("%(name)s replied"),
    },
)
STARTED = ActivityKind(
    name="topic",
    happening=started,
    circles=((Reason.MENTION, mentioned), (Reason.QUOTE, quoted)),
    tells_watchers=True,
    # Whoever follows one of these was promised the topics, not every word.
    followed=(SECTOR, MEMBER, ORGANISATION),
    said={**CALLED, Reason.WATCHING: _("%(name)s started this topic")},
)
EDITED = ActivityKind(
    name="edit",
    happening=edited,
    circles=((Reason.MENTION, mentioned), (Reason.QUOTE, quoted)),
    said=CALLED,
    is_afterthought=True,
)
