"""A page of threads: the first comments, and below each what was answered, three levels deep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from community.writing.mentions.handles import handles_in

from .models import Comment, CommentQuerySet, Discussion
from .permissions import may_delete

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.permissions import Viewer

COMMENTS_PER_PAGE = 50
PEOPLE = ("user__profile__handle", "acted_by", "organisation__handle")


@dataclass
class Node:
    """A comment with its answers; `is_shown` is False where only a mark is left, since answers to it stand.

    `is_folded` is True where the viewer has blocked its author, `is_deletable` where they may take it back.
    """

    comment: Comment
    is_shown: bool
    is_folded: bool = False
    is_deletable: bool = False
    replies: list[Node] = field(default_factory=list)


def thread_page(discussion: Discussion, viewer: Viewer, number: int | str | None = 1) -> Page[Node]:
    """Collect one page of comments as trees, in two queries; one more where a page begins inside a thread.

    A member is also asked whom they have blocked. Comments are counted, not threads, so that a page stays light
    however long a thread grows; what a page's first comment answers is shown above it once more.
    """
    listed = _listed(discussion.pk, viewer).select_related(*PEOPLE).order_by("thread_id", "order")
    page: Page[Any] = Paginator(listed, COMMENTS_PER_PAGE).get_page(number)
    comments: list[Comment] = list(page.object_list)
    if comments and comments[0].level:
        answered = {comments[0].thread_id, comments[0].parent_id}
        above = Comment.objects.filter(pk__in=answered).select_related(*PEOPLE).order_by("order")
        comments = [*above, *comments]
    handles = handles_in(*(comment.comment for comment in comments))
    for comment in comments:
        comment.discussion = discussion  # who looks after it is asked of each that isn't shown to all
        comment.handles = handles
    page.object_list = _trees(comments, viewer)
    return page


def page_number_of(comment: Comment, viewer: Viewer) -> int:
    """Find the page of its discussion on which a comment stands."""
    before = Q(thread_id__lt=comment.thread_id) | Q(thread_id=comment.thread_id, order__lt=comment.order)
    return _listed(comment.discussion_id, viewer).filter(before).count() // COMMENTS_PER_PAGE + 1


def _listed(discussion_id: int, viewer: Viewer) -> CommentQuerySet:
    """All comments of the threads in which the viewer sees anything."""
    comments = Comment.objects.filter(discussion=discussion_id)
    return comments.filter(thread_id__in=comments.threads_visible_to(viewer).order_by().values("thread_id"))


def _trees(comments: Iterable[Comment], viewer: Viewer) -> list[Node]:
    """Hang each comment below its parent; they come in reading order, so a parent is always there first."""
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    for comment in comments:
        is_folded = comment.user_id in viewer.blocked_ids
        is_deletable = bool(may_delete(viewer, comment))
        nodes[comment.pk] = node = Node(comment, comment.is_visible_to(viewer), is_folded, is_deletable)
        (nodes[comment.parent_id].replies if comment.level else roots).append(node)
    return [root for root in roots if _has_something(root)]


def _has_something(node: Node) -> bool:
    """Cut off what is neither seen nor answered by anything seen."""
    node.replies = [reply for reply in node.replies if _has_something(reply)]
    return node.is_shown or bool(node.replies)
