"""Replying, and changing or deleting one's own posts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.members.assistance.services import note_correction, write_for
from community.members.organisations.permissions import require_speaker
from community.writing.services import clean_body, screen

from ..models import Post, Topic
from ..permissions import can_delete_post, can_edit_post, can_reply, require
from ..quoting import note_quotes, without_names_of_the_gone
from ..signals import post_changed, topic_changed
from .publication import changing, publish_due, shift_counters

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation


@transaction.atomic
def reply(
    *,
    author: User,
    topic: Topic,
    body: str,
    at: datetime | None = None,
    acted_by: User | None = None,
    organisation: Organisation | None = None,
) -> Post:
    """Answer in a topic; the lock on its row gives every post a number of its own, without gaps.

    `acted_by` is the mentor who writes for the author.
    """
    if acted_by:
        write_for(mentor=acted_by, person=author)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    require(can_reply(author, topic), author, topic)
    require_speaker(author, organisation)
    at = at or timezone.now()
    post = Post(author=author, acted_by=acted_by, organisation=organisation, topic=topic, created_at=at)
    post.number = topic.post_count + 1
    post.write(without_names_of_the_gone(clean_body(body), topic_id=topic.pk, language=topic.language))
    if hold := screen(author=author, text=post.body, thing=post):
        post.held_at, post.held_reason = timezone.now(), hold.reason
    post.settle()
    post.save()
    note_quotes(post, is_new=True)
    topic.post_count = post.number
    if post.is_live:
        topic.reply_count += 1
        topic.last_post_at, topic.last_post_author = at, author
    topic.save(update_fields=["post_count", "reply_count", "last_post_at", "last_post_author"])
    if post.is_live:
        shift_counters(topic.category_id, posts=1, at=at)
    publish_due(topic)
    topic_changed.send(sender=Topic, topic=topic)
    post_changed.send(sender=Post, post=post)
    return post


@transaction.atomic
def edit_post(*, editor: User, post: Post, body: str, is_noted: bool = False) -> Post:
    """Change the text of one's own post, or of one that one wrote for whom one accompanies; both names stay beside it.

    It is screened again, as if it were new. `is_noted` where the person's list has it already, with the topic's facts.
    """
    if is_by_mentor := editor.pk == post.acted_by_id:
        write_for(mentor=editor, person=post.author)
    with changing(post.topic_id) as topic:
        post = topic.posts.get(pk=post.pk)
        require(can_edit_post(editor, post), editor, topic)
        body = without_names_of_the_gone(clean_body(body), topic_id=topic.pk, language=topic.language)
        if body == post.body:
            return post
        require_speaker(post.author, post.organisation)
        post.write(body)
        post.edited_at = timezone.now()
        if is_by_mentor:
            post.corrected_at = post.edited_at
            if not is_noted:
                note_correction(mentor=editor, person=post.author, thing="post", key=post.pk)
        if hold := screen(author=post.author, text=body, thing=post):
            post.held_at, post.held_reason = timezone.now(), hold.reason
        post.settle()
        post.save()
        note_quotes(post)
        post_changed.send(sender=Post, post=post)
    return post


def delete_post(*, member: User, post: Post) -> Post:
    """Take one's own post back; its number keeps a mark, and a topic without any other post goes with it."""
    with changing(post.topic_id) as topic:
        post = topic.posts.get(pk=post.pk)
        require(can_delete_post(member, post), member, topic)
        post.deleted_at, post.deleted_by = timezone.now(), member
        post.settle()
        post.save()
        if not topic.posts.filter(deleted_at=None).exists():
            topic.deleted_at, topic.deleted_by = post.deleted_at, member
        post_changed.send(sender=Post, post=post)
    return post
