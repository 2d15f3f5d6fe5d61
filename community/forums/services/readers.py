"""Which of many may read a post: asked of all of them at once, where `visible_to` asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from community.members.models import User

from ..models import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.members.permissions import Viewer

    from ..models import Post, Topic


def readers_among(post: Post, viewers: Sequence[Viewer]) -> list[Viewer]:
    """Give those viewers who may read a post that stands, as `Post.objects.visible_to` says of each.

    What is held, hidden or deleted, or whose topic is, nobody reads here: it is told to nobody. A private conversation
    costs one query, a category none, where the viewers come from `viewers_of`.
    """
    topic = post.topic
    if not (post.is_live and topic.is_live):
        return []
    if topic.is_private:
        there = _taking_part(topic, [viewer.user_id for viewer in viewers if viewer.user_id])
        return [viewer for viewer in viewers if viewer.user_id in there]
    return [viewer for viewer in viewers if viewer.is_moderator or topic.category.is_open_to(viewer)]


def _taking_part(topic: Topic, keys: Sequence[int]) -> set[int]:
    """Narrow members to those who take part now, by themselves or with a group out of which they did not go."""
    if not keys:
        return set()
    rows = Participant.objects.active().filter(topic=topic.pk)
    left = Participant.objects.filter(topic=topic.pk, stays_out=True, user=OuterRef("pk"))
    found = User.objects.filter(Q(pk__in=rows.values("user")) | Q(groups__in=rows.values("group")), pk__in=keys)
    return set(found.exclude(Exists(left)).values_list("pk", flat=True))
