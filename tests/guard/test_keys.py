from __future__ import annotations

import pytest
from guard.keys import LARGEST, key_in, latest_below

from home.models import Tag


@pytest.mark.parametrize(("text", "key"), [("7", 7), ("007", 7), (str(LARGEST), LARGEST), (str(LARGEST + 1), LARGEST)])
def test_a_key_is_read_and_is_never_larger_than_a_database_holds(text, key):
    assert key_in(text) == key


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "²", "٣", "9" * 20, " 7"])
def test_what_is_no_key_is_that_of_no_row(text):
    assert key_in(text) == 0


@pytest.mark.django_db
def test_pages_of_the_latest_follow_each_other_without_gap_or_repeat():
    tags = [Tag.objects.create(name=f"label {number}", slug=f"label-{number}") for number in range(5)]
    expected = sorted((tag.pk for tag in tags), reverse=True)
    first, further = latest_below(Tag.objects.all(), 0, size=2)
    second, last = latest_below(Tag.objects.all(), further, size=2)
    rest, end = latest_below(Tag.objects.all(), last, size=2)
    assert [tag.pk for tag in (*first, *second, *rest)] == expected
    assert (len(first), len(second), len(rest), end) == (2, 2, 1, 0)


@pytest.mark.django_db
def test_a_last_page_that_is_full_leads_nowhere():
    for number in range(2):
        Tag.objects.create(name=f"label {number}", slug=f"label-{number}")
    page, further = latest_below(Tag.objects.all(), 0, size=2)
    assert len(page) == 2
    assert further == 0
