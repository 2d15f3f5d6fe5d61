"""Counting what members did, of many at once: a few queries for all of them, each by an index of its own.

Private conversations count for nothing, nor what is held, hidden or deleted. How much somebody read of a topic is the
number that they came to; of what was read lately the whole topic counts, since its single days aren't kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from community.comments.models import COMMENT, Comment
from community.comments.services.following import KIND
from community.forums.models import POST, Post, Reading, Topic
from community.members.following.models import Watch
from community.members.permissions import is_silenced, is_suspended
from community.members.trust.facts import Activity, Counting, Facts
from community.members.trust.levels import CALM, KNOWN, WINDOW
from community.members.trust.models import VisitedDay
from community.members.trust.vouched import vouched_among
from community.writing.reactions.models import Reaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

Keys = Collection[int]
Column = Mapping[int, Mapping[str, int]]  # some facts of each member
# Whoever keeps reports adds here how they are counted: of members since a moment, how many of their texts were reported
# with reason, and by how many others.
FLAGGED: list[Callable[[Keys, datetime], Mapping[int, tuple[int, int]]]] = []


def activity() -> Activity:
    """Count what was new lately, for all."""
    since = timezone.now() - WINDOW
    topics = Topic.objects.listed().filter(is_private=False, created_at__gt=since)
    posts = Post.objects.live().written().filter(topic__is_private=False, topic__is_live=True, created_at__gt=since)
    return Activity(topics=topics.count(), posts=posts.count())


def facts_of(members: Sequence[User]) -> dict[int, Facts]:
    """Count for each member what decides about their next level, or about the one they may lose."""
    now = timezone.now()
    keys = [member.pk for member in members]
    below = [member.pk for member in members if member.trust_level < KNOWN]
    known = [member.pk for member in members if member.trust_level >= KNOWN]
    columns = [*_of_all(keys, now - WINDOW), *(_since_ever(below) if below else ())]
    columns += _lately(known, now - WINDOW) if known else ()
    vouched, mailed = vouched_among(keys), _mailed_among(below)
    found = {}
    for member in members:
        counts = {name: count for column in columns for name, count in column.get(member.pk, {}).items()}
        found[member.pk] = Facts(
            **counts | {"days": counts.get("days", 0) + member.earlier_days},
            restricted=int(_was_restricted(member, now - CALM)),
            is_restricted=bool(is_silenced(member) or is_suspended(member)),
            is_vouched=member.pk in vouched,
            is_assisted=member.email is None,
            is_mailed=member.pk in mailed,
        )
    return found


COUNTING = Counting(facts_of, activity)


def _of_all(keys: Keys, since: datetime) -> Iterator[Column]:
    """Count what every level asks: reading, days and reactions given."""
    lately = Q(last_read_at__gt=since)
    read = Reading.objects.filter(user__in=keys, topic__is_private=False).order_by().values("user")
    yield _column(
        read.annotate(
            entered=Count("pk"),
            came_to=Sum("last_read"),
            spent=Sum("seconds"),
            entered_lately=Count("pk", filter=lately),
            came_to_lately=Sum("last_read", filter=lately, default=0),
        ).values_list("user", "entered", "came_to", "spent", "entered_lately", "came_to_lately"),
        *("topics", "posts", "seconds", "recent_topics", "recent_posts"),
    )
    on_days = VisitedDay.objects.filter(user__in=keys).order_by().values("user")
    counted = on_days.annotate(all=Count("pk"), lately=Count("pk", filter=Q(day__gt=since.date())))
    yield _column(counted.values_list("user", "all", "lately"), "days", "recent_days")
    given = Reaction.objects.filter(user__in=keys).order_by().values("user")
    yield _column(
        given.annotate(all=Count("pk"), lately=Count("pk", filter=Q(created_at__gt=since))).values_list(
            "user", "all", "lately"
        ),
        *("likes_given", "recent_likes_given"),
    )


def _since_ever(keys: Keys) -> Iterator[Column]:
    """Count what the first levels ask besides."""
    received: Counter[int] = Counter()
    for reactions in _reactions_to(keys):
        received.update(dict(reactions.values("owner").annotate(count=Count("pk")).values_list("owner", "count")))
    yield {owner: {"likes_received": count} for owner, count in received.items()}
    yield {user: {"replies": count} for user, count in _answered(keys).items()}


def _lately(keys: Keys, since: datetime) -> Iterator[Column]:
    """Count what level 3 asks besides."""
    received: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for reactions in _reactions_to(keys):
        rows = reactions.filter(created_at__gt=since).values_list("owner", "user", TruncDate("created_at"))
        for owner, user, day in rows:
            received[owner].append((user, day))
    yield {
        owner: {
            "recent_likes_received": len(rows),
            "recent_likes_members": len({user for user, _day in rows}),
            "recent_likes_days": len({day for _user, day in rows}),
        }
        for owner, rows in received.items()
    }
    yield {user: {"recent_replies": count} for user, count in _answered(keys, since).items()}
    for flagged in FLAGGED:
        yield {user: {"flagged": texts, "flaggers": by} for user, (texts, by) in flagged(keys, since).items()}


def _reactions_to(keys: Keys) -> Iterator[QuerySet[Any]]:
    """Select reactions to what members wrote, of each kind of texts, with the key of the writer (`owner`)."""
    posts: QuerySet[Any] = Post.objects.live().filter(topic__is_private=False)
    comments: QuerySet[Any] = Comment.objects.filter(is_live=True)
    for kind, texts, writer in ((POST, posts, "author"), (COMMENT, comments, "user")):
        theirs = texts.filter(**{f"{writer}__in": keys}).order_by().values("pk")
        owner = Subquery(texts.model.objects.filter(pk=OuterRef("object_id")).order_by().values(writer)[:1])
        yield Reaction.objects.filter(kind=kind, object_id__in=theirs).order_by().annotate(owner=owner)


def _answered(keys: Keys, since: datetime | None = None) -> Counter[int]:
    """Count in how many topics of others, and under how many pages, members wrote."""
    replies = Post.objects.live().written().filter(author__in=keys, number__gt=1, topic__is_private=False)
    comments = Comment.objects.filter(is_live=True, user__in=keys)
    if since is not None:
        replies, comments = replies.filter(created_at__gt=since), comments.filter(submit_date__gt=since)
    found: Counter[int] = Counter()
    of_others = replies.exclude(topic__author=F("author")).order_by()
    found.update(dict(of_others.values_list("author").annotate(Count("topic", distinct=True))))
    found.update(dict(comments.order_by().values_list("user").annotate(Count("discussion", distinct=True))))
    return found


def _mailed_among(keys: Keys) -> frozenset[int]:
    """Select those who get mails of a discussion that they follow."""
    following = Watch.objects.filter(user__in=keys, kind=KIND, level__gte=Watch.Level.TRACKING)
    return frozenset(following.order_by().values_list("user", flat=True))


def _was_restricted(member: User, since: datetime) -> bool:
    """Tell whether a silence or a suspension ended since then, or goes on; one that was lifted doesn't count."""
    return any(until and until > since for until in (member.silenced_until, member.suspended_until))


def _column(rows: QuerySet[Any, tuple[int, ...]], *names: str) -> Column:
    """Read rows that begin with the key of a member."""
    return {user: dict(zip(names, counts, strict=True)) for user, *counts in rows}
