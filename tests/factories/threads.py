"""Acts that several people do at the same moment, for tests of races."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from community.members.permissions import Refused


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Do each in a thread of its own, and give what they returned; a refusal is an answer, too."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
