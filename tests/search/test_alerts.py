"""Who is told what is new in a saved search, and when; nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from elastic_transport import ConnectionError as ServerAway
from outbox.models import Job

from community.comments.services import restore_comment
from community.members.blocking.services import block
from community.writing.signals import Hold, screening
from home.models import Sector
from home.services.named import forget_named
from search import alerts, tasks
from search.alert_mail import News
from search.alerts import latest_night, new_matches, send_alerts
from search.engines import Answer, breaker
from search.models import EntryTerm, PendingDelivery, SavedSearch, SearchEntry
from search.saving import change_saved, newest_key
from tests.factories.comments import make_comment
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.saved import DAY, age, make_old_entry, make_saved
from tests.factories.told import make_sector, make_story

pytestmark = pytest.mark.django_db


def test_a_member_is_told_once_what_is_new() -> None:
    make_old_entry("Teripang lama")
    saved = make_saved()
    entry = make_old_entry("Teripang baru")
    now = timezone.now()
    assert send_alerts(now) == 1
    assert send_alerts(now) == 0
    assert send_alerts(now + DAY) == 1
    assert [message.to for message in mail.outbox] == [[saved.user.email]]
    assert "Teripang baru" in mail.outbox[0].body
    assert "Teripang lama" not in mail.outbox[0].body
    saved.refresh_from_db()
    assert (saved.high_water, saved.sent_at) == (entry.pk, now)


def test_no_mail_goes_out_where_nothing_new_fits() -> None:
    saved = make_saved("q=teripang+kering")
    entry = make_old_entry("Teripang basah")
    assert send_alerts(timezone.now()) == 1
    assert mail.outbox == []
    saved.refresh_from_db()
    assert (saved.high_water, saved.sent_at) == (entry.pk, None)


def test_what_changed_but_existed_before_is_no_news() -> None:
    old = make_old_entry("Gurita")
    make_saved()
    SearchEntry.objects.filter(pk=old.pk).update(title="Teripang", version=2)
    send_alerts(timezone.now())
    assert mail.outbox == []


def test_an_entry_that_was_just_written_waits_for_the_next_time_and_holds_back_none_before_it() -> None:
    saved = make_saved()
    old, young = make_old_entry("Teripang pertama"), make_entry("Teripang kedua")
    send_alerts(timezone.now())
    assert "kedua" not in mail.outbox[0].body
    saved.refresh_from_db()
    assert saved.high_water == old.pk
    age(young)
    send_alerts(timezone.now() + DAY)
    assert "kedua" in mail.outbox[1].body
    assert "pertama" not in mail.outbox[1].body


def test_an_entry_of_long_ago_is_told_of_though_it_was_changed_just_now() -> None:
    make_saved()
    make_entry("Teripang yang sering dibalas")
    make_old_entry("Lain")
    send_alerts(timezone.now())
    assert "sering dibalas" in mail.outbox[0].body


def test_a_page_that_is_published_later_is_news_then() -> None:
    draft = make_story("Teripang kering", live=False)
    saved = make_saved()
    send_alerts(timezone.now())
    assert mail.outbox == []
    draft.get_latest_revision().publish()
    age(*SearchEntry.objects.filter(pk__gt=saved.high_water))
    send_alerts(timezone.now() + DAY)
    assert "Teripang kering" in mail.outbox[0].body


def test_a_comment_that_is_approved_later_is_news_then() -> None:
    def hold(**kwargs: object) -> Hold:
        return Hold("kata terlarang")

    screening.connect(hold)
    try:
        comment = make_comment(make_story("Keramba"), "Berapa harga teripang?")
    finally:
        screening.disconnect(hold)
    saved = make_saved()
    restore_comment(by=ModeratorFactory(), comment=comment)
    age(*SearchEntry.objects.filter(pk__gt=saved.high_water))
    send_alerts(timezone.now() + DAY)
    assert mail.outbox[0].body.count("Keramba") == 1


def test_what_others_could_read_before_is_no_news_to_who_may_read_it_now() -> None:
    closed = make_old_entry("Teripang untuk kelompok", audience="group:3")
    make_saved()
    EntryTerm.objects.filter(entry=closed).update(value="everyone")
    send_alerts(timezone.now())
    assert mail.outbox == []


def test_a_search_whose_news_all_wait_is_looked_at_again_within_the_night() -> None:
    saved = make_saved()
    entry = make_entry("Teripang")
    assert send_alerts(timezone.now()) == 0
    age(entry)
    assert send_alerts(timezone.now()) == 1
    assert SavedSearch.objects.get(pk=saved.pk).high_water == entry.pk


def test_only_what_the_member_may_see_when_the_mail_goes_out_is_in_it() -> None:
    saved = make_saved()
    make_old_entry("Teripang untuk semua")
    closed = make_old_entry("Teripang untuk kelompok", audience="group:3")
    own = make_old_entry("Teripang untuk anggota", audience="members")
    deleted = make_old_entry("Teripang yang dihapus")
    SearchEntry.objects.filter(pk=deleted.pk).update(is_deleted=True)
    titles = {entry.title for entry in new_matches(saved, above=0, up_to=newest_key()).entries}
    assert titles == {"Teripang untuk semua", own.title}
    EntryTerm.objects.filter(entry=own).update(value="group:3")
    send_alerts(timezone.now())
    assert own.title not in mail.outbox[0].body
    assert closed.title not in mail.outbox[0].body


def test_what_is_by_somebody_whom_the_member_has_blocked_is_no_news_to_them_alone() -> None:
    member, blocked = MemberFactory(), MemberFactory()
    block(user=member, other=blocked)
    mine, theirs = make_saved(member=member), make_saved()
    for kind in ("topic", "post", "comment", "story", "member"):
        make_old_entry(f"Teripang: {kind}", kind=kind, terms=[("author", f"user:{blocked.pk}")])
    assert new_matches(mine, above=0, up_to=newest_key()) == News()
    assert new_matches(theirs, above=0, up_to=newest_key()).total == 5
    make_old_entry("Teripang dari yang lain", terms=[("author", f"user:{theirs.user_id}")])
    assert [entry.title for entry in new_matches(mine, above=0, up_to=newest_key()).entries] == [
        "Teripang dari yang lain"
    ]


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"suspended_until": timezone.now() + DAY}, {"email": None}, {"verified": False}],
    ids=["switched off", "suspended", "without an address", "with an unconfirmed address"],
)
def test_who_may_not_or_cannot_read_mail_gets_none(fields: dict[str, Any]) -> None:
    member = MemberFactory(**({"verified": fields["verified"]} if "verified" in fields else {}))
    saved = make_saved(member=member)
    for name, value in fields.items():
        setattr(member, name, value)
    member.save()
    entry = make_old_entry("Teripang")
    send_alerts(timezone.now())
    assert mail.outbox == []
    assert SavedSearch.objects.get(pk=saved.pk).high_water == entry.pk


def test_a_search_that_was_stopped_sends_nothing_and_a_weekly_one_once_in_seven_nights() -> None:
    make_saved(rhythm="never", days_ago=30)
    weekly = make_saved(rhythm="weekly", days_ago=2)
    make_old_entry("Teripang")
    now = timezone.now()
    looked_at = [day for day in range(11) if send_alerts(now + day * DAY)]
    assert looked_at in ([4], [5])  # by the hour of this test; two days had passed
    assert [message.to for message in mail.outbox] == [[weekly.user.email]]


def test_a_filter_that_names_nothing_any_more_does_not_make_everything_new() -> None:
    sector = make_sector("perikanan")
    make_saved("q=teripang&sector=perikanan")
    Sector.objects.all().delete()
    forget_named(sector)
    entry = make_old_entry("Teripang")
    send_alerts(timezone.now())
    assert entry.title not in mail.outbox[0].body


@pytest.mark.parametrize("query", ["q=author:@nobody", "q=tali+region:99.99", "q=tali+kind:none"])
def test_an_operator_that_is_not_understood_any_more_does_not_make_everything_new(query: str) -> None:
    saved = SavedSearch.objects.create(user=MemberFactory(), name="Tali", query=query)
    make_entry("Tali")
    assert new_matches(saved, above=0, up_to=newest_key()).entries == []


def test_at_most_twenty_are_named_and_the_rest_counted() -> None:
    saved = make_saved(language="en")
    for number in range(23):
        make_old_entry(f"Teripang {number}")
    news = new_matches(saved, above=0, up_to=newest_key())
    assert (len(news.entries), news.more, news.total) == (20, 3, 23)
    send_alerts(timezone.now())
    assert mail.outbox[0].subject == "23 new matches for “teripang”"
    assert "And 3 more." in mail.outbox[0].body


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


@pytest.mark.services
def test_elasticsearch_too_tells_only_what_lies_between_the_marks_and_has_every_word(
    catch_up: Callable[[], None],
) -> None:
    breaker.breaker = breaker.Breaker()
    saved = make_saved("q=teripang+kering")
    entries = [make_old_entry(f"Teripang kering {number}") for number in range(4)]
    make_old_entry("Teripang basah")
    catch_up()
    news = new_matches(saved, above=entries[0].pk, up_to=entries[2].pk)
    assert {entry.pk for entry in news.entries} == {entries[1].pk, entries[2].pk}
    assert news.more == 0
    assert new_matches(saved, above=entries[3].pk, up_to=newest_key()).entries == []
