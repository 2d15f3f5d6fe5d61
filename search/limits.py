"""How often and how long one may ask; the page and the JSON are counted together, and so are all suggestions.

The rates are settings: a village may share one address of the network.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from guard.limits import limit

from .engines.words import written

LONGEST_BEGINNING = 60  # characters for which something is suggested


def limit_search(request: HttpRequest) -> None:
    """Keep visitors from asking faster than a person reads, also for what is refused; members are known."""
    if request.user.is_authenticated:
        return
    for rate in settings.SEARCH_RATES["search"]:
        limit(request, scope="search", rate=rate)


def limit_suggestions(request: HttpRequest) -> None:
    """Let people type as fast as they can, members too: each letter may ask."""
    for rate in settings.SEARCH_RATES["suggestions"]:
        limit(request, scope="search.suggest", rate=rate)


def read_beginning(request: HttpRequest) -> str:
    """Count who asks what the first letters may become, and read them as a search reads its text."""
    limit_suggestions(request)
    return written(request.GET.get("q", ""))[:LONGEST_BEGINNING]
