"""A page of threads: the first comments, and below each the beginning of what was answered, three levels deep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.writing.mentions.handles import handles_in
from community.writing.reactions.models import Reaction
from community.writing.reactions.shown import reactions_to

from .models import COMMENT, Comment, CommentQuerySet, Discussion
from .permissions import may_delete, may_edit, may_moderate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.members.models import User
    from community.members.permissions import Viewer
    from community.writing.reactions.shown import Shown

    from .models import Guest

THREADS_PER_PAGE = 50
REPLIES_SHOWN = 2  # below each first comment; the others stand on the page of the thread
REPLIES_PER_PAGE = 50
LAST_PAGE = 10_000
PEOPLE = ("user__profile__handle", "acted_by", "organisation__handle")
OLDEST, NEWEST, LIKED = "terlama", "terbaru", "disukai"
SORTS = {OLDEST: _("oldest first"), NEWEST: _("newest first"), LIKED: _("most liked")}


@dataclass
class Node:
    """A comment with its answers; `is_shown` is False where only a mark is left, since answers to it stand.

    `is_folded` is True where the viewer has blocked its author; `further` counts the answers that are not on the page;
    `answered` is whose words it answers where telephones show it beside these, not further in.
    """

    comment: Comment
    is_shown: bool
    is_folded: bool = False
    is_deletable: bool = False
    is_editable: bool = False
    is_reactable: bool = False
    is_moderated: bool = False
    reactions: list[Shown] = field(default_factory=list)
    replies: list[Node] = field(default_factory=list)
    further: int = 0
    answered: User | Guest | None = None

    def and_replies(self) -> Iterator[Node]:
        """Go through it and all below it."""
        yield self
        for reply in self.replies:
            yield from reply.and_replies()


@dataclass
class Threads:
    """One page of them, in the order that was asked for.

    `until` is the mark of the first page, with which later ones leave out what came since: none of them then shows
    again what stood on the page before. With the newest first it is the key of the first thread, and with the most
    liked the moment, in milliseconds; with the oldest first nothing new comes before the end, and it is 0.
    """

    nodes: list[Node]
    number: int = 1
    has_next: bool = False
    sort: str = OLDEST
    until: int = 0

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.number - 1


@dataclass(frozen=True)
class Position:
    """Where a comment stands: on which page of threads, or on which page of its thread beyond what that shows."""

    page: int
    page_of_thread: int | None = None


def thread_page(
    discussion: Discussion, viewer: Viewer, *, number: int = 1, sort: str = OLDEST, until: int = 0
) -> Threads:
    """Collect one page of threads, in two queries; one more each for the names in them and for reactions.

    A member is also asked whom they have blocked. Of a long thread only the beginning is shown, so that a page stays
    light however long it grows.
    """
    sort = sort if sort in SORTS else OLDEST
    number = min(max(number, 1), LAST_PAGE)
    begin = (number - 1) * THREADS_PER_PAGE
    roots = Comment.objects.filter(discussion=discussion.pk).threads_kept_for(viewer).select_related(*PEOPLE)
    if sort == LIKED:
        until = _moment(until)
    found = list(_sorted(roots, sort, until)[begin : begin + THREADS_PER_PAGE + 1])
    shown = found[:THREADS_PER_PAGE]
    if sort == NEWEST and number == 1 and shown:
        until = shown[0].thread_id
    replies, totals = _first_replies(shown, viewer)
    nodes = _trees([*shown, *replies], discussion, viewer)
    for node in nodes:
        total, last = totals.get(node.comment.pk, (0, 0))
        node.further = total - last
    return Threads(nodes, number, len(found) > THREADS_PER_PAGE, sort, until)


def one_thread(root: Comment, viewer: Viewer, *, number: int | str | None = 1) -> tuple[Node | None, Page[Comment]]:
    """Collect one page of the answers below a first comment, which stands above them on each page.

    What the first of them answers is shown above it once more. Without anything that the viewer sees there is no node.
    """
    kept = _replies(root.thread_id, viewer).select_related(*PEOPLE).order_by("order")
    page: Page[Comment] = Paginator(kept, REPLIES_PER_PAGE).get_page(number)
    comments = list(page.object_list)
    if comments and comments[0].level > 1:
        above = Comment.objects.filter(pk=comments[0].parent_id).select_related(*PEOPLE)
        comments = [*above, *comments]
    if not comments and not root.is_visible_to(viewer):
        return None, page
    [node] = _trees([root, *comments], root.discussion, viewer)
    return node, page


def position_of(comment: Comment, viewer: Viewer) -> Position:
    """Find where a comment stands that the viewer sees, with the oldest threads first."""
    threads = Comment.objects.filter(discussion=comment.discussion_id).threads_kept_for(viewer)
    page = threads.filter(thread_id__lt=comment.thread_id).count() // THREADS_PER_PAGE + 1
    if not comment.level:
        return Position(page)
    rank = _replies(comment.thread_id, viewer).filter(order__lte=comment.order).count()
    return Position(page, None if rank <= REPLIES_SHOWN else (rank - 1) // REPLIES_PER_PAGE + 1)


def _replies(thread_id: int, viewer: Viewer) -> CommentQuerySet:
    return Comment.objects.filter(thread_id=thread_id).replies_kept_for(viewer)


def _moment(until: int) -> int:
    """Give the mark of a moment, in milliseconds; without one, or for one to come, that of now."""
    now = int(timezone.now().timestamp() * 1000) + 1
    return min(until or now, now)


def _sorted(roots: CommentQuerySet, sort: str, until: int) -> CommentQuerySet:
    if sort == LIKED:
        then = datetime.fromtimestamp(until / 1000, UTC)
        given = Reaction.objects.filter(kind=COMMENT, object_id=OuterRef("pk"), created_at__lte=then)
        liked = given.order_by().values("object_id")
        count = Subquery(liked.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        return roots.annotate(likes=Coalesce(count, 0)).order_by("-likes", "thread_id")
    if sort == NEWEST:
        return (roots.filter(thread_id__lte=until) if until else roots).order_by("-thread_id")
    return roots.order_by("thread_id")


def _first_replies(roots: Sequence[Comment], viewer: Viewer) -> tuple[list[Comment], dict[int, tuple[int, int]]]:
    """Fetch the first answers in each thread; and by thread how many there are, and how many of them these are."""
    answered = [root.thread_id for root in roots]
    if not answered:
        return [], {}
    numbered = (
        Comment.objects.filter(thread_id__in=answered)
        .replies_kept_for(viewer)
        .annotate(
            rank=Window(RowNumber(), partition_by=F("thread_id"), order_by=F("order").asc()),
            total=Window(Count("pk"), partition_by=F("thread_id")),
        )
    )
    first = numbered.filter(rank__lte=REPLIES_SHOWN).select_related(*PEOPLE).order_by("thread_id", "order")
    replies = list(first)
    return replies, {reply.thread_id: (reply.total, reply.rank) for reply in replies}


def _trees(comments: Iterable[Comment], discussion: Discussion, viewer: Viewer) -> list[Node]:
    """Hang each comment below its parent, which comes before it."""
    comments = list(comments)
    handles = handles_in(*(comment.comment for comment in comments))
    reactions = reactions_to(COMMENT, {comment.pk: comment.user_id for comment in comments}, viewer)
    is_moderated = bool(may_moderate(viewer, discussion))
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    for comment in comments:
        comment.discussion = discussion  # who looks after it is asked of each that isn't shown to all
        comment.handles = handles
        nodes[comment.pk] = node = Node(
            comment,
            comment.is_visible_to(viewer),
            is_folded=comment.user_id in viewer.blocked_ids,
            is_deletable=bool(may_delete(viewer, comment)),
            is_editable=bool(may_edit(viewer, comment)),
            is_moderated=is_moderated,
            is_reactable=comment.is_live and (not viewer.user_id or viewer.user_id != comment.user_id),
            reactions=reactions[comment.pk],
        )
        if comment.level > 1 and nodes[comment.parent_id].is_shown:
            node.answered = nodes[comment.parent_id].comment.writer
        (nodes[comment.parent_id].replies if comment.level else roots).append(node)
    return roots
