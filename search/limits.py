"""How often one may search, on the page and by the JSON together."""

from __future__ import annotations

from django.http import HttpRequest
from guard.limits import limit


def limit_search(request: HttpRequest) -> None:
    """Keep visitors from asking faster than a person reads; members are known."""
    if request.user.is_authenticated:
        return
    limit(request, scope="search", rate="2/second")
    limit(request, scope="search", rate="15/minute")
