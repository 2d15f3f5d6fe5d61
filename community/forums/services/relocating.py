"""Posts that go from one topic to another: their numbers, the marks in their places, and what depends on their place.

A post keeps its row, so that its address, reactions, bookmarks and whoever quotes it stay. It gets the next number of
the other topic; in its place stands a mark, which says where it went: numbers of a topic never have a gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from outbox.services import enqueue

from community.members.permissions import Refused
from community.writing.services import RENDERER_VERSION
from community.writing.uploads.services import update_stores_of

from ..models import POST, Act, Post, Topic
from ..permissions import can_moderate, require, shares_audience
from ..signals import posts_moved
from .answers import take_mark_away
from .referring import refer_by_key

if TYPE_CHECKING:
    from community.members.models import User

MOST_AT_ONCE = 1_000
A_STATEMENT = 250  # rows
OUT_OF_THE_WAY = 1_000_000_000  # added to numbers for a moment: no two posts may have the same one at any time
RERENDER = "community.forums.tasks.rerender_posts"

Pair = tuple[int, int]
"""The keys of a post and of the mark in its place."""


def require_movable(moderator: User, *topics: Topic) -> None:
    """Raise `Refused`, with the reason, unless the moderator may take posts out of these topics and put them there."""
    for topic in topics:
        require(bool(can_moderate(moderator, topic)), moderator, topic)
    for topic in topics:
        if topic.archived_at:
            raise Refused(_("“%(title)s” is archived. Take it out of the archive first.") % {"title": topic.title})
        if topic.merged_into_id:
            raise Refused(_("“%(title)s” was merged into another topic meanwhile.") % {"title": topic.title})
        if not topic.is_live:
            raise Refused(_("“%(title)s” is not shown at the moment. Restore it first.") % {"title": topic.title})
    if len(topics) == 2 and not shares_audience(*topics):
        raise Refused(_("These topics are not for the same people, so no posts go from one to the other."))


def chosen_posts(topic: Topic, posts: Iterable[Post]) -> list[Post]:
    """Read posts of a locked topic that shall go, in their order; raise `ValidationError` where they can't."""
    keys = {post.pk for post in posts}
    if not keys:
        raise ValidationError(_("Choose the posts first."), code="required")
    require_few(len(keys))
    rows = topic.posts.written().filter(pk__in=keys).select_related("author")
    found = list(rows.defer("body", "html").order_by("number"))
    if len(found) < len(keys):
        raise ValidationError(
            _("Some of these posts are not in this topic any more. Please look at it again."), code="gone"
        )
    require_not_first(found)
    return found


def require_not_first(posts: Sequence[Post]) -> None:
    """Raise `ValidationError` where the post that opens their topic is among posts, in their order."""
    if posts and posts[0].is_first:
        raise ValidationError(
            _("The first post opens the topic, so it can’t leave it. Merge the whole topic into another one instead."),
            code="first",
        )


def require_few(count: int) -> None:
    """Raise `ValidationError` for more posts than one act moves."""
    if count > MOST_AT_ONCE:
        said = ngettext(
            "At most %(most)s post can be moved at once, and these are %(count)s. Please move them in several steps.",
            "At most %(most)s posts can be moved at once, and these are %(count)s. Please move them in several steps.",
            MOST_AT_ONCE,
        )
        raise ValidationError(said % {"most": MOST_AT_ONCE, "count": count}, code="too_many")


def take_away(*, moderator: User, posts: Sequence[Post], source: Topic, into: Topic) -> list[Pair]:
    """Give posts the next numbers of another topic, and leave a mark in the place of each; both topics are locked.

    Whatever refers to accounts must be written before: who keeps a post holds their account, then waits for the post.
    """
    changed = refer_by_key(topic=source, keys=[post.pk for post in posts])
    begin = into.post_count + 1
    _place({post.pk: number for number, post in enumerate(posts, start=begin)}, topic=into)
    into.post_count += len(posts)
    now = timezone.now()
    marks = Post.objects.bulk_create(
        (
            Post(
                topic=source,
                number=post.number,
                author=moderator,
                act=Act.MOVED_AWAY,
                act_data={"post": post.pk, "topic": into.pk},
                html_version=RENDERER_VERSION,
                created_at=now,
                published_at=now,
            )
            for post in posts
        ),
        batch_size=A_STATEMENT,
    )
    _follow([post.pk for post in posts], changed, source=source, into=into)
    return [(post.pk, mark.pk) for post, mark in zip(posts, marks, strict=True)]


def put_back(*, moderator: User, pairs: Sequence[Pair], source: Topic, into: Topic) -> None:
    """Put posts back into the place of their marks, which take theirs in the topic they went to; both are locked.

    Raises `Refused` where some were moved on.
    """
    keys, marks = [post for post, _mark in pairs], [mark for _post, mark in pairs]
    numbers = dict(into.posts.filter(pk__in=keys).values_list("pk", "number"))
    places = dict(source.posts.filter(pk__in=marks, act=Act.MOVED_AWAY).values_list("pk", "number"))
    if len(numbers) < len(pairs) or len(places) < len(pairs):
        raise Refused(_("Some of the posts were moved on since, so this can’t be taken back. You can move them again."))
    changed = refer_by_key(topic=into, keys=keys)
    source.posts.filter(pk__in=marks).update(number=F("number") + OUT_OF_THE_WAY)
    _place({post: places[mark] for post, mark in pairs}, topic=source)
    _place({mark: numbers[post] for post, mark in pairs}, topic=into)
    swapped = [Post(pk=mark, author=moderator, act_data={"post": post, "topic": source.pk}) for post, mark in pairs]
    Post.objects.bulk_update(swapped, ["author", "act_data"], batch_size=A_STATEMENT)
    _follow(keys, changed, source=into, into=source)


def let_go_of_answer(topic: Topic, keys: Collection[int], moderator: User) -> int | None:
    """Let none of the posts that leave a topic be its answer; return the key of the one that was, and announce it."""
    post = take_mark_away(topic, by=moderator) if topic.accepted_post_id in keys else None
    return post.pk if post else None


def _place(numbers: Mapping[int, int], *, topic: Topic) -> None:
    """Give posts their topic and their numbers there, both at once."""
    pairs = iter(numbers.items())
    while batch := dict(islice(pairs, A_STATEMENT)):
        cases = (When(pk=key, then=Value(number)) for key, number in batch.items())
        Post.objects.filter(pk__in=batch).update(topic=topic, number=Case(*cases, output_field=IntegerField()))


def _follow(keys: Sequence[int], changed: Sequence[int], *, source: Topic, into: Topic) -> None:
    """Bring in line what depends on where posts are: what others see of them, their language, and who hears of it."""
    stale = {*changed, *(keys if source.language != into.language else ())}
    if stale:  # pages render them from now on, until a job has stored that
        Post.objects.filter(pk__in=stale).update(html_version=0)
        enqueue(RERENDER, sorted(stale))
    if source.category_id != into.category_id:
        update_stores_of(kind=POST, keys=keys)
    posts_moved.send(sender=Post, keys=list(keys), source=source, into=into)
