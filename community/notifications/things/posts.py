"""Posts of the forum, in their topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from community.forums.models import POST, Post, Topic
from community.forums.services.levels import muted
from community.forums.services.merged import merged_into
from community.forums.services.readers import readers_among
from community.forums.services.watchers import levels_among
from community.members.following.kinds import TOPIC
from community.members.following.levels import MUTED
from community.members.permissions import Viewer

from ..models import Notification
from ..services.reach import listening, who_may_see
from ..services.watching import watchers
from . import Container, Page, Shown, ThingKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.utils.functional import _StrPromise

    from community.forums.models.posts import PostQuerySet
    from community.members.models import User

    from ..kinds import ActivityKind
    from ..models import Activity

Reason = Notification.Reason
WHY_PRIVATE = _("You get this mail because you take part in the private conversation “%(title)s” on %(site)s.")


class Posts(ThingKind):
    """What members write in topics, and in private conversations."""

    name = POST
    why: ClassVar[Mapping[str, _StrPromise]] = {
        Reason.MENTION: _("You get this mail because you were mentioned in “%(title)s” on %(site)s."),
        Reason.QUOTE: _("You get this mail because your words were quoted in “%(title)s” on %(site)s."),
        Reason.REPLY: _("You get this mail because you started “%(title)s” on %(site)s."),
    }

    def standing(self, viewer: Viewer, *, exactly: bool = True) -> PostQuerySet:
        """Select those that stand: a moderator, too, hears of nothing that is gone."""
        posts: PostQuerySet = Post.objects.visible_to(viewer)
        return posts.filter(is_live=True, topic__is_live=True)

    def find(self, key: int) -> Post | None:
        """Find one with its topic, and what that lies in."""
        posts = Post.objects.filter(pk=key, is_live=True, topic__is_live=True)
        return posts.select_related("topic__category").prefetch_related("topic__regions", "topic__tags").first()

    def may_come_back(self, key: int) -> bool:
        """Tell whether it, or its topic, is only held or hidden."""
        waiting = Post.objects.filter(deleted_at=None, topic__deleted_at=None, topic__merged_into=None)
        return waiting.filter(pk=key).exists()

    def place(self, thing: Post) -> tuple[str, int]:
        """Name its topic, and its number there."""
        return name_of(thing.topic_id), thing.number

    def reached(self, kind: ActivityKind, activity: Activity, thing: Post, keys: Collection[int]) -> set[int]:
        """Ask who listens, to whom the topic isn't muted, and who may read it."""
        levels = {} if kind.is_own else levels_among(thing.topic, keys)
        others = {key for key in keys if levels.get(key) != MUTED}
        users = listening(kind, activity, others, also_by=thing.acted_by_id)
        return who_may_see(lambda viewers: readers_among(thing, viewers), users)

    def watchers(self, kind: ActivityKind, thing: Post, *, beyond: int, most: int) -> Page:
        """Give those who watch the topic, what that lies in, or what else it is about."""
        return watchers(kind, thing, beyond=beyond, most=most)

    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Find several with their topics, in one query."""
        posts = self.standing(viewer).select_related("topic__category").in_bulk(list(keys)) if keys else {}
        return {
            key: Shown(post, post.number, post.get_absolute_url(), post.shown_body, _container(post.topic))
            for key, post in posts.items()
        }

    def silent(self, user: User, shown: Collection[Shown]) -> set[str]:
        """Name the topics that are muted, or lie in something muted."""
        topics = Topic.objects.filter(pk__in={each.thing.topic_id for each in shown})
        return {name_of(key) for key in topics.filter(muted(Viewer(user))).values_list("pk", flat=True)}

    def container_of(self, viewer: Viewer, key: int) -> Container | None:
        """Find a topic."""
        topic = Topic.objects.visible_to(viewer).live().filter(pk=key).first()
        return _container(topic) if topic else None

    def goes_on_at(self, key: int) -> int:
        """Say into which topic one was merged."""
        return merged_into(key)

    def reason_of_mail(self, reason: str, within: Container) -> _StrPromise:
        """Say it; of private conversations all is told who take part."""
        return WHY_PRIVATE if within.is_private else self.why[reason]


def name_of(topic_id: int) -> str:
    """Name a topic as a container."""
    return f"{TOPIC}:{topic_id}"


def _container(topic: Topic) -> Container:
    return Container(name_of(topic.pk), topic.title, topic.get_absolute_url(), topic.language, topic.is_private)
