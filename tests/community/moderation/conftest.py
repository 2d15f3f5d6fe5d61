"""What every test of the moderation has at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from community.members.models import User
from tests.factories.members import ModeratorFactory


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    """Forget what a test before it has counted, and what it kept of the settings."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def moderator(client: Client) -> User:
    """A moderator of all, who is signed in."""
    member: User = ModeratorFactory()
    client.force_login(member)
    return member


@pytest.fixture
def in_indonesian() -> Iterator[None]:
    """What is read is read in Indonesian."""
    with translation.override("id"):
        yield
