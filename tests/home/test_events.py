"""Events: their dates as occurrences, their lists, their pages."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import Locale

from home.models import EventDate, EventPage, Occurrence
from home.permissions import Visitor
from home.services import events
from tests.factories.events import event_index, in_days, make_event, publish, wit
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_published_date_becomes_an_occurrence_in_its_zone() -> None:
    event = make_event(
        dates=[{"start_day": date(2026, 7, 19), "start_time": time(9), "end_time": time(13)}], zone="Asia/Jayapura"
    )
    occurrence = Occurrence.objects.get(event=event.translation_key)
    assert (occurrence.start, occurrence.end) == (wit(2026, 7, 19, 9), wit(2026, 7, 19, 13))
    assert (occurrence.zone_name, occurrence.number, occurrence.sequence) == ("WIT", 1, 0)


def test_a_whole_day_lasts_until_the_midnight_after_its_last_day() -> None:
    make_event(dates=[{"start_day": date(2016, 3, 9), "end_day": date(2016, 3, 13), "whole_day": True}])
    occurrence = Occurrence.objects.get()
    assert (occurrence.start, occurrence.end) == (wit(2016, 3, 9), wit(2016, 3, 14))
    assert (occurrence.first_day, occurrence.last_day) == (date(2016, 3, 9), date(2016, 3, 13))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("name", ["start_day", "end_day"])
def test_a_year_that_can_not_be_meant_is_an_error_of_its_field(day: date, name: str) -> None:
    days = {"start_day": date(2026, 7, 19), "end_day": date(2026, 7, 20), name: day}
    with pytest.raises(ValidationError) as error:
        EventDate(whole_day=True, **days).clean()
    assert list(error.value.message_dict) == [name]


def test_a_night_that_lasts_into_the_small_hours_is_one_day() -> None:
    make_event(
        dates=[
            {
                "start_day": date(2026, 7, 19),
                "start_time": time(20),
                "end_day": date(2026, 7, 20),
                "end_time": time(2),
            }
        ]
    )
    assert not Occurrence.objects.get().is_multi_day


def test_a_moved_date_keeps_its_row_and_counts_up_its_sequence() -> None:
    event = make_event()
    before = Occurrence.objects.get()
    day = event.dates.first()
    day.start_day = in_days(9)
    event.dates.add(day)
    publish(event)
    after = Occurrence.objects.get()
    assert (after.pk, after.recurrence_id, after.number) == (before.pk, before.recurrence_id, 1)
    assert (after.sequence, after.first_day) == (1, in_days(9))


def test_publishing_again_without_a_change_leaves_the_sequence_alone() -> None:
    event = make_event()
    publish(event)
    publish(EventPage.objects.get(pk=event.pk))
    assert Occurrence.objects.get().sequence == 0


def test_a_removed_date_is_cancelled_and_unlisted_never_deleted() -> None:
    event = make_event(
        dates=[{"start_day": in_days(7), "start_time": time(9)}, {"start_day": in_days(14), "start_time": time(9)}]
    )
    event.dates.remove(event.dates.order_by("start_day").last())
    publish(event)
    gone = Occurrence.objects.get(number=2)
    assert (gone.state, gone.is_listed, gone.sequence) == ("cancelled", False, 1)
    assert Occurrence.objects.get(number=1).state == "scheduled"


def test_a_cancelled_event_stays_listed_as_cancelled() -> None:
    event = make_event()
    event.is_cancelled = True
    publish(event)
    (listed,) = events.coming(Visitor())
    assert listed.is_cancelled


def test_deleting_the_page_cancels_its_dates() -> None:
    event = make_event()
    event.delete()
    assert Occurrence.objects.get().is_cancelled


def test_a_draft_and_a_scheduled_event_announce_nothing() -> None:
    make_event(live=False)
    make_event(go_live_at=timezone.now() + timedelta(days=1))
    assert not Occurrence.objects.exists()


def test_a_draft_of_a_published_event_changes_no_date() -> None:
    event = make_event()
    event.dates.clear()
    event.dates.add(EventDate(start_day=in_days(30), start_time=time(9)))
    event.save_revision()
    assert Occurrence.objects.get().first_day == in_days(7)


def test_a_translation_reads_the_dates_of_the_original() -> None:
    event = make_event()
    english = translate(event, title="Learning to tie seedlings")
    english.dates.clear()
    english.dates.add(EventDate(start_day=in_days(99), start_time=time(9)))
    publish(english)
    assert Occurrence.objects.get().first_day == in_days(7)
    with translation.override("en"):
        (listed,) = events.with_pages(events.coming(Visitor()), Visitor())
    assert (listed.page.title, listed.facts.title) == ("Learning to tie seedlings", "Belajar mengikat bibit")


def test_an_untranslated_event_is_listed_in_its_own_language() -> None:
    make_event("Hanya bahasa Indonesia")
    with translation.override("en"):
        (listed,) = events.with_pages(events.coming(Visitor()), Visitor())
    assert listed.page.title == "Hanya bahasa Indonesia"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"start_day": date(2026, 7, 19)}, "start_time"),
        ({"start_day": date(2026, 7, 19), "start_time": time(9), "end_time": time(8)}, "end_day"),
        ({"start_day": date(2026, 7, 19), "whole_day": True, "end_day": date(2026, 7, 18)}, "end_day"),
    ],
)
def test_a_date_without_beginning_or_that_ends_before_it_is_refused(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EventDate(**fields).clean()
    assert wrong in refused.value.message_dict


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"venue": ""}, "place"),
        ({"online_url": "http://example.org/"}, "online_url"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"latitude": -5.6}, "longitude"),
        ({"latitude": 91, "longitude": 0}, "latitude"),
    ],
)
def test_an_event_nowhere_or_with_a_bad_link_is_refused(facts: dict[str, Any], wrong: str) -> None:
    event = EventPage(title="A", slug="a", intro="B", locale=Locale.get_default(), **{"venue": "Balai", **facts})
    with pytest.raises(ValidationError) as refused:
        event.full_clean(exclude=["path", "depth", "content_type"])
    assert wrong in refused.value.message_dict


def test_events_are_found_in_their_region_and_every_region_above() -> None:
    province, regency = make_region("81"), make_region("81.02")
    event = make_event(regions=(regency,))
    for region in (province, regency):
        assert [each.event for each in events.coming(Visitor(), region=region)] == [event.translation_key]
    assert not events.coming(Visitor(), region=make_region("82"))


def test_the_index_shows_coming_and_past_dates_by_month(client: Client) -> None:
    make_event("Besok lusa")
    make_event("Dulu", dates=[{"start_day": date(2016, 3, 9), "end_day": date(2016, 3, 13), "whole_day": True}])
    index = event_index()
    coming, past = client.get(index.url), client.get(f"{index.url}?when=past&month=2016-03")
    assert "Besok lusa" in coming.content.decode()
    assert "Dulu" not in coming.content.decode()
    assert "Dulu" in past.content.decode()
    assert "Maret 2016" in past.content.decode()


@pytest.mark.parametrize(
    "query", ["page=0", "page=99", "page=x", "month=2026-13", "month=٢٠٢٦-01", "region=zz", "when=never", "month=x"]
)
def test_values_that_name_nothing_are_answered_404(client: Client, query: str) -> None:
    make_event()
    assert client.get(f"{event_index().url}?{query}").status_code == 404


def test_a_filter_that_finds_nothing_says_so(client: Client) -> None:
    make_event()
    response = client.get(f"{event_index().url}?month=2031-01")
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_tells_dates_zone_place_and_cost(client: Client, language: str) -> None:
    event = make_event(
        dates=[{"start_day": date(2027, 1, 19), "start_time": time(8, 30), "end_time": time(15)}],
        cost=150000,
        itinerary=[("day", {"day": 1, "title": "Mulai", "items": [{"time": time(7, 30), "text": "Berangkat"}]})],
    )
    page = event if language == "id" else translate(event, title="Training")
    html = client.get(page.url).content.decode()
    shown = {
        "id": ["Selasa, 19 Januari 2027, 08.30–15.00 WIT", "Rp150.000", "07.30", "Balai ohoi"],
        "en": ["Tuesday, 19 January 2027, 08:30–15:00 WIT", "Rp150,000", "07:30", "Balai ohoi"],
    }
    for text in shown[language]:
        assert text in html


def test_the_preview_of_a_draft_shows_the_dates_it_would_have(client: Client) -> None:
    event = make_event()
    event.dates.clear()
    event.dates.add(EventDate(start_day=date(2030, 5, 1), start_time=time(9)))
    response = event.make_preview_request()
    assert "1 Mei 2030" in response.render().content.decode() if hasattr(response, "render") else response.content


@pytest.mark.parametrize("count", [1, 30])
def test_lists_and_pages_need_the_same_few_queries(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    region = make_region("81.02")
    for number in range(count):
        make_event(f"Acara {number}", regions=(region,), place=region)
    event = EventPage.objects.first()
    urls = [event_index().url, f"{event_index().url}?region=81.02", event.url]
    for url in urls:
        client.get(url)
    for url in urls:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


def translate(event: EventPage, title: str) -> EventPage:
    copy = event.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title, copy.live = title, True
    return publish(copy)
