"""Asks Elasticsearch for a page: its calls together may take as long as a visitor waits; only whole answers count."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from elastic_transport import ConnectionTimeout, TransportError

from search.indexing.client import SEARCH_WAIT, searcher

_deadline: ContextVar[float] = ContextVar("deadline")
"""By when the page wants its answer, on the monotonic clock."""


def begin() -> None:
    """Let the time of a page run from now on."""
    _deadline.set(time.monotonic() + SEARCH_WAIT)


def ask(**body: Any) -> dict[str, Any]:
    """Ask one thing.

    Raises `TransportError` without a whole answer in time.
    """
    left = _time_left()
    return _whole(searcher(left).search(index=settings.SEARCH_INDEX, timeout=_written(left), **body).body)


def ask_together(bodies: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Ask several things in one call; the server answers them side by side.

    Raises `TransportError` without a whole answer to each in time.
    """
    if not bodies:
        return {}
    left = _time_left()
    searches = [part for body in bodies.values() for part in ({}, {**body, "timeout": _written(left)})]
    said = searcher(left).msearch(index=settings.SEARCH_INDEX, searches=searches).body
    answers = said.get("responses", ()) if isinstance(said, dict) else ()
    if len(answers) != len(bodies):
        raise TransportError("no answer to each question")
    return {name: _whole(answer) for name, answer in zip(bodies, answers, strict=True)}


def _time_left() -> float:
    """The seconds that are left."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise ConnectionTimeout("the answers took too long together")
    return left


def _written(seconds: float) -> str:
    return f"{seconds * 1000:.0f}ms"


def _whole(answer: Any) -> dict[str, Any]:
    """Take an answer if it is one of this server, and not only a part of what there is."""
    if not isinstance(answer, dict) or "hits" not in answer or answer.get("timed_out"):
        raise TransportError("no answer, or a part of one")
    return answer
