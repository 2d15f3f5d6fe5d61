"""Topics and posts of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.forums import services
from community.forums.models import POST, Post, Topic
from community.members.permissions import EVERYONE, MEMBERS

from . import Excerpt, Kind, places_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from community.forums.models.posts import PostQuerySet
    from community.members.models import User
    from community.members.permissions import Viewer

HELD: dict[str, Any] = {"held_at__isnull": False, "hidden_at": None, "deleted_at": None}
NEIGHBOURS = 2  # posts before and after the one that is judged


class TopicKind(Kind):
    """A topic with the post that opens it: under a title of the same author's, so both are judged at once."""

    name = "topic"
    label = _("Topic")
    model = Topic

    def rows(self) -> QuerySet[Topic]:
        """Select topics, each with its first post at hand."""
        return Topic.objects.select_related("category", "author").prefetch_related(first_posts())

    def load(self, keys: Collection[int]) -> dict[int, Topic]:
        """Find several of them with their first posts by one query."""
        firsts = Post.objects.filter(number=1, topic__in=keys) if keys else Post.objects.none()
        found = {}
        for post in firsts.select_related("author", "topic__category", "topic__author"):
            vars(post.topic)["first_posts"] = [post]
            found[post.topic_id] = post.topic
        return found

    def waiting(self) -> QuerySet[Topic]:
        """Select topics that wait, and those whose first post does."""
        waits = Post.objects.filter(number=1, topic=OuterRef("pk"), **HELD)
        held = Q(held_at__isnull=False) | Q(Exists(waits))
        return self.rows().filter(held, hidden_at=None, deleted_at=None, is_private=False)

    def seen_by(self, viewer: Viewer) -> QuerySet[Topic]:
        """Select those that stand in a category which the viewer reads."""
        return Topic.objects.public_to(viewer).live().select_related("author", "category")

    def written_by(self, person: User) -> QuerySet[Topic]:
        """Select those that a member began."""
        return self.rows().filter(author=person, deleted_at=None, is_private=False).order_by("pk")

    def places(self, thing: Topic) -> list[str]:
        """Name the category, and the regions where the topic is open to all members."""
        return places_in(thing)

    def lock(self, key: int) -> Topic | None:
        """Lock the topic."""
        return locked(key)

    def hide(self, thing: Topic, *, by: User | None, reason: str) -> None:
        """Hide the topic."""
        services.hide_topic(moderator=by, topic=thing, reason=reason, is_judged=True)

    def delete(self, thing: Topic, *, by: User | None, reason: str) -> None:
        """Delete the topic."""
        services.remove_topic(moderator=by, topic=thing, reason=reason, is_judged=True)

    def bring_back(self, thing: Topic, *, by: User | None, reason: str) -> None:
        """Undo its deletion."""
        services.bring_back_topic(moderator=by, topic=thing, reason=reason, is_judged=True)

    def unhide(self, thing: Topic, *, by: User | None, reason: str) -> None:
        """Let it stand again, and its first post, which may wait for a change of its own."""
        services.restore_topic(moderator=by, topic=thing, reason=reason, is_judged=True)
        services.restore_post(moderator=by, post=first_of(thing), reason=reason, is_judged=True)

    def hold(self, thing: Topic, *, reason: str) -> None:
        """Have it wait."""
        services.hold_back(thing=thing, reason=reason)

    def edit(self, thing: Topic, *, by: User, text: str, is_judged: bool) -> None:
        """Change the first post."""
        services.edit_post(editor=by, post=first_of(thing), body=text, is_judged=is_judged)

    def told_as(self, thing: Topic) -> str:
        """Say whose it is without its title: mails outlive what is put away."""
        return gettext("a topic that you began")

    def heading(self, thing: Topic) -> str:
        """Give its title."""
        return thing.title

    def retitled_at(self, thing: Topic) -> str:
        """Lead to the act of the forum."""
        return reverse("forums:topic_act", args=[thing.pk, "judul"])

    def mend(self, thing: Topic, *, by: User, text: str, heading: str) -> None:
        """Change its title and its first post."""
        services.edit_topic(editor=by, topic=thing, title=heading, regions=thing.regions.all(), body=text)

    def kept_as(self, thing: Topic) -> tuple[str, Any]:
        """Name the first post: its words are those that are changed."""
        return POST, first_of(thing)

    def state(self, thing: Topic) -> str:
        """Say how it stands; what its first post waits for, it waits for too."""
        own = super().state(thing)
        return super().state(first_of(thing)) if own == "live" else own

    def stood(self, thing: Topic, *, changed: Any, before: str) -> str:
        """Say the same of before: either the topic or its first post was changed, and the other stood as it does."""
        if changed is thing:
            return super().state(first_of(thing)) if before == "live" else before
        own = super().state(thing)
        return before if own == "live" else own

    def is_held(self, thing: Topic) -> bool:
        """Look at its first post, too."""
        return bool(thing.held_at or first_of(thing).held_at)

    def title(self, thing: Topic) -> str:
        """Give its title."""
        return thing.title

    def text(self, thing: Topic) -> str:
        """Give what the first post says."""
        return first_of(thing).body

    def html(self, thing: Topic) -> SafeString:
        """Give the first post as it is shown."""
        return first_of(thing).rendered


