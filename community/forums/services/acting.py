"""The small posts that say what a moderator did to a topic, and taking back what they say.

An act that can be undone registers how: `UNDOING[Act.MOVED] = undo_moving`, a function of the moderator and the act's
post, which locks the topic, checks the permission and raises `Refused` where it is too late. What is said in two topics
names the other one (`topic`) and the post there (`twin`): both are locked, and both then say that it was taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import Refused
from community.writing.services import RENDERER_VERSION

from ..models import Act, Post, Topic
from .publication import locked_topics

if TYPE_CHECKING:
    from community.members.models import User

UNDOING: dict[str, Callable[[User, Post], None]] = {}


def note_act(*, topic: Topic, moderator: User, act: Act, **data: Any) -> Post:
    """Say in a topic what was done to it, in a post that has a number and nobody's words.

    The caller has locked the topic and saves it, as in `changing`. `data` is what the sentence names and undoing needs:
    see `Act`.
    """
    now = timezone.now()
    topic.post_count += 1
    return Post.objects.create(
        topic=topic,
        number=topic.post_count,
        author=moderator,
        act=act,
        act_data=data,
        html_version=RENDERER_VERSION,
        created_at=now,
        published_at=now,
    )


def is_undoable(act: Post) -> bool:
    """Tell whether an act is of a kind that can be undone, and nobody has yet."""
    return act.act in UNDOING and not (act.act_data or {}).get("undone_at")


@transaction.atomic
def undo(*, moderator: User, act: Post) -> Post:
    """Take back what an act's post says; pressed twice, it is taken back once. Raises `Refused`.

    The post then knows how many of the posts of a row are left as they are (`left`).
    """
    other = (act.act_data or {}).get("topic")
    locked_topics([act.topic_id, other] if isinstance(other, int) else [act.topic_id])
    act = Post.objects.select_related("topic__category").get(pk=act.pk)  # which stays in its topic for good
    data = act.act_data or {}
    if data.get("undone_at"):
        return act
    if act.act not in UNDOING:
        raise Refused(_("This can’t be taken back."))
    UNDOING[act.act](moderator, act)
    undone = {"undone_at": timezone.now().isoformat(), "undone_by": moderator.pk}
    for each in Post.objects.filter(pk__in=[act.pk, data.get("twin") or act.pk], act=act.act):
        Post.objects.filter(pk=each.pk).update(act_data={**(each.act_data or {}), **undone})
    act.refresh_from_db()
    return act
