"""How often and how long one may ask; the page and the JSON are counted together, and so are all suggestions."""

from __future__ import annotations

from django.http import HttpRequest
from guard.limits import limit

LONGEST_BEGINNING = 60  # characters for which something is suggested


def limit_search(request: HttpRequest) -> None:
    """Keep visitors from asking faster than a person reads; members are known."""
    if request.user.is_authenticated:
        return
    limit(request, scope="search", rate="2/second")
    limit(request, scope="search", rate="15/minute")


def limit_suggestions(request: HttpRequest) -> None:
    """Let people type as fast as they can, members too: each letter may ask."""
    limit(request, scope="search.suggest", rate="10/second")
    limit(request, scope="search.suggest", rate="120/minute")
