"""Who is meant by an activity: about any text, or about a post."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from community.forums.models import POST
from community.forums.services.participants import who_hears, who_is_new
from community.writing.mentions.services import most_told

from .mentions import mentioned_in
from .models import Notification

if TYPE_CHECKING:
    from community.forums.models import Post

    from .models import Activity


def mentioned(activity: Activity, text: Any) -> Iterable[int]:
    """Name those whom a post or a comment calls by their handle."""
    return mentioned_in(activity.object_kind, text)


def quoted(activity: Activity, post: Post) -> Iterable[int]:
    """Name the authors of the posts that it quotes, as many of them as one text tells over all its changes.

    Else a text with a hundred addresses of posts would call all who wrote them, by mail too.
    """
    authors = dict.fromkeys(post.quotes.order_by("pk").values_list("quoted__author", flat=True))
    authors.pop(post.author_id, None)
    if not authors:
        return []
    rows = Notification.objects.filter(activity__object_kind=POST, activity__object_id=post.pk)
    known = set(rows.filter(reason=Notification.Reason.QUOTE).values_list("recipient", flat=True))
    new = [key for key in authors if key not in known]
    return new[: max(0, most_told(post.author) - len(known))]


def who_started(activity: Activity, post: Post) -> Iterable[int]:
    """Name who started the topic."""
    return [post.topic.author_id]


def who_wrote(activity: Activity, post: Post) -> Iterable[int]:
    """Name the author of the post."""
    return [post.author_id]


def who_asked(activity: Activity, post: Post) -> Iterable[int]:
    """Name who wanted to be reminded: the one by whom the activity is."""
    return [activity.actor_id] if activity.actor_id else []


def who_takes_part(activity: Activity, post: Post) -> Iterable[int]:
    """Name those who take part in the private conversation and want to hear of all of it."""
    return who_hears(post.topic)


def who_was_added(activity: Activity, post: Post) -> Iterable[int]:
    """Name the members whom the small post tells of as added, by themselves or by their group, who were not there."""
    data = post.act_data or {}
    return who_is_new(post.topic, users=data.get("users", []), groups=data.get("groups", []))
