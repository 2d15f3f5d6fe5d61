"""When the saved searches are looked at: by nights, in batches, by several workers, with or without Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from elastic_transport import ConnectionError as ServerAway
from outbox.models import Job

from search import alerts, tasks
from search.alerts import latest_night, send_alerts
from search.engines import Answer, breaker
from search.models import PendingDelivery, SavedSearch, SearchEntry
from search.saving import change_saved
from tests.factories.entries import make_entry
from tests.factories.saved import DAY, age, make_old_entry, make_saved

pytestmark = pytest.mark.django_db


def test_a_search_whose_news_all_wait_is_looked_at_again_within_the_night() -> None:
    saved = make_saved()
    entry = make_entry("Teripang")
    assert send_alerts(timezone.now()) == 0
    age(entry)
    assert send_alerts(timezone.now()) == 1
    assert SavedSearch.objects.get(pk=saved.pk).high_water == entry.pk


def test_a_search_that_was_stopped_sends_nothing_and_a_weekly_one_once_in_seven_nights() -> None:
    make_saved(rhythm="never", days_ago=30)
    weekly = make_saved(rhythm="weekly", days_ago=2)
    make_old_entry("Teripang")
    now = timezone.now()
    looked_at = [day for day in range(11) if send_alerts(now + day * DAY)]
    assert looked_at in ([4], [5])  # by the hour of this test; two days had passed
    assert [message.to for message in mail.outbox] == [[weekly.user.email]]


def test_a_search_that_fails_holds_up_no_other_and_is_tried_again_the_next_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, fine = make_saved("q=teripang", days_ago=3), make_saved("q=teripang")
    make_old_entry("Teripang")
    answer = alerts.answer
    first = iter([True])

    def fail_once(question: Any) -> Answer:
        if next(first, False):
            raise RuntimeError("broken")
        return answer(question)

    monkeypatch.setattr(alerts, "answer", fail_once)
    now = timezone.now()
    send_alerts(now)
    assert [message.to for message in mail.outbox] == [[fine.user.email]]
    send_alerts(now + DAY)
    assert [message.to for message in mail.outbox][1:] == [[broken.user.email]]


def test_two_workers_at_once_send_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    make_saved()
    make_old_entry("Teripang")
    now, answer = timezone.now(), alerts.answer

    def answer_while_another_works(question: Any) -> Answer:
        monkeypatch.setattr(alerts, "answer", answer)
        send_alerts(now)
        return answer(question)

    monkeypatch.setattr(alerts, "answer", answer_while_another_works)
    send_alerts(now)
    assert len(mail.outbox) == 1


def test_who_stops_the_mails_while_one_is_made_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = make_saved()
    make_old_entry("Teripang")
    answer = alerts.answer

    def answer_while_it_is_stopped(question: Any) -> Answer:
        change_saved(member=saved.user, saved=saved, name="", rhythm="never", language="id")
        return answer(question)

    monkeypatch.setattr(alerts, "answer", answer_while_it_is_stopped)
    send_alerts(timezone.now())
    assert mail.outbox == []


def test_a_batch_costs_the_same_few_queries_for_each_search(django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        make_saved(f"q=kata{number}")
    make_old_entry("Lain")
    with django_assert_max_num_queries(10 * 13 + 3):
        assert send_alerts(timezone.now()) == 10


def test_a_night_begins_at_three_in_the_zone_of_the_site() -> None:
    assert latest_night(datetime(2026, 7, 18, 18, 30, tzinfo=UTC)).isoformat() == "2026-07-19T03:00:00+09:00"
    assert latest_night(datetime(2026, 7, 18, 17, 30, tzinfo=UTC)).isoformat() == "2026-07-18T03:00:00+09:00"


def test_the_task_comes_again_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    night = timezone.now()
    monkeypatch.setattr(alerts, "latest_night", lambda now: night)
    make_saved()
    make_old_entry("Teripang")
    tasks.send_alerts()
    assert Job.objects.filter(name="search.tasks.send_alerts").count() == 1
    tasks.send_alerts()
    assert Job.objects.filter(name="search.tasks.send_alerts").count() == 1


def test_while_elasticsearch_is_away_nobody_is_told_and_nothing_missed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = make_saved()
    entry = make_old_entry("Teripang")
    PendingDelivery.objects.all().delete()
    settings.SEARCH_URL = "http://localhost:1"

    def refuse() -> None:
        raise ServerAway("away")

    monkeypatch.setattr(alerts, "refresh", refuse)
    assert send_alerts(timezone.now()) == 0
    settings.SEARCH_URL = ""
    assert send_alerts(timezone.now()) == 1
    assert SavedSearch.objects.get(pk=saved.pk).high_water == entry.pk
    assert len(mail.outbox) == 1


@pytest.mark.services
def test_with_elasticsearch_what_has_not_reached_it_waits_and_comes_the_next_time(
    catch_up: Callable[[], None],
) -> None:
    breaker.breaker = breaker.Breaker()
    saved = make_saved()
    first = make_old_entry("Teripang pertama")
    catch_up()
    second, third = make_old_entry("Teripang kedua"), make_old_entry("Teripang ketiga")
    PendingDelivery.objects.filter(entry=third).delete()  # arrived before the second
    now = timezone.now()
    send_alerts(now)
    assert "pertama" in mail.outbox[0].body
    saved.refresh_from_db()
    assert saved.high_water == first.pk == second.pk - 1
    SearchEntry.objects.filter(pk=third.pk).queue()
    catch_up()
    send_alerts(now + DAY)
    assert "kedua" in mail.outbox[1].body
    assert "ketiga" in mail.outbox[1].body
    assert "pertama" not in mail.outbox[1].body
    assert len(mail.outbox) == 2
