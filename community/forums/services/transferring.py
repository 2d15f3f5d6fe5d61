"""What moving, splitting and merging have in common: posts go, both topics say so, and it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..models import Act, Post, Topic
from .acting import note_act
from .relocating import let_go_of_answer, put_back, take_away
from .undoing import write_down

if TYPE_CHECKING:
    from community.members.models import User


def transfer(
    act: Act, *, moderator: User, posts: Sequence[Post], source: Topic, into: Topic, action: str, reason: str
) -> None:
    """Take posts from one locked topic to the other, and say so in both and in the log.

    What is said in the topic they go to stands before them, in a new one after them; `Act` says what it knows.
    """
    has_begun = into.post_count > 0
    went = note_act(topic=source, moderator=moderator, act=act, count=len(posts), came=False)
    came = note_act(topic=into, moderator=moderator, act=act, count=len(posts), came=True) if has_begun else None
    answer = let_go_of_answer(source, {post.pk for post in posts}, moderator)
    before = {"topic": source.pk, "posts": [post.number for post in posts]}
    pairs = take_away(moderator=moderator, posts=posts, source=source, into=into)
    came = came or note_act(topic=into, moderator=moderator, act=act, count=len(posts), came=True)
    _complete(went, topic=into.pk, twin=came.pk, posts=pairs, answer=answer)
    _complete(came, topic=source.pk, twin=went.pk)
    write_down(action, source, moderator, reason, before=before, after={"topic": into.pk})


def went(act: Post) -> Post:
    """Give the act's post in the topic that the posts left, which knows them: this one, or the other of the two."""
    data: dict[str, Any] = act.act_data or {}
    return Post.objects.get(pk=data["twin"]) if data["came"] else act


def take_back(act: Post, *, moderator: User, source: Topic, into: Topic, action: str) -> None:
    """Put the posts of an act back into their places in a locked topic, and write it in the log.

    What was the answer there is so again, unless there is another one by now. Raises `Refused`.
    """
    data: dict[str, Any] = act.act_data or {}
    let_go_of_answer(into, {post for post, _mark in data["posts"]}, moderator)
    put_back(moderator=moderator, pairs=data["posts"], source=source, into=into)
    if source.accepted_post_id is None:
        source.accepted_post_id = data["answer"]
    write_down(action, source, moderator, "", before={"topic": into.pk}, after={"topic": source.pk})


def _complete(act: Post, **data: Any) -> None:
    """Write down what was not known when it was said."""
    act.act_data = {**(act.act_data or {}), **data}
    act.save(update_fields=["act_data"])
