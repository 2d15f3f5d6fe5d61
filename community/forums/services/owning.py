"""Giving what was written to whom it belongs: the name of who had it leaves, here and above quotes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from outbox.services import enqueue

from community.members.following.kinds import TOPIC
from community.members.following.levels import TRACKING, WATCHING
from community.members.models import User
from community.members.permissions import Refused, Viewer, may_take_part
from community.writing.history import services as history
from community.writing.objections import require_settled

from ..models import POST, Act, Post, Quote
from ..permissions import can_tend, require
from ..signals import owner_changed, post_changed
from .attributing import attributed_anew
from .guarded import require_unopposed
from .levels import take_part
from .publication import changing, post_in
from .states import require_words
from .undoing import may_tend, tell, undone_by, write_down
from .withdrawing import withdraw_in

if TYPE_CHECKING:
    from ..models import Topic

NAME_IN_QUOTES = "community.forums.tasks.name_in_quotes"


def change_owner(*, moderator: User, post: Post, to: User, reason: str) -> Post:
    """Give a post to another member, the first one with its topic; a mentor's or an organisation's name leaves, too.

    The reason stays in the log: it may tell who had it. What has an open case, or was put away, stays whose it is, so
    that nobody answers for what another wrote.
    """
    with changing(post.topic_id, counts_replies=False) as topic:
        require(can_tend(moderator, topic), moderator, topic)
        post = post_in(topic, post)
        require_words(post)
        require_unopposed(Act.OWNER, moderator, topic, post)
        if post.deleted_at:
            raise Refused(_("This post is deleted. Please restore it first."))
        if post.author_id == to.pk:
            return post
        require_settled(post)
        _require_member(to, topic)
        before = _owner_of(post)
        _give(topic, post, {"author": to.pk, "acted_by": None, "organisation": None})
        after = _owner_of(post)
        take_part(user_id=to.pk, topic=topic, level=WATCHING if post.is_first else TRACKING)
        states: dict[str, Any] = {"before": before, "after": after}
        of_it = {"post": post.pk, "number": post.number, "at": timezone.now().isoformat()}
        tell(topic=topic, moderator=moderator, act=Act.OWNER, reason="", is_told=False, **of_it, **states)
        write_down("forums.owner", post, moderator, reason, **states)
    return post


def name_in_quotes(*, post_id: int) -> None:
    """Put the name of who owns a post now above the quotes of it, topic by topic; not above words of others."""
    post = Post.objects.filter(pk=post_id).select_related("author").first()
    quotes = Quote.objects.filter(quoted=post_id).order_by("post__topic_id", "post_id")
    for quoting_id in list(quotes.values_list("post_id", flat=True)):
        # Asked now: it may have gone to another topic meanwhile.
        topic_id = Post.objects.filter(pk=quoting_id).values_list("topic_id", flat=True).first()
        if topic_id is None:
            continue
        with changing(topic_id, counts_replies=False) as topic:
            quoting = topic.posts.filter(pk=quoting_id).first()
            if post and post.author.name and quoting and quoting.body:
                _name_in(quoting, post)


def _name_in(quoting: Post, post: Post) -> None:
    def change(body: str) -> str:
        return attributed_anew(body, post, from_topic=quoting.topic_id)

    body = change(quoting.body)
    history.rewrite(kind=POST, key=quoting.pk, change=change)
    if body != quoting.body:
        quoting.write(body)
        quoting.save(update_fields=["body", "body_shown", "html", "html_version"])
        withdraw_in(quoting)
        post_changed.send(sender=Post, post=quoting)


def _require_member(to: User, topic: Topic) -> None:
    """Raise `ValidationError` for who can own nothing here."""
    if not may_take_part(to) or User.objects.filter(pk=to.pk, erasure__isnull=False).exists():
        raise ValidationError(_("This account is not in use. Please choose another member."), code="owner")
    if not (topic.category.is_open_to(Viewer(to)) or Viewer(to).is_moderator):
        raise ValidationError(_("This member may not read the category. Please choose another one."), code="owner")


def _owner_of(post: Post) -> dict[str, int | None]:
    return {"author": post.author_id, "acted_by": post.acted_by_id, "organisation": post.organisation_id}


def _give(topic: Topic, post: Post, owner: Mapping[str, Any], *, until: datetime | None = None) -> None:
    """Write down whose it is; earlier texts that its owner had changed go along, those from before `until` back."""
    before = post.author_id
    for thing in (post, topic) if post.is_first else (post,):
        for name, key in owner.items():
            setattr(thing, f"{name}_id", key)
        kind = POST if thing is post else TOPIC
        history.hand_over(kind=kind, key=thing.pk, of=before, to=owner["author"], until=until)
    post.save()
    post.topic = topic
    owner_changed.send(sender=Post, post=post, before=before)
    post_changed.send(sender=Post, post=post)
    if Quote.objects.filter(quoted=post.pk).exists():
        enqueue(NAME_IN_QUOTES, post.pk)


def _now(topic: Topic, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    post = topic.posts.filter(pk=data["post"]).first()
    return _owner_of(post) if post else None


def _given(topic: Topic, data: Mapping[str, Any]) -> list[Post]:
    return list(topic.posts.filter(pk=data["post"]))


@undone_by(Act.OWNER, now=_now, may=may_tend, about=_given, asks=True)
def _undo_giving(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    post = topic.posts.get(pk=data["post"])
    require_settled(post)
    _require_member(User.objects.get(pk=data["before"]["author"]), topic)
    _give(topic, post, data["before"], until=datetime.fromisoformat(data["at"]))
