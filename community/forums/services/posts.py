"""Replying, and changing or deleting one's own posts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.members.assistance.services import note_correction, write_for
from community.members.organisations.permissions import require_speaker
from community.writing.history import services as history
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import require_few_links
from community.writing.signals import standing_changed
from community.writing.uploads.services import limit_pictures, note_uploads

from ..models import POST, Post, Topic
from ..permissions import can_delete_post, can_edit_post, require, require_reply
from ..signals import post_changed, topic_answered
from .attributing import settle_quotes
from .limits import fit_body, require_may_reply, require_may_say
from .mentioning import note_names, tell_mentioned
from .publication import announce, changing, post_in, publish_due, recount, require_there, shift_counters
from .quoted_words import quoted_by
from .quoting import note_quotes
from .screened import held_for
from .traces import is_quiet
from .withdrawing import withdraw_in
from .withheld import is_withheld, put_back

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

    `acted_by` is the mentor who writes for the author. `at` dates it back, for what was written elsewhere, which no
    limit of now counts.
    """
    if acted_by:
        write_for(mentor=acted_by, person=author)
    around = Topic.objects.select_related("category").prefetch_related("regions", "sectors")
    topic = require_there(around.select_for_update(of=("self",), no_key=True).filter(pk=topic.pk).first())
    require_reply(author, topic)
    require(not (acted_by and topic.is_private), author, topic)
    require_speaker(author, organisation)
    body = fit_body(body, topic=topic)
    require_few_mentions(author=author, text=body)
    require_few_links(author=author, text=body, quoted=quoted_by(author, topic))
    if at is None:
        require_may_reply(author=author, acted_by=acted_by, topic=topic, body=body)
    at = at or timezone.now()
    post = Post(author=author, acted_by=acted_by, organisation=organisation, topic=topic, created_at=at)
    post.number = topic.post_count + 1
    post.write(settle_quotes(body, topic=topic, writer=author))
    limit_pictures(author=author, text=post.body)
    if hold := held_for(topic, author=author, text=post.body, thing=post):
        post.held_at, post.held_reason = timezone.now(), hold.reason
    post.update_is_live()
    if post.is_live and topic.is_live and topic.published_at:
        post.published_at = timezone.now()
    post.save()
    note_quotes(post, is_new=True)
    note_names(post, is_new=True)
    note_uploads(kind=POST, key=post.pk, text=post.body, owners=[author.pk, post.acted_by_id])
    topic.post_count = post.number
    if post.is_live:
        topic.reply_count += 1
        if at >= topic.last_post_at:  # one that is dated back may be older than what stands there
            topic.last_post_at, topic.last_post_author = at, author
    topic.save(update_fields=["post_count", "reply_count", "last_post_at", "last_post_author"])
    if post.is_live and topic.is_listed:
        shift_counters(topic.category_id, posts=1, at=at)
    if post.published_at:
        announce(post)
    else:
        publish_due(topic)
    topic_answered.send(sender=Topic, topic=topic)
    post_changed.send(sender=Post, post=post, is_new=True)
    if post.held_at:
        standing_changed.send(sender=Post, thing=post, by=author, is_judged=False)
    return post


@transaction.atomic
def edit_post(
    *, editor: User, post: Post, body: str, note: str = "", is_noted: bool = False, is_judged: bool = False
) -> Post:
    """Change the text of one's own post, or of one that one wrote for whom one accompanies; both names stay beside it.

    It is screened again, as if it were new. What it said before is kept with the editor's `note`, unless the change is
    so soon that it leaves no trace. `is_noted` where the person's list has it already, with the topic's facts;
    `is_judged` where a moderator changes it, whom the desk has asked for the permission.
    """
    if is_by_mentor := editor.pk == post.acted_by_id:
        write_for(mentor=editor, person=post.author)
    with changing(post.topic_id, counts_replies=False) as topic:
        post = post_in(topic, post)
        was_shown = post.is_live
        require(is_judged or can_edit_post(editor, post), editor, topic)
        body = _settled(fit_body(body, topic=topic, before=post.body), post=post, topic=topic, writer=editor)
        if body == post.body:
            return post
        require_speaker(post.author, post.organisation)
        require_few_mentions(author=post.author, text=body)
        require_few_links(author=post.author, text=body, quoted=quoted_by(post.author, topic))
        if not is_judged:
            require_may_say(editor=editor, post=post, topic=topic, body=body)
        limit_pictures(author=post.author, text=body)
        before = post.body
        if not is_quiet(editor, post):
            was_live = post.is_live and topic.is_live
            history.note_change(kind=POST, key=post.pk, editor=editor, body=before, was_live=was_live, note=note)
            post.edited_at = timezone.now()
            if is_by_mentor:
                post.corrected_at = post.edited_at
        post.write(body)
        if is_by_mentor and not is_noted:
            note_correction(mentor=editor, person=post.author, thing="post", key=post.pk)
        hold = None if is_judged else held_for(topic, author=post.author, text=body, thing=post)
        if hold:
            post.held_at, post.held_reason = timezone.now(), hold.reason
        post.update_is_live()
        post.save()
        if post.is_live != was_shown:
            recount(topic)
        note_quotes(post, earlier=history.bodies(kind=POST, key=post.pk))
        withdraw_in(post)
        note_names(post)
        owners = [post.author_id, post.acted_by_id]
        note_uploads(kind=POST, key=post.pk, text=body, owners=owners, before=before, keeps=True)
        if post.is_live and post.published_at:
            tell_mentioned(post)
        post_changed.send(sender=Post, post=post)
        if not (post.is_live or is_judged):
            standing_changed.send(sender=Post, thing=post, by=editor, is_judged=False)
    return post


def _settled(body: str, *, post: Post, topic: Topic, writer: User) -> str:
    """Settle the quotes of a changed text, with the words in them that its form didn't show; shown to nobody."""
    whole, withheld = put_back(body, before=post.body)
    if withheld:
        whole = settle_quotes(whole, topic=topic, writer=writer, before=post.body)
        if is_withheld(whole, withheld):
            return whole
    return settle_quotes(body, topic=topic, writer=writer, before=post.body)


def is_last(post: Post) -> bool:
    """Tell whether nothing else stands in the topic of a post, which then goes with it."""
    return not post.topic.posts.written().filter(deleted_at=None).exclude(pk=post.pk).exists()


def delete_post(*, member: User, post: Post) -> Post:
    """Take one's own post back; its number keeps a mark, and a topic without any other post goes with it.

    Of two presses at once the second changes nothing.
    """
    with changing(post.topic_id) as topic:
        post = post_in(topic, post)
        if post.deleted_at and post.deleted_by_id == post.author_id == member.pk:
            return post
        require(can_delete_post(member, post), member, topic)
        post.deleted_at, post.deleted_by = timezone.now(), member
        post.update_is_live()
        post.save()
        history.forget(kind=POST, keys=[post.pk])
        if is_last(post):
            topic.deleted_at, topic.deleted_by = post.deleted_at, member
            standing_changed.send(sender=Topic, thing=topic, by=member, is_judged=False)
        post_changed.send(sender=Post, post=post)
        standing_changed.send(sender=Post, thing=post, by=member, is_judged=False)
    return post
