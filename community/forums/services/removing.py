"""Deleting what others wrote, and bringing back what was deleted, by moderators or by its authors themselves.

It can come back for as long as there are words: those of an account that was deleted are gone. Who hid, deleted or
restored takes it back as it was: what was hidden before it was deleted is hidden then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from community.members.permissions import Refused
from community.writing.objections import require_no_objection
from community.writing.signals import standing_changed, stood_by

from ..models import Act, Post, Topic
from ..signals import post_changed
from .states import StateAct, change_post, change_topic, put_back, put_state, save, state_of
from .undoing import undone_by

if TYPE_CHECKING:
    from community.members.models import User

DELETING = StateAct("forums.delete", Act.POST_DELETED, Act.TOPIC_DELETED, sets="deleted")
BRINGING_BACK = StateAct("forums.undelete", Act.POST_RESTORED, Act.TOPIC_RESTORED, ends=("deleted",))


def remove_post(*, moderator: User | None, post: Post, reason: str, is_judged: bool = False) -> Post:
    """Delete what another wrote; its number keeps a mark, and a topic without any other words goes with it.

    The first post opens the topic under a title of the same author's, so who deletes that deletes the topic.
    """
    if post.is_first:
        remove_topic(moderator=moderator, topic=post.topic, reason=reason, is_judged=is_judged)
        return post
    how: dict[str, Any] = {"then": _take_topic_along, "is_judged": is_judged}
    return change_post(DELETING, moderator=moderator, post=post, reason=reason, **how)


def bring_back_post(*, moderator: User | None, post: Post, reason: str = "", is_judged: bool = False) -> Post:
    """Let a deleted post stand again, and the topic that went with it."""
    how: dict[str, Any] = {"first": _bring_topic_back, "is_judged": is_judged}
    return change_post(BRINGING_BACK, moderator=moderator, post=post, reason=reason, **how)


def remove_topic(*, moderator: User | None, topic: Topic, reason: str, is_judged: bool = False) -> Topic:
    """Delete a whole topic; what stands in it stays as it is, and is seen by moderators alone."""
    return change_topic(DELETING, moderator=moderator, topic=topic, reason=reason, is_judged=is_judged)


def bring_back_topic(*, moderator: User | None, topic: Topic, reason: str = "", is_judged: bool = False) -> Topic:
    """Let a deleted topic stand again, with the post that took it along."""
    how: dict[str, Any] = {"along": _bring_posts_back, "is_judged": is_judged}
    return change_topic(BRINGING_BACK, moderator=moderator, topic=topic, reason=reason, **how)


def _take_topic_along(topic: Topic, post: Post) -> None:
    """Delete a topic in which nobody's words stand any more, at the same moment as the last post."""
    if topic.deleted_at is None and not topic.posts.written().filter(deleted_at=None).exists():
        topic.deleted_at, topic.deleted_by = post.deleted_at, post.deleted_by
        topic.deleted_reason = post.deleted_reason


def _bring_topic_back(topic: Topic, post: Post) -> None:
    """Let a topic stand again that was deleted since this was the last post that stood in it."""
    _require_text(post)
    if topic.deleted_at is not None and topic.deleted_at == post.deleted_at:
        put_state(topic, "deleted", None)


def _bring_posts_back(topic: Topic) -> list[Post]:
    if topic.merged_into_id:
        raise Refused(_("This topic was merged with another one. Please take the merging back there."))
    taken = list(topic.posts.filter(deleted_at=topic.deleted_at))
    for post in taken:
        _require_text(post)
    for post in taken:
        put_state(post, "deleted", None)
        save(post)
        post_changed.send(sender=Post, post=post)
    return taken


def _require_text(post: Post) -> None:
    if not post.body:
        raise Refused(_("The words were erased with the account of who wrote them, so they can’t come back."))


def _untouched(topic: Topic, data: Mapping[str, Any]) -> list[Post]:
    """Give the posts of a row with which nothing else was done since; without words none of them comes back."""
    posts = topic.posts.filter(pk__in=[key for key, _number in data["posts"]]).select_related("author")
    standing = [post for post in posts.order_by("number") if state_of(post) == data["after"][str(post.pk)]]
    return [post for post in standing if post.body or not post.deleted_at or data["before"][str(post.pk)]["deleted"]]


@undone_by(
    *(Act.POST_HIDDEN, Act.POST_DELETED, Act.POST_RESTORED),
    stands=lambda topic, data: bool(_untouched(topic, data)),
    about=lambda topic, data: _untouched(topic, data),
    asks=True,
    moves_counts=True,
)
def _undo_with_posts(moderator: User, topic: Topic, data: Mapping[str, Any]) -> dict[str, Any]:
    """Take it back for those posts of a row that stand as it left them: each was an act of its own."""
    posts = _untouched(topic, data)
    require_no_objection(moderator, *posts)
    for post in posts:
        before, stood = data["before"][str(post.pk)], stood_by(state_of(post))
        if post.deleted_at and not before["deleted"]:
            _bring_topic_back(topic, post)
        put_back(post, before, moderator)
        save(post)
        if post.deleted_at:
            _take_topic_along(topic, post)
        post_changed.send(sender=Post, post=post)
        told = {"before": stood, "is_back": not before["hidden"]}
        standing_changed.send(sender=Post, thing=post, by=moderator, is_judged=False, **told)
    sides = {side: {str(post.pk): data[side][str(post.pk)] for post in posts} for side in ("before", "after")}
    return {"posts": [[post.pk, post.number] for post in posts], **sides}


@undone_by(
    Act.TOPIC_HIDDEN,
    Act.TOPIC_DELETED,
    Act.TOPIC_RESTORED,
    now=lambda topic, data: state_of(topic),
    moves_counts=True,
)
def _undo_with_topic(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    if topic.merged_into_id:
        raise Refused(_("This topic was merged with another one. Please take the merging back there."))
    require_no_objection(moderator, topic)
    if topic.deleted_at and not data["before"]["deleted"]:
        _bring_posts_back(topic)
    before = stood_by(state_of(topic))
    put_back(topic, data["before"], moderator)
    topic.update_is_live()
    standing_changed.send(sender=Topic, thing=topic, by=moderator, is_judged=False, before=before)
    for post in topic.posts.filter(pk__in=data.get("along", []), deleted_at=None):
        post.deleted_at, post.deleted_by = topic.deleted_at, topic.deleted_by
        post.deleted_reason = topic.deleted_reason
        save(post)
        post_changed.send(sender=Post, post=post)
