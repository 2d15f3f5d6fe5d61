"""Tests that commit empty their database afterwards, and with it the log, which nobody else empties."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("_time", [1, 2])
def test_a_test_that_commits_finds_the_log_empty_and_guarded(_time):
    assert not ModelLogEntry.objects.exists()
    line = ModelLogEntry.objects.log_action(MemberFactory(), "members.edit")
    with pytest.raises(IntegrityError):
        line.delete()