class PostKind(Kind):
    """A reply in a topic."""

    name = "post"
    label = _("Post")
    model = Post

    def owns(self, thing: Post) -> bool:
        """Leave what is written in private to the other kind, and the first post to its topic."""
        return not thing.topic.is_private and not thing.is_first

    def rows(self) -> PostQuerySet:
        """Select what members wrote."""
        return Post.objects.written().select_related("author", "topic__category", "topic__author")

    def waiting(self) -> QuerySet[Post]:
        """Select replies that wait."""
        return self.rows().filter(number__gt=1, topic__is_private=False, **HELD)

    def seen_by(self, viewer: Viewer) -> QuerySet[Post]:
        """Select replies that stand in topics which the viewer reads."""
        seen = self.rows().visible_to(viewer).live()
        found: QuerySet[Post] = seen.filter(topic__is_live=True, topic__is_private=False, number__gt=1)
        return found

    def written_by(self, person: User) -> QuerySet[Post]:
        """Select a member's replies."""
        kept = {"deleted_at": None, "topic__is_private": False, "number__gt": 1}
        return self.rows().filter(author=person, **kept).order_by("pk")

    def places(self, thing: Post) -> list[str]:
        """Name those of the topic."""
        return places_in(thing.topic)

    def lock(self, key: int) -> Post | None:
        """Lock its topic, and read it."""
        post = self.rows().filter(pk=key).first()
        if post is None or locked(post.topic_id) is None:
            return None
        return self.rows().filter(pk=key).first()

    def hide(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Hide the post."""
        services.hide_post(moderator=by, post=thing, reason=reason, is_judged=True)

    def delete(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Delete the post."""
        services.remove_post(moderator=by, post=thing, reason=reason, is_judged=True)

    def bring_back(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Undo its deletion."""
        services.bring_back_post(moderator=by, post=thing, reason=reason, is_judged=True)

    def unhide(self, thing: Post, *, by: User | None, reason: str) -> None:
        """Let it stand again, unless it is deleted."""
        services.restore_post(moderator=by, post=thing, reason=reason, is_judged=True)

    def hold(self, thing: Post, *, reason: str) -> None:
        """Have it wait."""
        services.hold_back(thing=thing, reason=reason)

    def edit(self, thing: Post, *, by: User, text: str, is_judged: bool) -> None:
        """Change what it says."""
        services.edit_post(editor=by, post=thing, body=text, is_judged=is_judged)

    def title(self, thing: Post) -> str:
        """Give its topic and its number there."""
        return f"{thing.topic.title} #{thing.number}"

    def told_as(self, thing: Post) -> str:
        """Name the topic, unless it is out of view itself."""
        if not thing.topic.is_live:
            return gettext("what you wrote in the forum")
        return gettext("what you wrote under “%(title)s”") % {"title": thing.topic.title}

    def text(self, thing: Post) -> str:
        """Give what it says."""
        return thing.body

    def html(self, thing: Post) -> SafeString:
        """Give it as it is shown."""
        return thing.rendered

    def around(self, thing: Post, viewer: Viewer) -> list[Excerpt]:
        """Give the posts before and after it."""
        near = {"number__gte": thing.number - NEIGHBOURS, "number__lte": thing.number + NEIGHBOURS}
        seen = self.rows().visible_to(viewer).filter(topic=thing.topic_id, deleted_at=None, **near)
        return [
            Excerpt(str(post.author), post.excerpt, post.get_absolute_url(), post.pk == thing.pk)
            for post in seen.order_by("number")
        ]


def first_posts() -> Prefetch[Any]:
    """Have the first post of topics read with them."""
    return Prefetch("posts", queryset=Post.objects.filter(number=1).select_related("author"), to_attr="first_posts")


def first_of(topic: Topic) -> Post:
    """Give the post that opens a topic."""
    known: list[Post] = vars(topic).get("first_posts") or [topic.posts.select_related("author").get(number=1)]
    post = known[0]
    post.topic = topic
    return post


def locked(topic_id: int) -> Topic | None:
    """Lock a topic, and read it with what it is about."""
    if Topic.objects.select_for_update(no_key=True).filter(pk=topic_id).first() is None:
        return None
    return Topic.objects.select_related("category", "author").prefetch_related("regions").get(pk=topic_id)


def places_in(topic: Topic) -> list[str]:
    """Name the category of a topic, and its regions where all members read it: elsewhere no regional moderator does."""
    own = [f"category:{topic.category_id}"]
    if topic.category.audience_see not in {EVERYONE, MEMBERS}:
        return own
    return own + places_of(region.code for region in topic.regions.all())
