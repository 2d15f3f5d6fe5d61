"""The steps that hiding, deleting and restoring share: a post or a topic leaves the readers' view, or comes back.

Each leaves a small post in the topic, as other acts of moderators do, unless what it is about was never public. Of
several posts in a row it is one: who clears a topic of advertisements would else fill it with such rows. What is judged
at the moderators' desk leaves none: there it was asked who may, also in private conversations, and its author is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import Refused
from community.writing.objections import require_no_objection
from community.writing.signals import standing_changed, stood_by

from ..models import Act, Post, Topic
from ..permissions import can_arrange, is_written, require
from ..signals import post_changed
from .acting import note_act
from .publication import changing, post_in
from .undoing import write_down

if TYPE_CHECKING:
    from community.members.models import User

STATES = ("held", "hidden", "deleted")
IN_A_ROW = timedelta(minutes=10)
MOST_IN_ONE = 20  # posts that one small post names

Step = Callable[[Topic, Post], None]


@dataclass(frozen=True)
class StateAct:
    """One of the acts: its name in the log, what its topic says, and the state that it sets, or those that it ends."""

    action: str
    of_post: Act
    of_topic: Act
    sets: str = ""
    ends: tuple[str, ...] = ()

    def is_done(self, thing: Post | Topic, moderator: User | None) -> bool:
        """Tell whether it is so already; what reports have hidden a moderator still hides, in their own name."""
        states = state_of(thing)
        if not self.sets:
            return not any(states[name] for name in self.ends)
        is_nobodys = self.sets == "hidden" and moderator is not None and thing.hidden_by_id is None
        return states[self.sets] and not is_nobodys

    def put(self, thing: Post | Topic, moderator: User | None, reason: str) -> None:
        """Write it down on the thing itself."""
        if self.sets:
            set_state(thing, self.sets, moderator, reason)
        for name in self.ends:
            put_state(thing, name, None)

    def is_told(self, thing: Post | Topic, before: Mapping[str, Any]) -> bool:
        """Tell whether readers see it go or come back: what was never public, or only waited, is nobody's news."""
        is_back = not any(state_of(thing).values()) and any(before[name] for name in self.ends if name != "held")
        return bool(thing.published_at and (self.sets or is_back))


def change_post(
    how: StateAct,
    *,
    moderator: User | None,
    post: Post,
    reason: str,
    first: Step | None = None,
    then: Step | None = None,
    is_judged: bool = False,
) -> Post:
    """Do an act with a post, once; `first` and `then` are what else happens before and after, under the same lock.

    Without a moderator it is the site that acts, which `is_judged` says.
    """
    with changing(post.topic_id) as topic:
        moderator = allowed(moderator, topic, is_judged=is_judged)
        post = post_in(topic, post)
        if moderator and not is_judged:
            require_no_objection(moderator, post)
        require_words(post)
        if how.is_done(post, moderator):
            return post
        if first:
            first(topic, post)
        before = told_of(post)
        how.put(post, moderator, reason)
        save(post)
        write_down(how.action, post, moderator, reason, before=flags_of(before), after=state_of(post))
        if moderator and not is_judged and how.is_told(post, before):
            _say_of_post(how, topic, post, moderator, before)
        if then:
            then(topic, post)
        post_changed.send(sender=Post, post=post)
        told = {"is_back": not how.sets, "reason": reason, "before": stood_by(before)}
        standing_changed.send(sender=Post, thing=post, by=moderator, is_judged=is_judged, **told)
    return post


def change_topic(
    how: StateAct,
    *,
    moderator: User | None,
    topic: Topic,
    reason: str,
    along: Callable[[Topic], list[Post]] | None = None,
    is_judged: bool = False,
) -> Topic:
    """Do an act with a topic, once; `along` does the same with posts, and tells with which."""
    with changing(topic.pk) as locked:
        moderator = allowed(moderator, locked, is_judged=is_judged)
        if moderator and not is_judged:
            require_no_objection(moderator, locked)
        if how.is_done(locked, moderator):
            return locked
        posts = along(locked) if along else []
        before = told_of(locked)
        how.put(locked, moderator, reason)
        after = state_of(locked)
        write_down(how.action, locked, moderator, reason, before=flags_of(before), after=after)
        if moderator and not is_judged and how.is_told(locked, before):
            data: dict[str, Any] = {"before": before, "after": after}
            if posts:
                data["along"] = [post.pk for post in posts]
            note_act(topic=locked, moderator=moderator, act=how.of_topic, **data)
        locked.update_is_live()
        told = {"is_back": not how.sets, "reason": reason, "before": stood_by(before)}
        standing_changed.send(sender=Topic, thing=locked, by=moderator, is_judged=is_judged, **told)
    return locked


