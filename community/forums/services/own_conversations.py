"""Private conversations as a member's own data: told of, and left behind with the account."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import transaction

from community.members.rights.answers import Part

from ..models import OF_PARTICIPANTS, Participant, Post
from ..models.participants import title_for
from .deserted import delete_if_deserted
from .participants import people_of, sentence_of
from .publication import locked_with_key

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield in which conversations the member takes or took part; what they wrote there is among their posts.

    And whom they let in or took out, and that they left.
    """
    rows = Participant.objects.filter(user=user).order_by("pk")
    told = rows.values("added_at", "left_at", "stays_out", topic_title=title_for(user.pk))
    yield Part("forum_conversations", told.iterator())
    yield Part("forum_conversation_acts", _acts(user))


def _acts(user: User) -> Iterator[dict[str, Any]]:
    acts = Post.objects.filter(author=user, act__in=OF_PARTICIPANTS, topic__is_private=True)
    rows = acts.select_related("author", "topic").annotate(title=title_for(user.pk)).order_by("topic_id", "number")
    for _key, of_topic in groupby(rows, key=lambda post: post.topic_id):
        posts: list[Any] = list(of_topic)
        people = people_of(posts[0].topic)
        for post in posts:
            yield {"topic_title": post.title, "created_at": post.created_at, "said": sentence_of(post, people)}


def erase(*, user: User, limit: int) -> int:
    """Delete at most `limit` rows by which the member took part, with what is deserted then; return how many.

    That they added others is forgotten, too.
    """
    rows = list(Participant.objects.filter(user=user).order_by("topic_id")[:limit])
    for row in rows:
        with transaction.atomic():
            topic = locked_with_key(row.topic_id)
            Participant.objects.filter(pk=row.pk).delete()
            if topic:
                delete_if_deserted(topic)
    if rows:
        return len(rows)
    keys = list(Participant.objects.filter(added_by=user).order_by("pk").values_list("pk", flat=True)[:limit])
    return Participant.objects.filter(pk__in=keys).update(added_by=None)
