"""What happens in private conversations: one begins, somebody writes, others are let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..circles import mentioned, quoted, who_takes_part, who_was_added
from ..models import Notification
from . import ActivityKind, Happening
from .forum import CALLED

if TYPE_CHECKING:
    from community.forums.models import Post, Topic
    from community.members.models import User

Reason = Notification.Reason
CIRCLES = ((Reason.MENTION, mentioned), (Reason.QUOTE, quoted), (Reason.REPLY, who_takes_part))


def wrote(post: Post, **kwargs: Any) -> Happening | None:
    """Take in that somebody wrote; a small post that says who came or left is none."""
    return Happening(post, post.author_id, post.organisation_id) if post.topic.is_private and not post.act else None


def began(topic: Topic, **kwargs: Any) -> Happening | None:
    """Take in that a conversation began, with its first post."""
    first = topic.posts.filter(number=1).first() if topic.is_private else None
    return Happening(first, topic.author_id) if first else None


def added(topic: Topic, post: Post, by: User, **kwargs: Any) -> Happening:
    """Take in that others take part from now on."""
    return Happening(post, by.pk)


MESSAGE = ActivityKind(
    name="message",
    happening=wrote,
    circles=CIRCLES,
    said={**CALLED, Reason.REPLY: _("%(name)s wrote to you")},
)
CONVERSATION = ActivityKind(
    name="conversation",
    happening=began,
    circles=CIRCLES,
    said={**CALLED, Reason.REPLY: _("%(name)s began a private conversation with you")},
)
INVITED = ActivityKind(
    name="invited",
    happening=added,
    circles=((Reason.REPLY, who_was_added),),
    said={Reason.REPLY: _("%(name)s added you to a private conversation")},
)
