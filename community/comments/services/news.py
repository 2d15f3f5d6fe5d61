"""That something appeared of which followers are to hear."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.comments.models import Comment, Discussion


def note_news(comment: Comment) -> None:
    """Have followers mailed in some minutes of a comment that appeared, with what else appears until then.

    Where nobody was mailed before, what appeared earlier is not told.
    """
    appeared = comment.news_at = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(news_at=appeared)
    Discussion.objects.filter(pk=comment.discussion_id, mails_due_at=None).update(
        mails_due_at=appeared + timedelta(minutes=settings.COMMENT_MAIL_MINUTES),
        mailed_until=Coalesce("mailed_until", appeared - timedelta(microseconds=1)),
    )


def not_news(comment: Comment) -> None:
    """Have nobody mailed of it, also where it is hidden and restored."""
    comment.news_at = comment.submit_date
    Comment.objects.filter(pk=comment.pk).update(news_at=comment.news_at)


def follow_state(comment: Comment) -> None:
    """Take what is hidden before anybody was told for no news, and for news once it is restored."""
    told_until = Discussion.objects.values_list("mailed_until", flat=True).get(pk=comment.discussion_id)
    if comment.is_live and comment.news_at is None:
        note_news(comment)
    elif not comment.is_live and comment.news_at and told_until and comment.news_at > told_until:
        comment.news_at = None
        Comment.objects.filter(pk=comment.pk).update(news_at=None)
