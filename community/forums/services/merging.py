"""Merging a topic into another one, and taking that back.

What its readers know goes with it. Who tracks or watches the old topic follows the other one as closely, unless they
have chosen a level for that; to have muted the old one says nothing of the other. A reading position is one number, so
what comes to the end counts as read only for whom had read both topics to their ends; who knew the old one alone has
opened the other one now, and read nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from community.members.following.kinds import TOPIC
from community.members.following.services import carry_over
from community.members.permissions import Refused

from ..models import Act, Poll, Post, Reading, Topic
from ..permissions import can_moderate, require
from .acting import UNDOING
from .guarded import require_unopposed, require_unopposed_undoing
from .positions import last_number
from .publication import changing_topics
from .relocating import require_few, require_movable
from .states import opens_again
from .transferring import take_back, transfer, went
from .undoing import ABOUT, MAY

if TYPE_CHECKING:
    from community.members.models import User

# In one statement, since readers may be many.
OPEN_FOR_READERS = """
INSERT INTO forums_reading (user_id, topic_id, last_read, seconds, last_read_at)
SELECT user_id, %s, 0, seconds, last_read_at FROM forums_reading WHERE topic_id = %s
ON CONFLICT (user_id, topic_id) DO NOTHING
"""


def merge_topics(*, moderator: User, topic: Topic, into: Topic, reason: str = "") -> Topic:
    """Put all posts of a topic to the end of another one; return that one, to which the old address leads then.

    A poll that is closed stays with the old topic; an open one has to be closed first. Raises `ValidationError`,
    and `Refused` where the moderator may not, or not now.
    """
    if topic.pk == into.pk:
        raise ValidationError(_("This is the same topic. Please choose another one."), code="same")
    with changing_topics([topic.pk, into.pk]) as topics:
        source, target = topics[topic.pk], topics[into.pk]
        require_movable(moderator, source, target)
        require_unopposed(Act.MERGED, moderator, source)
        poll = Poll.objects.filter(topic=source).first()
        if poll and not poll.is_closed:
            raise Refused(_("There is an open poll in this topic. Close it first; then the topic can be merged."))
        require_few(source.posts.written().count())
        posts = list(source.posts.written().defer("body", "html").order_by("number"))
        _bring_readers(source, target, end=target.post_count + 1 + len(posts))
        told = {"action": "forums.merge_topics", "reason": reason}
        transfer(Act.MERGED, moderator=moderator, posts=posts, source=source, into=target, **told)
        source.merged_into = target
    return target


def undo_merging(moderator: User, act: Post) -> None:
    """Put the posts back, and the old topic with them; who read and follows the other one goes on doing so."""
    act = went(act)
    into_id = (act.act_data or {})["topic"]
    with changing_topics([act.topic_id, into_id]) as topics:
        source, target = topics[act.topic_id], topics[into_id]
        require(bool(can_moderate(moderator, source)), moderator)
        require_movable(moderator, target)
        require_unopposed_undoing(act, moderator, source)
        if source.merged_into_id != target.pk:
            raise Refused(_("The old topic is not as it was left, so this can’t be taken back."))
        source.merged_into = None
        take_back(act, moderator=moderator, source=source, into=target, action="forums.undo_merge")
        opens_again(source)


def _may_undo(user: User, topic: Topic, data: Mapping[str, Any]) -> object:
    """Let who keeps order in the old topic take it back there; in the other one, as long as it isn't archived."""
    return can_moderate(user, topic) and not (data.get("came") and topic.archived_at)


def _old_topic(topic: Topic, data: Mapping[str, Any]) -> list[Topic]:
    return [Topic.objects.get(pk=data["topic"])] if data["came"] else [topic]


UNDOING[Act.MERGED], MAY[Act.MERGED], ABOUT[Act.MERGED] = undo_merging, _may_undo, _old_topic


def _bring_readers(source: Topic, into: Topic, *, end: int) -> None:
    """Let who opened and who follows one topic have opened and follow the other one, which will go to a number.

    What comes is read by who had read both to their last posts.
    """
    there = Reading.objects.filter(topic=source, last_read__gte=last_number(source)).values("user")
    here = Reading.objects.filter(topic=into, last_read__gte=last_number(into), last_read__lt=end)
    here.filter(user__in=there).update(last_read=end)
    with connection.cursor() as cursor:
        cursor.execute(OPEN_FOR_READERS, [into.pk, source.pk])
    carry_over(kind=TOPIC, key=source.pk, into=into.pk)
