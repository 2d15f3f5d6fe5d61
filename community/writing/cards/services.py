"""Asking for cards when a text is published, making them in the background, and finding those of a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from guard.fetcher import Unfetchable, fetch
from outbox.claims import TryLater
from outbox.services import enqueue

from .marking import MARK, MARKED, hash_of
from .models import LinkCard
from .reading_pages import read_page

if TYPE_CHECKING:
    import re

MAKE = "community.writing.tasks.make_card"
MOST_ATTEMPTS = 3
HREF = 'href="'


def ask_for_cards(html: str) -> None:
    """Have cards made of the links that a text shows alone on their lines, unless they were asked for before."""
    if settings.LINK_CARDS and MARK in html:
        _ask(html)


@transaction.atomic
def _ask(html: str) -> None:
    urls = {found["hash"]: _url(found) for found in MARKED.finditer(html)}
    known = LinkCard.objects.filter(url_hash__in=urls).values_list("url_hash", flat=True)
    missing = {key: url for key, url in urls.items() if key not in set(known) and hash_of(url) == key}
    for key, url in sorted(missing.items()):  # so that two who write the same links at once never wait in a circle
        card, is_new = LinkCard.objects.get_or_create(url_hash=key, defaults={"url": url})
        if is_new:
            enqueue(MAKE, card.pk)


def make(*, card_id: int) -> None:
    """Fetch what a card says. What can't be had now is tried again, `MOST_ATTEMPTS` times in all."""
    waiting = LinkCard.objects.filter(pk=card_id, state=LinkCard.State.WAITING)
    card = waiting.first()
    if card is None:
        return
    if not waiting.filter(attempts=card.attempts).update(attempts=F("attempts") + 1):
        return  # another worker has begun just now
    is_last = card.attempts + 1 >= MOST_ATTEMPTS
    try:
        page = fetch(card.url, agent=f"Negeri link cards (+{settings.BASE_URL})")
        told = read_page(page.content, page.charset)
        if not told.title:
            raise Unfetchable("a page without a title")
    except Unfetchable as error:
        state = LinkCard.State.WAITING if error.may_change and not is_last else LinkCard.State.FAILED
        waiting.update(state=state, problem=str(error)[:200], fetched_at=timezone.now())
        if state == LinkCard.State.WAITING:
            raise TryLater(str(error)) from error
        return
    says = {"title": told.title, "description": told.description, "site_name": told.site_name, "problem": ""}
    waiting.update(state=LinkCard.State.READY, fetched_at=timezone.now(), **says)


def cards_in(texts: Iterable[str]) -> dict[str, LinkCard]:
    """Find the cards of all links of a page in one query, or none where no text has any."""
    hashes = {found["hash"] for html in texts if MARK in html for found in MARKED.finditer(html)}
    if not hashes:
        return {}
    return {card.url_hash: card for card in LinkCard.objects.filter(url_hash__in=hashes, state=LinkCard.State.READY)}


def with_cards(html: str, cards: dict[str, LinkCard]) -> SafeString:
    """Put cards in the place of their links, in HTML that the renderer made; a link without one stays a link."""

    def card_of(found: re.Match[str]) -> str:
        card = cards.get(found["hash"])
        return render_to_string("writing/includes/link_card.html", {"card": card}) if card else found[0]

    # What the renderer made is safe, and the template escapes what pages elsewhere say.
    return mark_safe(MARKED.sub(card_of, html) if cards and MARK in html else html)  # noqa: S308


def _url(found: re.Match[str]) -> str:
    """Read the address from a marked link."""
    after = found["attributes"].partition(HREF)[2]
    return unescape(after.partition('"')[0])
