"""Who is told what is new in a saved search; nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from community.comments.services import restore_comment
from community.members.blocking.services import block
from community.writing.signals import Hold, screening
from home.models import Sector
from home.services.named import forget_named
from search.alert_mail import News
from search.alerts import new_matches, send_alerts
from search.engines import breaker
from search.models import EntryTerm, SavedSearch, SearchEntry
from search.saving import newest_key
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
    mail.outbox.clear()  # that to its author
    age(*SearchEntry.objects.filter(pk__gt=saved.high_water))
    send_alerts(timezone.now() + DAY)
    assert mail.outbox[0].body.count("Keramba") == 1


def test_what_others_could_read_before_is_no_news_to_who_may_read_it_now() -> None:
    closed = make_old_entry("Teripang untuk kelompok", audience="group:3")
    make_saved()
    EntryTerm.objects.filter(entry=closed).update(value="everyone")
    send_alerts(timezone.now())
    assert mail.outbox == []


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
