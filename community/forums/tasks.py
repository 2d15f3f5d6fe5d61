"""What is done in the forum in the background."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone
from outbox.services import enqueue

from .models.top import Period
from .polls import services as polls
from .services import bookmarks, deserted, owning, withdrawing
from .services.mentioning import rerender
from .services.top import count_top


@shared_task
def remind() -> None:
    """Remind members of what they keep, a batch at a time so that other jobs have their turn."""
    if bookmarks.remind_due(now=timezone.now()) == bookmarks.BATCH:
        enqueue("community.forums.tasks.remind")


@shared_task
def close_polls() -> None:
    """Count and announce the polls whose date has come."""
    polls.close_due_polls()


@shared_task
def rerender_posts(keys: list[int]) -> None:
    """Render posts anew that came to a topic in another language, or that name others in another way."""
    rerender(keys)


@shared_task
def count_top_of_day() -> None:
    """Count what was talked about most today."""
    count_top(Period.DAY)


@shared_task
def count_top_of_month() -> None:
    """Count what was talked about most this week and this month."""
    count_top(Period.WEEK)
    count_top(Period.MONTH)


@shared_task
def count_top_of_year() -> None:
    """Count what was talked about most this year, and ever."""
    count_top(Period.YEAR)
    count_top(Period.ALL)


@shared_task
def name_in_quotes(post_id: int) -> None:
    """Put the name of who owns a post now above the quotes of it."""
    owning.name_in_quotes(post_id=post_id)


@shared_task
def withdraw_quotes(posts: list[int], topics: list[int]) -> None:
    """Have the words of posts go from quotes, or come back, as they do themselves."""
    withdrawing.withdraw_quotes(posts=posts, topics=topics)


@shared_task
def delete_deserted() -> None:
    """Delete private conversations in which nobody takes part any more."""
    deserted.delete_deserted()
