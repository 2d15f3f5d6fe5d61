"""What members are told of their texts, their reports and their trust level."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from community.members.models import User
from community.members.permissions import Viewer
from community.members.trust.services import set_trust_level, set_trust_levels
from community.moderation.models import Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.notifications.models import Notification
from community.notifications.services.activities import untold
from community.notifications.services.listing import page_of
from community.notifications.services.unread import count_unread
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.notifications import heard, tell
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db
LIST = "/pemberitahuan/"


def test_an_author_hears_of_a_decision_and_reads_why_on_its_page_which_marks_it_read(client):
    author = MemberFactory()
    post = make_reply(author)
    case = decided(post, Decision.HIDE)
    tell()
    assert heard(author) == [("decided", "moderated")]
    client.force_login(author)
    page = client.get(LIST).content.decode()
    assert f'/moderasi/tulisan-saya/{case.pk}/">Ada putusan untuk Anda baca</a>' in page
    assert post.body not in page
    client.get(f"/moderasi/tulisan-saya/{case.pk}/")
    assert count_unread(Viewer(author)) == 0


def test_no_moderator_is_named(client):
    author, moderator = MemberFactory(), ModeratorFactory(name="Bapak Ketat")
    decided(make_reply(author), Decision.DELETE, by=moderator)
    tell()
    client.force_login(author)
    assert "Bapak Ketat" not in client.get(LIST).content.decode()


def test_an_author_hears_that_reports_hid_the_text(settings):
    author = MemberFactory()
    post = make_reply(author)
    for _number in range(3):
        report_thing(post, by=MemberFactory(trust_level=2))
    tell()
    assert ("hidden", "moderated") in heard(author)
    assert said_to(author) == ["Laporan menyembunyikan tulisan Anda"]
    with override("en"):
        assert said_to(author) == ["Reports have hidden what you wrote"]


def test_who_reported_hears_what_became_of_it_and_others_hear_nothing(client):
    reporter, other = MemberFactory(), MemberFactory()
    post = make_reply()
    report_thing(post, by=reporter)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.KEEP))
    tell()
    assert heard(reporter) == [("report", "reported")]
    assert heard(other) == []
    client.force_login(reporter)
    page = client.get(LIST).content.decode()
    assert 'href="/moderasi/laporan-saya/">Moderator telah memeriksa yang Anda laporkan</a>' in page
    client.get("/moderasi/laporan-saya/")
    assert count_unread(Viewer(reporter)) == 0


def test_who_is_warned_or_silenced_hears_of_it_on_a_line_of_its_own(client):
    author = MemberFactory()
    until = timezone.now() + timedelta(days=3)
    decided(make_reply(author), Decision.HIDE, sanction="silence", until=until)
    tell()
    assert heard(author) == [("decided", "moderated")] * 2
    client.force_login(author)
    page = client.get(LIST).content.decode()
    for case in Review.objects.filter(author=author):
        assert f'href="/moderasi/tulisan-saya/{case.pk}/"' in page


def test_an_appeal_that_is_decided_stands_with_what_it_was_against():
    author = MemberFactory()
    case = decided(make_reply(author), Decision.HIDE)
    asked = appeal(author=author, review=case, words="Itu bukan iklan.")
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED))
    tell()
    [group] = page_of(Viewer(User.objects.get(pk=author.pk))).groups
    assert len(group.lines) == 2
    assert group.url == f"/moderasi/tulisan-saya/{case.pk}/"


def test_who_rises_is_told_and_who_falls_is_not(client):
    risen, fallen = MemberFactory(trust_level=0), MemberFactory(trust_level=2)
    set_trust_levels({risen.pk: (0, 1), fallen.pk: (2, 1)}, reason="x")
    assert heard(risen) == [("level", "level")]
    assert heard(fallen) == []
    assert said_to(risen) == ["Anda dipercaya lebih: Anggota"]
    client.force_login(risen)
    assert 'href="/anggota/saya/tingkat/"' in client.get(LIST).content.decode()
    client.get("/anggota/saya/tingkat/")
    assert count_unread(Viewer(risen)) == 0


def test_a_level_that_is_given_by_hand_is_told_once():
    member = MemberFactory(trust_level=1)
    for _time in range(2):
        set_trust_level(by=AdministratorFactory(), member=member, level=3, reason="Setia.")
    assert heard(member) == [("level", "level")]


def test_examples_are_no_news():
    member = MemberFactory(trust_level=0)
    with untold():
        set_trust_levels({member.pk: (0, 1)}, reason="x")
    assert not Notification.objects.exists()


def said_to(user: User) -> list[str]:
    """The sentences of a member's page, the newest first."""
    viewer = Viewer(User.objects.get(pk=user.pk))
    return [line.said for group in page_of(viewer).groups for line in group.lines]
