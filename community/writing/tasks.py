"""What is done about texts in the background."""

from __future__ import annotations

from celery import shared_task

from .cards import services as cards
from .drafts import services as drafts
from .mentions import services as mentions
from .uploads import services as uploads


@shared_task
def rerender_links(scope: str, cursor: int | None) -> int | None:
    """Take one step of making the links to somebody true again."""
    return mentions.rerender_links(scope=scope, after=cursor or 0)


@shared_task
def update_store(upload_id: int) -> None:
    """Bring a picture into the store where it belongs."""
    uploads.update_store(upload_id=upload_id)


@shared_task
def update_stores(scope: str, cursor: int | None) -> int | None:
    """Look at some pictures of a kind of texts; the cursor says after which one to go on."""
    return uploads.update_some_stores(kind=scope, after=cursor or 0)


@shared_task
def forget_unused_uploads() -> None:
    """Delete pictures that nobody put into a text."""
    uploads.forget_unused()


@shared_task
def forget_drafts() -> None:
    """Delete drafts that nobody has gone on with for long."""
    while drafts.forget_old() == drafts.A_RUN:
        pass


@shared_task
def make_card(card_id: int) -> None:
    """Fetch what the card of a link says."""
    cards.make(card_id=card_id)
