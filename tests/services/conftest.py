"""Real servers as fixtures; without a program the test skips and says why, but under CI it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from . import servers


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    yield from started(servers.postgresql())


@pytest.fixture
def redis_url() -> Iterator[str]:
    yield from started(servers.redis())


def started(server: AbstractContextManager[str]) -> Iterator[str]:
    """Start a server; without its program skip, or fail under CI."""
    try:
        url = server.__enter__()
    except servers.ServerMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    try:
        yield url
    finally:
        server.__exit__(None, None, None)
