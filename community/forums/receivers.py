"""What the forum answers about a member's data, what it follows, and what follows for texts and those who take part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from community.members.following.levels import TRACKING, WATCHING
from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, personal_data_requested
from home.models import Tag
from home.signals import tag_merged, tag_weighed

from .models import ForumSettings
from .models.site_settings import forget_forum_settings
from .polls import personal as polls
from .services import levels, own_conversations, own_reading, personal, texts
from .services.known_tags import forget_tag
from .services.publication import follow_quotes
from .services.tags import move_uses, said_to_carry
from .signals import category_changed, post_changed, reply_published, topic_published

if TYPE_CHECKING:
    from community.members.models import User

    from .models import Post, Topic


@receiver(personal_data_requested, dispatch_uid="forums_personal_data")
def tell_of_contributions(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's topics and posts."""
    return personal.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="forums_erasing")
@answers("forums.Post.author", "forums.Topic.author", "forums.Category.moderators", "forums.Category_moderators.user")
def erase_contributions(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Remove one's topics and posts, or leave them to a former member."""
    return personal.erase_contributions(user=user, keep=keep, limit=limit)


@receiver(tag_merged, dispatch_uid="forums_tag_merged")
def follow_merged_tag(tag: Tag, into: Tag, **kwargs: Any) -> None:
    """Give topics the tag that theirs leads to now."""
    move_uses(tag=tag, into=into)


@receiver(tag_weighed, dispatch_uid="forums_tag_weighed")
def count_topics(tag: Tag, **kwargs: Any) -> str:
    """Say on how many topics it stands."""
    return said_to_carry(tag)


@receiver([post_save, post_delete], sender=Tag, dispatch_uid="forums_tags")
def read_tag_anew(instance: Tag, **kwargs: Any) -> None:
    """Have a tag found as it is called now, or leads now."""
    forget_tag(instance.slug)


@receiver([post_save, post_delete], sender=ForumSettings, dispatch_uid="forums_settings")
def read_settings_anew(**kwargs: Any) -> None:
    """Have what administrators changed take effect at once."""
    forget_forum_settings()


@receiver(post_changed, dispatch_uid="forums_texts_of_posts")
def follow_text(post: Post, **kwargs: Any) -> None:
    """Have cards made of the links in a post that is shown, and its pictures put where they belong."""
    texts.follow(post)


@receiver(post_changed, dispatch_uid="forums_quotes_of_posts")
def follow_words(post: Post, *, is_new: bool = False, **kwargs: Any) -> None:
    """Have what others quote of a post go from view with it; nobody quotes a new one yet."""
    if not is_new:
        follow_quotes(post)


@receiver(topic_published, dispatch_uid="forums_texts_of_first_posts")
def follow_first_text(topic: Topic, **kwargs: Any) -> None:
    """Do the same for the post that opens a topic, which may have waited with it."""
    if first := topic.posts.filter(number=1).first():
        texts.follow(first)


@receiver(reply_published, dispatch_uid="forums_texts_of_replies")
def follow_reply(post: Post, **kwargs: Any) -> None:
    """Do the same for a reply, which may have waited with its topic."""
    texts.follow(post)


@receiver(category_changed, dispatch_uid="forums_texts_of_categories")
def follow_audience(**kwargs: Any) -> None:
    """Look at pictures anew when others may see what is in a category."""
    texts.follow_categories()


@receiver(personal_data_requested, dispatch_uid="forums_reading_personal_data")
def tell_of_reading(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell what one read and what one keeps."""
    return own_reading.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="forums_reading_erasing")
@answers("forums.Reading.user", "forums.ReadingClock.user", "forums.Bookmark.user", "forums.Visit.user")
def erase_reading(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete what one read and what one keeps, with the account."""
    return own_reading.erase(user=user, limit=limit)


@receiver(topic_published, dispatch_uid="forums_starting_watches")
def watch_what_one_starts(topic: Topic, **kwargs: Any) -> None:
    """Have who started a topic be told of what is said there."""
    levels.take_part(user_id=topic.author_id, topic=topic, level=WATCHING)


@receiver(reply_published, dispatch_uid="forums_replying_tracks")
def track_what_one_answers(post: Post, **kwargs: Any) -> None:
    """Have who answers see what is said after."""
    levels.take_part(user_id=post.author_id, topic=post.topic, level=TRACKING)


@receiver(personal_data_requested, dispatch_uid="forums_polls_personal_data")
def tell_of_polls(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's polls, and how one voted."""
    return polls.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="forums_votes_erasing")
@answers("forums.Vote.user")
def erase_votes(user: User, *, limit: int, **kwargs: Any) -> int:
    """Take one's votes out of open polls, and one's name out of closed ones."""
    return polls.erase_votes(user=user, limit=limit)


@receiver(personal_data_requested, dispatch_uid="forums_conversations_personal_data")
def tell_of_conversations(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell in which private conversations one takes or took part."""
    return own_conversations.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="forums_conversations_erasing")
@answers("forums.Participant.user", "forums.Participant.added_by")
def erase_participation(user: User, *, limit: int, **kwargs: Any) -> int:
    """Have a former member take part in nothing; what nobody takes part in any more is deleted."""
    return own_conversations.erase(user=user, limit=limit)
