"""Moving posts to another topic, or into a new one; and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.following.kinds import TOPIC
from community.members.following.levels import WATCHING
from community.members.following.services import carry_over
from community.members.permissions import Refused

from ..models import Act, Post, Topic
from ..permissions import is_public_category, require
from .acting import UNDOING
from .guarded import require_unopposed, require_unopposed_undoing
from .levels import take_part
from .limits import fit_title
from .publication import changing_topics, locked_topics
from .relocating import chosen_posts, require_movable, take_away
from .transferring import take_back, transfer, went
from .undoing import ABOUT

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Category


def move_posts(*, moderator: User, posts: Sequence[Post], into: Topic, reason: str = "") -> Topic:
    """Move posts of one topic to the end of another one, in their order; return that one.

    Raises `ValidationError` for posts that can't be moved so, `Refused` where the moderator may not, or not now.
    """
    source_id = _topic_of(posts)
    if source_id == into.pk:
        raise ValidationError(_("The posts are in this topic already. Please choose another one."), code="same")
    with changing_topics([source_id, into.pk]) as topics:
        source, target = topics[source_id], topics[into.pk]
        require_movable(moderator, source, target)
        chosen = chosen_posts(source, posts)
        require_unopposed(Act.MOVED, moderator, source, *chosen)
        _have_followed(chosen, source, target)
        told = {"action": "forums.move_posts", "reason": reason}
        transfer(Act.MOVED, moderator=moderator, posts=chosen, source=source, into=target, **told)
    return target


@transaction.atomic
def split_topic(
    *, moderator: User, posts: Sequence[Post], title: str, category: Category | None = None, reason: str = ""
) -> Topic:
    """Make a new topic of posts of another one; the first of them opens it. Raises the same.

    It is about what the other one is about. It is new in the lists, but nobody is told of it: its posts are not new.
    """
    source_id, title = _topic_of(posts), fit_title(title)
    source = locked_topics([source_id])[source_id]
    require_movable(moderator, source)
    chosen = chosen_posts(source, posts)
    require_unopposed(Act.SPLIT, moderator, source, *chosen)
    first = chosen[0]
    require_opening(first)
    require(category is None or is_public_category(moderator, category), moderator)
    made = _make(first, source, title, category)
    with changing_topics([source_id, made.pk]) as topics:
        source, target = topics[source_id], topics[made.pk]
        target.update_is_live()
        require_movable(moderator, source, target)
        chosen = chosen_posts(source, posts)
        take_part(user_id=target.author_id, topic=target, level=WATCHING)
        _have_followed(chosen, source, target)
        told = {"action": "forums.split_topic", "reason": reason}
        transfer(Act.SPLIT, moderator=moderator, posts=chosen, source=source, into=target, **told)
    return target


def undo_moving(moderator: User, act: Post) -> None:
    """Put the posts back."""
    _undo(moderator, went(act), "forums.undo_move")


def undo_splitting(moderator: User, act: Post) -> None:
    """Put the posts back; the topic that was made goes, and its address leads to the old one."""
    _undo(moderator, went(act), "forums.undo_split")


def _gone(_topic: Topic, data: Mapping[str, Any]) -> list[Post]:
    """Give the posts that went, wherever they are now."""
    pairs = (Post.objects.get(pk=data["twin"]).act_data or {})["posts"] if data["came"] else data["posts"]
    found = Post.objects.filter(pk__in=[post for post, _mark in pairs]).select_related("author", "topic__author")
    return list(found.defer("body", "html"))


UNDOING |= {Act.MOVED: undo_moving, Act.SPLIT: undo_splitting}
ABOUT |= {Act.MOVED: _gone, Act.SPLIT: _gone}


def _undo(moderator: User, act: Post, action: str) -> None:
    into_id = (act.act_data or {})["topic"]
    with changing_topics([act.topic_id, into_id]) as topics:
        source, target = topics[act.topic_id], topics[into_id]
        require_movable(moderator, source, target)
        require_unopposed_undoing(act, moderator, *_gone(source, act.act_data or {}))
        take_back(act, moderator=moderator, source=source, into=target, action=action)
        if act.act == Act.SPLIT:
            rest = list(target.posts.written().defer("body", "html").order_by("number"))
            if any(post.deleted_at is None for post in rest):
                raise Refused(_("There are other posts in the new topic by now. Merge it into the old one instead."))
            if rest:  # what was deleted there is restored where it can be read
                take_away(moderator=moderator, posts=rest, source=target, into=source)
            target.merged_into = source


def require_opening(post: Post) -> None:
    """Raise `ValidationError` where a post can't open a topic."""
    if not post.is_live:
        raise ValidationError(
            _("The first of the posts opens the new topic, so it has to be one that all can see."), code="hidden"
        )


def _topic_of(posts: Sequence[Post]) -> int:
    """Name the one topic of the posts."""
    if not posts:
        raise ValidationError(_("Choose the posts first."), code="required")
    if len({post.topic_id for post in posts}) > 1:
        raise ValidationError(_("Please choose posts of one topic only."), code="topics")
    return posts[0].topic_id


def _make(first: Post, source: Topic, title: str, category: Category | None) -> Topic:
    """Make the row of a new topic; it isn't live yet, so that its category counts it once it has its posts."""
    made = Topic(
        author_id=first.author_id,
        acted_by_id=first.acted_by_id,
        organisation_id=first.organisation_id,
        category=category or source.category,
        title=title,
        language=source.language,
        is_example=source.is_example,
        is_listed=source.is_listed,
        created_at=first.created_at,
        published_at=timezone.now(),
        last_post_at=first.created_at,
        is_live=False,
    )
    made.save()
    for name in ("regions", "sectors", "tags"):
        getattr(made, name).set(getattr(source, name).all())
    return made


def _have_followed(posts: Sequence[Post], source: Topic, into: Topic) -> None:
    """Let who wrote the posts follow the topic they go to as closely as the one they leave, if they chose no level."""
    authors = {post.author_id for post in posts}
    carry_over(kind=TOPIC, key=source.pk, into=into.pk, only=authors)
