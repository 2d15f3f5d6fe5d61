"""Where the posts of a topic are that was merged into another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guard.keys import LARGEST

from ..models import Act, Category, Post, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.members.permissions import Viewer


def address_after_merging(viewer: Viewer, key: int, *, number: int = 1) -> str:
    """Give the address of what was under a number of a merged topic, or the first after it that moved, or the last one.

    Else of the topic that it leads to; nothing where the viewer may not see that, or it was never merged.
    """
    if key > LARGEST:
        return ""
    marks = Post.objects.filter(topic=key, topic__merged_into__isnull=False, act=Act.MOVED_AWAY)
    mark = marks.filter(number__gte=number).order_by("number").first() or marks.order_by("-number").first()
    moved = (mark.act_data or {}).get("post") if mark else None
    if moved:
        post = Post.objects.visible_to(viewer).filter(pk=moved).select_related("topic").first()
        if post and not post.topic.merged_into_id:
            return post.topic.url_at(post.number)
    into = _final(key)
    topic = Topic.objects.visible_to(viewer).filter(pk=into).first() if into else None
    return topic.get_absolute_url() if topic else ""


def that_lead_somewhere(viewer: Viewer, topics: Mapping[int, Topic]) -> dict[int, Topic]:
    """Leave out, of topics that a viewer may see, the merged ones whose posts are where they may not read them."""
    seen, ends = dict(topics), {topic.merged_into_id for topic in topics.values()}
    while missing := {key for key in ends if key and key not in seen}:
        found = Topic.objects.visible_to(viewer).in_bulk(list(missing))
        ends = {topic.merged_into_id for topic in found.values()}  # it may have been merged again since
        seen |= found

    def leads(topic: Topic | None) -> bool:
        for _step in seen:
            if topic is None or topic.merged_into_id is None:
                break
            topic = seen.get(topic.merged_into_id)
        return topic is not None and topic.merged_into_id is None

    return {key: topic for key, topic in topics.items() if leads(topic)}


def is_closed_to_author(viewer: Viewer, key: int) -> bool:
    """Tell whether a post is the viewer's own, and moderators moved it into a category that isn't open to them."""
    if not viewer.user_id or key > LARGEST:
        return False
    own = Post.objects.live().written().filter(pk=key, author=viewer.user_id, topic__is_private=False)
    return own.exclude(topic__category__in=Category.objects.visible_to(viewer)).exists()


def opening_of(viewer: Viewer, key: int) -> Post | None:
    """Find the post that opened a merged topic, where it stands now, if the viewer may see it there."""
    mark = Post.objects.filter(topic=key, topic__merged_into__isnull=False, act=Act.MOVED_AWAY, number=1).first()
    moved = (mark.act_data or {}).get("post") if mark else None
    return Post.objects.visible_to(viewer).written().filter(pk=moved).first() if moved else None


def merged_into(key: int) -> int:
    """Give the topic in which one goes on by now: another one where it was merged, else itself."""
    return _final(key) or key


def _final(key: int) -> int | None:
    """Follow merged topics to the one that stands, which may have been merged again since."""
    known = {key}
    while into := Topic.objects.filter(pk=key).values_list("merged_into", flat=True).first():
        if into in known:
            return None
        known.add(into)
        key = into
    return key if len(known) > 1 else None
