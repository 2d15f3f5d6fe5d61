"""The public numbers: reports, how long decisions took, how they ended; by months, for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from community.moderation.models import STANDING, Decision, Flag, Review
from community.moderation.services.numbers import months, percentile
from tests.factories.members import ModeratorFactory
from tests.factories.reports import make_reply, report_thing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.mark.parametrize(
    ("hours", "median", "slowest"), [([5], 5, 5), ([1, 2, 3, 4], 2, 4), (list(range(1, 11)), 5, 9), ([], None, None)]
)
def test_percentiles_are_those_of_the_nearest_rank(hours, median, slowest):
    spans = [timedelta(hours=hour) for hour in hours]
    found = percentile(spans, 0.5), percentile(spans, 0.9)
    assert found == tuple(None if hour is None else timedelta(hours=hour) for hour in (median, slowest))


def decide_after(hours, decision=Decision.HIDE, **more):
    moderator = ModeratorFactory()
    return Review.objects.create(
        kind="post",
        object_id=Review.objects.count() + 1000,
        created_at=NOW - timedelta(hours=hours),
        decided_at=NOW,
        decided_by=moderator,
        decision=decision,
        **more,
    )


def test_a_month_tells_what_came_and_what_was_decided():
    report_thing(make_reply())
    taken_back = report_thing(make_reply())
    Flag.objects.filter(pk=taken_back.pk).update(retracted_at=NOW)
    first = decide_after(1)
    decide_after(3, Decision.KEEP)
    decide_after(2, Decision.GRANTED, appeal_of=first)
    Review.objects.create(kind="post", object_id=9, decided_at=NOW, decision=Decision.GONE)
    month = months()[0]
    assert (month.reports, month.decided, month.appeals, month.granted, month.refused) == (1, 3, 1, 1, 0)
    assert month.decisions == {Decision.HIDE: 1, Decision.KEEP: 1}
    assert (month.median, month.slowest) == (timedelta(hours=2), timedelta(hours=3))


def test_sanctions_are_named_beside_the_cases_and_appeals_against_them_count():
    about = decide_after(1)
    imposed = {"kind": STANDING, "object_id": 1, "created_at": NOW, "decided_at": NOW}
    warning = Review.objects.create(decision=Decision.WARN, decided_by=about.decided_by, beside=about, **imposed)
    silence = Review.objects.create(decision=Decision.SILENCE, **imposed)
    for case, decision in ((warning, Decision.GRANTED), (silence, Decision.REFUSED)):
        again = {"kind": STANDING, "object_id": 1, "decided_at": NOW, "decided_by": ModeratorFactory()}
        Review.objects.create(appeal_of=case, decision=decision, **again)
    month = months()[0]
    assert month.decisions == {Decision.HIDE: 1, Decision.WARN: 1, Decision.SILENCE: 1}
    assert (month.decided, month.appeals, month.granted, month.refused) == (3, 2, 1, 1)


def test_there_are_twelve_months_and_older_things_count_in_none():
    Review.objects.create(
        kind="post",
        object_id=1,
        created_at=NOW - timedelta(days=400),
        decided_at=NOW - timedelta(days=399),
        decided_by=ModeratorFactory(),
        decision=Decision.HIDE,
    )
    found = months()
    assert [month.first.month for month in found] == [7, 6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8]
    assert sum(month.decided for month in found) == 0


def test_everybody_reads_them_in_both_languages_and_they_name_nobody(client, django_assert_max_num_queries):
    decide_after(1)
    for path, word in (("/moderasi/angka/", "Juli 2026"), ("/en/moderasi/angka/", "July 2026")):
        cache.clear()
        with django_assert_max_num_queries(12):
            page = client.get(path)
        assert (page.status_code, word in page.content.decode()) == (200, True)
        assert "Anggota Contoh" not in page.content.decode()


def test_the_page_says_that_they_are_counted_once_an_hour_and_when_that_was(client):
    told = {"/moderasi/angka/": "Dihitung sekali setiap jam, terakhir pada 15 Juli 2026, 12.00 WIT."}
    told["/en/moderasi/angka/"] = "Counted once an hour, last on 15 July 2026, 12:00 WIT."
    client.get("/moderasi/angka/")
    for minutes in (0, 59):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            decide_after(1)
            for path, words in told.items():
                assert words in client.get(path).content.decode()
    assert months()[0].decided == 0
