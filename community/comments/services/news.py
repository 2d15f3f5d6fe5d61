"""That something appeared of which followers are to hear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.comments.models import Discussion

if TYPE_CHECKING:
    from community.comments.models import Comment


def note_news(comment: Comment) -> None:
    """Have followers mailed in some minutes of a comment that appeared, with what else appears until then.

    Where nobody was mailed before, what appeared earlier is not told.
    """
    appeared = comment.published_at or timezone.now()
    Discussion.objects.filter(pk=comment.discussion_id, mails_due_at=None).update(
        mails_due_at=appeared + timedelta(minutes=settings.COMMENT_MAIL_MINUTES),
        mailed_until=Coalesce("mailed_until", appeared - timedelta(microseconds=1)),
    )
