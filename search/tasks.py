"""What is done in the background: indexing that is much, what is due each night, and what members are told."""

import time

from celery import shared_task
from django.db import connection
from django.utils import timezone
from outbox.claims import TryLater
from outbox.services import enqueue, enqueue_once

from . import alerts, insight, services, spelling
from .indexing.client import is_used
from .indexing.comparing import compare
from .indexing.indexes import merge_files
from .indexing.outage import deliver_and_tell, tried_later
from .reading import services as reading
from .services import rebuild, refresh_posts_of, refresh_region_entries

PAUSE = 0.2  # seconds after each batch where one alone can write, and who waits for it looks only now and then


@shared_task(name="search.tasks.rebuild_kind")
def rebuild_kind(kind: str) -> None:
    """Describe everything of a kind anew, while members go on writing."""
    rebuild([kind], lambda kind, done, total: _let_others_write())


@shared_task(name="search.tasks.refresh_region")
def refresh_region(region_id: int) -> None:
    """Describe a region and all that stands in it anew."""
    refresh_region_entries(region_id)


@shared_task(name="search.tasks.refresh_carriers")
def refresh_carriers(field: str, value: str) -> None:
    """Describe all that carries a term anew."""
    services.refresh_carriers(field, value)


@shared_task(name="search.tasks.refresh_spoken")
def refresh_spoken(organisation_id: int) -> None:
    """Describe all that was written in the name of an organisation anew."""
    services.refresh_spoken(organisation_id)


@shared_task(name="search.tasks.refresh_discussion")
def refresh_discussion(key: str) -> None:
    """Describe the comments of a discussion anew."""
    services.follow_discussion(key)


@shared_task(name="search.tasks.refresh_topic")
def refresh_topic(topic_id: int) -> None:
    """Describe a topic anew."""
    services.refresh_topic(topic_id)


@shared_task(name="search.tasks.refresh_topic_posts")
def refresh_topic_posts(topic_id: int) -> None:
    """Describe the posts of a topic anew."""
    refresh_posts_of(topic_id)


@shared_task(name="search.tasks.refresh_posts")
def refresh_posts(keys: list[int]) -> None:
    """Describe posts that went to another topic anew."""
    services.refresh_posts(keys)


@shared_task(name="search.tasks.read_document")
def read_document(document_id: int) -> None:
    """Read the file of a document."""
    reading.read_document(document_id)


@shared_task(name="search.tasks.reconcile")
def reconcile() -> None:
    """Describe everything anew, and have read and compared what was not, in case a change went by unnoticed."""
    from .sources import SOURCES

    spelling.forget_unused()  # before: a word that comes into use at this very moment is learned again
    rebuild(list(SOURCES), lambda kind, done, total: None)
    reading.request_readings()
    if is_used():
        enqueue_once("search.tasks.compare_index")


@shared_task(name="search.tasks.compare_index", throws=(TryLater,))
def compare_index() -> None:
    """Compare Elasticsearch with the table, and tidy it; while it is away only this waits, not all nightly work."""
    if not is_used():
        return
    with tried_later():
        if compare().repaired:
            enqueue_once("search.tasks.deliver")
        merge_files()


# Celery writes of what a task `throws` one line, not an error with its trace, twice a minute.
@shared_task(name="search.tasks.deliver", throws=(TryLater,))
def deliver() -> None:
    """Bring to Elasticsearch what changed."""
    if is_used():
        deliver_and_tell()


@shared_task(name="search.tasks.forget_old_searches")
def forget_old_searches() -> None:
    """Forget what was looked for longer ago than the site keeps it."""
    insight.forget_old_searches()


@shared_task(name="search.tasks.send_alerts")
def send_alerts() -> None:
    """Mail members what is new in their saved searches, a batch at a time so that other jobs have their turn."""
    if alerts.send_alerts(timezone.now()):
        enqueue("search.tasks.send_alerts")


def _let_others_write() -> None:
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)