def allowed(moderator: User | None, topic: Topic, *, is_judged: bool) -> User | None:
    """Raise `Refused` for who may not do it, unless the desk has asked that already."""
    if not is_judged and moderator is not None:
        require(can_arrange(moderator, topic), moderator, topic)
    elif not is_judged:
        raise Refused(_("You may not do this here."))
    return moderator


def require_words(post: Post) -> None:
    """Raise `Refused` for the small posts that say what a moderator did."""
    if not is_written(post):
        raise Refused(_("This only says what a moderator did; nobody wrote it."))


def save(post: Post) -> None:
    """Store a post whose state changed."""
    post.update_is_live()
    post.save()


def state_of(thing: Post | Topic) -> dict[str, bool]:
    """Say for the log whether something is held, hidden or deleted."""
    return {name: bool(getattr(thing, f"{name}_at")) for name in STATES}


def told_of(thing: Post | Topic) -> dict[str, Any]:
    """Say the same with the reasons, and whether its author deleted it, for who takes an act back."""
    reasons = {f"{name}_reason": getattr(thing, f"{name}_reason") for name in STATES}
    own = {"is_own": True} if thing.deleted_at and thing.deleted_by_id == thing.author_id else {}
    return {**state_of(thing), **{name: reason for name, reason in reasons.items() if reason}, **own}


def flags_of(told: Mapping[str, Any]) -> dict[str, bool]:
    """Leave the reasons away."""
    return {name: told[name] for name in STATES}


def put_back(thing: Post | Topic, told: Mapping[str, Any], moderator: User) -> None:
    """Put something into the state that `told_of` said; who takes the act back answers for what is hidden again."""
    for name in STATES:
        if bool(getattr(thing, f"{name}_at")) != told[name]:
            by = thing.author if name == "deleted" and told.get("is_own") else moderator
            put_state(thing, name, by if told[name] else None, told.get(f"{name}_reason", ""))


def put_state(thing: Post | Topic, name: str, by: User | None, reason: str = "") -> None:
    """Write one of the states down, or take it away where nobody is given."""
    set_state(thing, name, by, reason)
    if by is None:
        setattr(thing, f"{name}_at", None)


def set_state(thing: Post | Topic, name: str, by: User | None, reason: str = "") -> None:
    """Write one of the states down; nobody is named where the site itself does it."""
    setattr(thing, f"{name}_at", timezone.now())
    setattr(thing, f"{name}_reason", reason[:200])
    if name != "held":
        setattr(thing, f"{name}_by", by)


def opens_again(topic: Topic) -> None:
    """Hide or delete a topic whose first post a moderator hid or deleted while it stood in another one.

    What is done to the post that opens a topic is done to the topic; what its author took back is the post's alone.
    """
    first = topic.posts.written().filter(number=1).first()
    if first is None:
        return
    for name in ("hidden", "deleted"):
        if getattr(first, f"{name}_at") and getattr(first, f"{name}_by") != first.author:
            for part in ("at", "by", "reason"):
                setattr(topic, f"{name}_{part}", getattr(first, f"{name}_{part}"))
            put_state(first, name, None)
            save(first)
            post_changed.send(sender=Post, post=first)


def _say_of_post(how: StateAct, topic: Topic, post: Post, moderator: User, before: Mapping[str, Any]) -> None:
    """Say it in the topic, in the last small post where that says the same of others."""
    act, key, after = how.of_post, str(post.pk), state_of(post)
    last = topic.posts.filter(number=topic.post_count, act=act, author=moderator).first()
    data: dict[str, Any] = (last and last.act_data) or {}
    is_in_a_row = last and not data.get("undone_at") and last.created_at > timezone.now() - IN_A_ROW
    if last and is_in_a_row and key not in data["before"] and len(data["posts"]) < MOST_IN_ONE:
        last.act_data = {
            "posts": [*data["posts"], [post.pk, post.number]],
            "before": {**data["before"], key: dict(before)},
            "after": {**data["after"], key: after},
        }
        last.save(update_fields=["act_data"])
        return
    states = {"before": {key: dict(before)}, "after": {key: after}}
    note_act(topic=topic, moderator=moderator, act=act, posts=[[post.pk, post.number]], **states)
