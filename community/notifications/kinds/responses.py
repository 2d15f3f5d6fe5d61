"""What follows upon what one wrote: reactions, an accepted answer, the end of a poll; and what one asked to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.forums.models import POST, Post

from ..circles import who_asked, who_started, who_wrote
from ..models import Activity, Notification
from . import ActivityKind, Happening

if TYPE_CHECKING:
    from django.db.models import Model

    from community.members.models import User

Reason = Notification.Reason


def first_reaction(name: str, model: type[Model], about: str) -> Callable[..., Happening | None]:
    """Take in a reaction to a text of a model: the first of a member, who may change it and take it back."""

    def reacted(reaction: Any, thing: Any, replaced: str = "", **kwargs: Any) -> Happening | None:
        if not isinstance(thing, model) or replaced or _is_known(name, about, thing.pk, actor=reaction.user_id):
            return None
        return Happening(thing, reaction.user_id)

    return reacted


def accepted(post: Post, by: User, **kwargs: Any) -> Happening | None:
    """Take in that a post was chosen as the answer: once, though the mark may come and go."""
    return None if _is_known("accepted", POST, post.pk) else Happening(post, by.pk)


def poll_closed(poll: Any, by: User | None = None, **kwargs: Any) -> Happening | None:
    """Take in that a poll is over, which stands in the first post of its topic."""
    first = poll.topic.posts.filter(number=1).first()
    return Happening(first, by.pk if by else None) if first else None


def bookmark_due(bookmark: Any, **kwargs: Any) -> Happening:
    """Take in that somebody is to be reminded of a post."""
    return Happening(bookmark.post, bookmark.user_id)


def _is_known(kind: str, about: str, key: int, **by: int) -> bool:
    """Tell whether that happened to a thing before."""
    return Activity.objects.filter(kind=kind, object_kind=about, object_id=key, **by).exists()


REACTED = ActivityKind(
    name="reaction",
    happening=first_reaction("reaction", Post, POST),
    circles=((Reason.REACTION, who_wrote),),
    said={Reason.REACTION: _("%(name)s reacted to your post")},
)
ACCEPTED = ActivityKind(
    name="accepted",
    happening=accepted,
    circles=((Reason.ACCEPTED, who_wrote),),
    said={Reason.ACCEPTED: _("%(name)s accepted your post as the answer")},
)
POLL_CLOSED = ActivityKind(
    name="poll",
    happening=poll_closed,
    circles=((Reason.POLL, who_started),),
    tells_watchers=True,
    said={Reason.POLL: _("Your poll is closed"), Reason.WATCHING: _("The poll here is closed")},
)
BOOKMARKED = ActivityKind(
    name="bookmark",
    happening=bookmark_due,
    circles=((Reason.BOOKMARK, who_asked),),
    said={Reason.BOOKMARK: _("You wanted to be reminded of this")},
    is_own=True,
)
