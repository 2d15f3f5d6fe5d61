"""What mentors commented for others, for the list that each person gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from community.members.assistance.done import Act
from community.writing.services import plain_text

from .models import Comment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User


class CommentsForOthers:
    """Comments."""

    kind = "comment"

    def rows(self, person: User) -> QuerySet[Any]:
        """Select the comments that somebody wrote for the person."""
        comments: QuerySet[Any] = Comment.objects.filter(user=person, acted_by__isnull=False)
        return comments.annotate(at=F("submit_date"))

    def acts(self, keys: Iterable[int]) -> Mapping[int, Act]:
        """Fetch comments; only what stands is linked."""
        comments = Comment.objects.filter(pk__in=keys).select_related("acted_by")
        return {comment.pk: _act(comment) for comment in comments}


def _act(comment: Comment) -> Act:
    url = comment.get_absolute_url() if comment.is_live else ""
    return Act(_("Comment"), comment.submit_date, comment.acted_by, plain_text(comment.comment, 80), url)
