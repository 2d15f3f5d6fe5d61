"""The list, read once a minute, and the links of a text that lead anywhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from ..hosts import host_of
from ..markdown import links_in
from .models import OpenSite

KEY, SECONDS = "writing.open_sites:1", 60


def open_hosts() -> frozenset[str]:
    """Return the sites of the list, and the own one, which is always among them."""
    known: frozenset[str] | None = cache.get(KEY)
    if known is None:
        known = frozenset(OpenSite.objects.values_list("host", flat=True))
        cache.set(KEY, known, SECONDS)
    return known | {(urlsplit(settings.BASE_URL).hostname or "").removeprefix("www.")}


def forget_open_hosts() -> None:
    """Have the list read anew."""
    cache.delete(KEY)


def is_open(host: str) -> bool:
    """Tell whether everybody may link to a site: it is on the list, or lies below one that is."""
    parts = host.split(".")
    return not open_hosts().isdisjoint(".".join(parts[start:]) for start in range(len(parts)))


def counted_links(text: str, *, quoted: bool = True) -> list[str]:
    """Give the addresses of other sites that a text leads to, each once, but for the sites that are open to all."""
    return [link for link in links_in(text, quoted=quoted) if not is_open(host_of(link))]
