"""What brings members further: that they read, wrote, reacted or heard a reaction, or that somebody stands for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.dispatch import receiver

from community.comments.signals import comment_published
from community.forums.signals import reading_noted, reply_published, topic_published
from community.members.signals import stood_for
from community.members.trust.days import note_day
from community.writing.signals import reacted

from .services import look_at, look_at_all, look_at_reader

if TYPE_CHECKING:
    from datetime import datetime

    from community.comments.models import Comment
    from community.forums.models import Post, Topic
    from community.members.models import User
    from community.writing.reactions.models import Reaction


@receiver(reading_noted, dispatch_uid="moderation_trust_of_readers")
def follow_reading(user: User, **kwargs: Any) -> None:
    """Look at who reads."""
    look_at_reader(user)


@receiver(reacted, dispatch_uid="moderation_trust_of_reactions")
def follow_reaction(reaction: Reaction, thing: Any, **kwargs: Any) -> None:
    """Look at who reacted, and whose words it was to."""
    look_at(reaction.user, thing.author)


@receiver(topic_published, dispatch_uid="moderation_trust_days_of_topics")
def note_day_of_topic(topic: Topic, **kwargs: Any) -> None:
    """Count the day on which a mentor began a topic for somebody; of others it is noted where they read."""
    if topic.acted_by_id:
        _note_day(topic.author, topic.created_at)


@receiver(reply_published, dispatch_uid="moderation_trust_of_replies")
def follow_reply(post: Post, **kwargs: Any) -> None:
    """Do the same for a reply, and look at who replied."""
    if post.acted_by_id:
        _note_day(post.author, post.created_at)
    look_at(post.author)


@receiver(comment_published, dispatch_uid="moderation_trust_of_comments")
def follow_comment(comment: Comment, **kwargs: Any) -> None:
    """Count the day of whoever commented, who may read no topics at all, and look at them."""
    if comment.user:
        _note_day(comment.user, comment.created_at)
        look_at(comment.user)


@receiver(stood_for, dispatch_uid="moderation_trust_of_vouched")
def follow_word(keys: list[int], **kwargs: Any) -> None:
    """Look at those for whom somebody stands."""
    look_at_all(keys)


def _note_day(author: User, at: datetime) -> None:
    """Note the day that it was for its author, which for a text that waited is not today."""
    note_day(author.pk, at.astimezone(ZoneInfo(author.zone)).date())
