"""Reminders of bookmarks: for when they can be set, and that each is given once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from outbox.models import MailMessage

from community.forums import services
from community.forums.forms.reading import moments
from community.forums.models import Bookmark
from community.forums.services import bookmarks
from community.forums.signals import bookmark_due
from community.forums.tasks import remind
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
LIST = "/forum/markah/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"


@pytest.fixture
def member(client):
    user = MemberFactory(zone="Asia/Jayapura")
    client.force_login(user)
    return user


def form_of(post) -> str:
    return f"/forum/kiriman/{post.pk}/markah/"


def due(member, **fields) -> Bookmark:
    bookmark = bookmarks.bookmark_post(user=member, post=PostFactory(), **fields)
    Bookmark.objects.filter(pk=bookmark.pk).update(remind_at=timezone.now() - HOUR)
    return bookmark


@pytest.mark.parametrize(
    ("choice", "at"),
    [
        ("today", datetime(2026, 7, 15, 18)),
        ("tomorrow", datetime(2026, 7, 16, 8)),
        ("week", datetime(2026, 7, 20, 8)),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jayapura", "Asia/Jakarta"])
def test_the_moments_that_are_offered_are_those_of_the_members_zone(client, choice, at, zone):
    member, post = MemberFactory(zone=zone), PostFactory()
    with time_machine.travel(datetime(2026, 7, 15, 3, tzinfo=UTC), tick=False):  # a Wednesday, before noon there
        client.force_login(member)
        client.post(form_of(post), {"note": "", "remind": choice})
    assert Bookmark.objects.get().remind_at == at.replace(tzinfo=ZoneInfo(zone))


def test_a_day_of_ones_own_is_one_of_ones_zone_at_the_hour_that_was_chosen(client, member):
    post, day = PostFactory(), timezone.localdate() + timedelta(days=40)
    client.post(form_of(post), {"remind": "own", "day": day.isoformat(), "hour": "16:30"})
    at = timezone.localtime(Bookmark.objects.get().remind_at, ZoneInfo("Asia/Jayapura"))
    assert (at.date(), at.hour, at.minute) == (day, 16, 30)
    client.post(form_of(post), {"remind": "own", "day": day.isoformat(), "hour": ""})
    assert timezone.localtime(Bookmark.objects.get().remind_at, ZoneInfo("Asia/Jayapura")).hour == 8


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"remind": "own", "day": ""}, "Silakan pilih harinya"),
        ({"remind": "own", "day": "2020-01-01"}, "sudah lewat"),
        ({"remind": "own", "day": "9999-12-31"}, "dua tahun"),
        ({"remind": "own", "day": "0001-01-01"}, "sudah lewat"),
    ],
)
def test_a_moment_that_can_not_be_is_explained_and_the_note_stays(client, member, sent, said):
    html = client.post(form_of(PostFactory()), {"note": "Catatan saya", **sent}).content.decode()
    assert said in html
    assert 'value="Catatan saya"' in html
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("sent", [{"remind": "x"}, {"remind": "own", "day": "x"}, {"remind": "kept"}])
def test_what_is_no_moment_is_refused(client, member, sent):
    assert client.post(form_of(PostFactory()), {"note": "", **sent}).status_code == 200
    assert not Bookmark.objects.exists()


def test_late_in_the_day_its_evening_is_no_longer_offered():
    early, late = (datetime(2026, 7, 15, hour, tzinfo=ZoneInfo("Asia/Jayapura")) for hour in (16, 17))
    assert "today" in moments(early)
    assert "today" not in moments(late)


def test_on_a_sunday_the_morning_of_monday_is_offered_once():
    sunday = datetime(2026, 7, 19, 12, tzinfo=ZoneInfo("Asia/Jayapura"))
    offered = [*moments(sunday).values()]
    assert len(offered) == len(set(offered)) == 2
    assert "week" in moments(sunday - timedelta(days=1))
    assert moments(sunday, is_sent=True)["week"] == moments(sunday)["tomorrow"]


@pytest.mark.parametrize(
    ("hour", "sent", "offered"),
    [
        (21, {"remind": "own", "day": "2020-01-01"}, ["", "tomorrow", "own"]),
        (21, {"remind": "today"}, ["", "tomorrow", "own"]),
        (17, {"remind": "today", "hour": "x"}, ["", "today", "tomorrow", "own"]),
        (12, {"remind": "week", "hour": "x"}, ["", "today", "week", "own"]),
    ],
)
def test_a_form_that_comes_back_offers_no_moment_that_is_past_or_stands_there_already(
    client, member, hour, sent, offered
):
    post = PostFactory()
    with time_machine.travel(datetime(2026, 7, 19, hour, 5, tzinfo=ZoneInfo(member.zone)), tick=False):  # a Sunday
        client.force_login(member)
        html = client.post(form_of(post), {"note": "", **sent}).content.decode()
    assert re.findall(r'name="remind" value="(\w*)"', html) == offered
    assert not Bookmark.objects.exists()


def test_a_reminder_stays_when_only_the_note_is_changed(client, member):
    post, at = PostFactory(), timezone.now() + 5 * HOUR
    bookmarks.bookmark_post(user=member, post=post, remind_at=at)
    client.post(form_of(post), {"note": "Baru", "remind": "kept"})
    kept = Bookmark.objects.get()
    assert (kept.note, kept.remind_at) == ("Baru", at)


def test_a_reminder_is_mailed_once_with_the_note_and_a_way_to_stop(member):
    bookmark = due(member, note="Untuk rapat")
    for _time in range(2):
        remind()
    mail = MailMessage.objects.get()
    assert mail.to == [member.email]
    assert mail.subject == "Pengingat: Untuk rapat"
    for text in ("Untuk rapat", bookmark.post.topic.title, bookmark.post.get_absolute_url(), "/markah/berhenti/"):
        assert text in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    bookmark.refresh_from_db()
    assert (bookmark.remind_at, bookmark.reminded_at is None) == (None, False)


def test_what_is_not_due_yet_waits(member):
    bookmarks.bookmark_post(user=member, post=PostFactory(), remind_at=timezone.now() + HOUR)
    remind()
    assert not MailMessage.objects.exists()
    with time_machine.travel(timezone.now() + 2 * HOUR):
        remind()
    assert MailMessage.objects.count() == 1


def test_who_is_told_by_a_receiver_gets_no_mail(member):
    told = []

    def tell(bookmark, **kwargs):
        told.append(bookmark.pk)
        return True

    bookmark = due(member)
    bookmark_due.connect(tell)
    try:
        for _time in range(2):
            remind()
    finally:
        bookmark_due.disconnect(tell)
    assert told == [bookmark.pk]
    assert not MailMessage.objects.exists()


def test_nobody_is_reminded_of_what_is_no_longer_open_to_them(member):
    bookmark = due(member)
    services.hide_post(moderator=ModeratorFactory(), post=bookmark.post, reason="x")
    MailMessage.objects.all().delete()  # that to its author
    remind()
    assert not MailMessage.objects.exists()
    assert Bookmark.objects.get().remind_at is None


@pytest.mark.parametrize("fields", [{"is_active": False}, {"suspended_until": timezone.now() + timedelta(days=1)}])
def test_who_can_do_nothing_is_not_mailed(member, fields):
    due(member)
    for name, value in fields.items():
        setattr(member, name, value)
    member.save()
    remind()
    assert not MailMessage.objects.exists()


def test_a_reminder_that_fails_waits_and_holds_up_no_other(member):
    broken, whole = due(member), due(member)

    def fail(bookmark, **kwargs):
        if bookmark.pk == broken.pk:
            raise RuntimeError("x")

    bookmark_due.connect(fail)
    try:
        remind()
    finally:
        bookmark_due.disconnect(fail)
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.reminded_at, broken.remind_at > timezone.now()) == (None, True)
    assert whole.reminded_at
    assert MailMessage.objects.count() == 1


def test_a_reminder_that_fails_while_its_member_takes_it_back_does_not_come_again(member):
    bookmark = due(member)

    def fail(key, now):
        Bookmark.objects.filter(pk=key).update(remind_at=None)
        raise RuntimeError("x")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bookmarks, "_remind", fail)
        remind()
    bookmark.refresh_from_db()
    assert bookmark.remind_at is None


def test_the_link_in_the_mail_stops_all_reminders_only_when_its_button_is_pressed(client):
    member, other = MemberFactory(), MemberFactory()
    later = timezone.now() + HOUR
    mine = [bookmarks.bookmark_post(user=member, post=PostFactory(), remind_at=later) for _number in range(2)]
    bookmarks.bookmark_post(user=other, post=PostFactory(), remind_at=later)
    url = f"{LIST}berhenti/{bookmarks.token_of(member)}/"
    assert client.get(url).status_code == 200
    assert Bookmark.objects.filter(remind_at__isnull=False).count() == 3
    assert client.post(url).status_code == 200
    assert set(Bookmark.objects.filter(remind_at=None)) == set(mine)
    for token in ("x", f"{bookmarks.token_of(member)}x"):
        assert client.post(f"{LIST}berhenti/{token}/").status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_workers_at_once_remind_once(settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"
    member = MemberFactory()
    for _number in range(5):
        due(member)
    at_once(*[lambda: bookmarks.remind_due(now=timezone.now())] * 4)
    assert MailMessage.objects.count() == 5


@pytest.mark.parametrize(("prefix", "told"), [("", ", 07.30</p>"), ("/en", ", 07:30</p>")])
def test_the_list_tells_the_time_of_a_reminder_as_the_form_does(client, member, prefix, told):
    morning = (timezone.now() + timedelta(days=2)).replace(hour=22, minute=30)
    bookmarks.bookmark_post(user=member, post=PostFactory(), remind_at=morning)
    assert told in client.get(f"{prefix}{LIST}").content.decode()
