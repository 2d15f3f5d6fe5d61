"""Marking the reply that is the answer, and taking the mark away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..models import Post
from ..permissions import can_accept, is_question, is_written, require
from ..signals import answer_accepted, answer_unaccepted
from .publication import changing, post_in
from .undoing import write_down

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Topic


def require_accepting(member: User, topic: Topic) -> None:
    """Raise `Refused` with the reason why the member may not say what the answer is, if there is one."""
    if not is_question(member, topic):
        raise Refused(_("Only a question has an answer; this topic is none."))
    require(bool(can_accept(member, topic)), member, topic)


def accept_answer(*, member: User, post: Post, reason: str = "") -> Topic:
    """Mark a reply as the answer to its topic, in the place of another one, if there is; again changes nothing."""
    with changing(post.topic_id, counts_replies=False) as topic:
        require_accepting(member, topic)
        post = post_in(topic, post)
        if post.is_first or not (post.is_live and is_written(post)):
            raise Refused(_("Only a reply that everyone sees can be the answer."))
        if topic.accepted_post_id != post.pk:
            before = take_mark_away(topic, by=member)
            topic.accepted_post, topic.is_answered, post.topic = post, True, topic
            _log("forums.accept_answer", topic, member, reason, before=before, after=post)
            answer_accepted.send(sender=Post, post=post, by=member)
    return topic


def unaccept_answer(*, member: User, topic: Topic, reason: str = "") -> Topic:
    """Take the mark away from the answer; where there is none nothing changes."""
    with changing(topic.pk, counts_replies=False) as locked:
        require_accepting(member, locked)
        if before := take_mark_away(locked, by=member):
            _log("forums.unaccept_answer", locked, member, reason, before=before, after=None)
    return locked


def take_mark_away(topic: Topic, *, by: User) -> Post | None:
    """Let no reply be the answer of a locked topic; return the one that was, and announce it."""
    post = topic.accepted_post
    if post is None:
        return None
    topic.accepted_post, topic.is_answered = None, False
    answer_unaccepted.send(sender=Post, post=post, by=by)
    return post


def _log(action: str, topic: Topic, member: User, reason: str, *, before: Post | None, after: Post | None) -> None:
    """Write down what moderators do in a topic of another, with the numbers of the posts."""
    if member.pk != topic.author_id:
        was, now = before and before.number, after and after.number
        write_down(action, topic, member, reason, before={"answer": was}, after={"answer": now})
