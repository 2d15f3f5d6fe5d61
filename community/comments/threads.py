"""A page of threads: the first comments, and below each what was answered, three levels deep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator

from .models import Comment, Discussion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.permissions import Viewer

THREADS_PER_PAGE = 50


@dataclass
class Node:
    """A comment with its answers; `is_shown` is False where only a mark is left, since answers to it stand."""

    comment: Comment
    is_shown: bool
    replies: list[Node] = field(default_factory=list)


def thread_page(discussion: Discussion, viewer: Viewer, number: int | str | None = 1) -> Page[Node]:
    """Collect one page of threads as trees; always three queries."""
    roots = Comment.objects.filter(discussion=discussion).threads_visible_to(viewer)
    page = Paginator(roots.values_list("pk", flat=True), THREADS_PER_PAGE).get_page(number)
    comments = (
        Comment.objects.filter(thread_id__in=list(page.object_list))
        .select_related("user__profile__handle")
        .order_by("thread_id", "order")
    )
    page.object_list = _trees(comments, viewer)
    return page


def page_number_of(comment: Comment, viewer: Viewer) -> int:
    """Find the page of its discussion on which a comment stands."""
    roots = Comment.objects.filter(discussion=comment.discussion_id).threads_visible_to(viewer)
    return roots.filter(thread_id__lt=comment.thread_id).count() // THREADS_PER_PAGE + 1


def _trees(comments: Iterable[Comment], viewer: Viewer) -> list[Node]:
    """Hang each comment below its parent; they come in reading order, so a parent is always there first."""
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    for comment in comments:
        nodes[comment.pk] = node = Node(comment, comment.is_visible_to(viewer))
        (nodes[comment.parent_id].replies if comment.level else roots).append(node)
    return [root for root in roots if _has_something(root)]


def _has_something(node: Node) -> bool:
    """Cut off what is neither seen nor answered by anything seen."""
    node.replies = [reply for reply in node.replies if _has_something(reply)]
    return node.is_shown or bool(node.replies)
