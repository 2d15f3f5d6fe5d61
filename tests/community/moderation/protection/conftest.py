"""What tests of the protection begin with."""

from __future__ import annotations

import pytest

from home.models import StoryPage
from tests.factories.comments import make_story


@pytest.fixture
def story() -> StoryPage:
    return make_story()
