"""What is done about an account: by whom, once, with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Role, User
from community.members.permissions import Refused
from community.members.standing import services
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    MentorFactory,
    ModeratorFactory,
)

pytestmark = pytest.mark.django_db

ACTS = ["suspend", "silence", "lift_suspension", "lift_silence", "switch_off", "switch_on", "sign_out"]
RESTRICTING = ACTS[:4]


def later(days: int = 7):
    return timezone.now().replace(microsecond=0) + timedelta(days=days)


def do(act: str, *, by: User, member: User, reason: str = "Iklan berulang") -> User:
    more = {"until": later()} if act in ("suspend", "silence") else {}
    return getattr(services, act)(by=by, member=member, reason=reason, **more)


def entries(member: User) -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.for_instance(member).order_by("pk"))


@pytest.mark.parametrize("act", ACTS)
def test_an_administrator_may_do_all_of_it_to_members_moderators_and_administrators(act):
    for member in (MemberFactory(), ModeratorFactory(), AdministratorFactory()):
        do(act, by=AdministratorFactory(), member=member)


@pytest.mark.parametrize("act", RESTRICTING)
@pytest.mark.parametrize("factory", [MemberFactory, MentorFactory])
def test_a_moderator_may_suspend_and_silence_ordinary_members(act, factory):
    do(act, by=ModeratorFactory(), member=factory())


@pytest.mark.parametrize("act", RESTRICTING)
@pytest.mark.parametrize("factory", [ModeratorFactory, EditorFactory, AdministratorFactory])
def test_a_moderator_may_never_touch_the_staff(act, factory):
    member = factory()
    with pytest.raises(Refused):
        do(act, by=ModeratorFactory(), member=member)
    assert entries(member) == []


@pytest.mark.parametrize("kind", ["moderator", "editor", "administrator"])
def test_who_holds_a_role_of_the_staff_is_no_ordinary_member(kind):
    member = MemberFactory()
    Role.objects.create(user=member, kind=kind)
    with pytest.raises(Refused):
        do("suspend", by=ModeratorFactory(), member=member)


@pytest.mark.parametrize("act", ACTS[4:])
def test_the_other_acts_are_not_for_moderators(act):
    with pytest.raises(Refused):
        do(act, by=ModeratorFactory(), member=MemberFactory())


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("factory", [MemberFactory, MentorFactory, EditorFactory])
def test_nobody_else_may_do_anything(act, factory):
    with pytest.raises(Refused):
        do(act, by=factory(), member=MemberFactory())


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_it_to_their_own_account(act):
    administrator = AdministratorFactory()
    with pytest.raises(Refused):
        do(act, by=administrator, member=administrator)


def test_who_was_suspended_meanwhile_may_not_answer_in_kind():
    one, two = AdministratorFactory(), AdministratorFactory()
    do("suspend", by=one, member=two)
    with pytest.raises(Refused):
        do("suspend", by=two, member=one)  # with the row as it was before


def test_suspending_writes_who_when_why_before_and_after():
    moderator, member, until = ModeratorFactory(), MemberFactory(), later()
    services.suspend(by=moderator, member=member, until=until, reason="  Iklan \n berulang ")
    (entry,) = entries(member)
    assert (entry.user, entry.action) == (moderator, "members.suspend")
    assert entry.data == {"reason": "Iklan berulang", "before": None, "after": until.isoformat()}
    assert entry.label == member.name
    again = services.suspend(by=moderator, member=member, until=until + timedelta(days=1), reason="Lagi")
    assert entries(again)[-1].data["before"] == until.isoformat()


@pytest.mark.parametrize("act", ["suspend", "silence", "switch_off"])
def test_a_repeat_changes_nothing_and_tells_nobody(act):
    by, member, until = AdministratorFactory(), MemberFactory(), later()
    more = {} if act == "switch_off" else {"until": until}
    for _time in range(2):
        getattr(services, act)(by=by, member=member, reason="Iklan", **more)
    assert len(entries(member)) == 1
    assert len(mail.outbox) == (0 if act == "switch_off" else 1)


@pytest.mark.parametrize("act", ["lift_suspension", "lift_silence", "switch_on"])
def test_lifting_what_was_never_laid_on_changes_nothing(act):
    member = MemberFactory()
    do(act, by=AdministratorFactory(), member=member)
    assert entries(member) == []
    assert mail.outbox == []


@pytest.mark.parametrize("act", ACTS)
def test_a_reason_is_needed(act):
    by, member = AdministratorFactory(), MemberFactory()
    with pytest.raises(ValidationError):
        do(act, by=by, member=member, reason=" \n ")
    assert entries(member) == []


@pytest.mark.parametrize("act", ["suspend", "silence"])
def test_a_day_in_the_past_is_none(act):
    with pytest.raises(ValidationError):
        getattr(services, act)(by=AdministratorFactory(), member=MemberFactory(), until=later(-1), reason="x")


@pytest.mark.parametrize("act", ACTS)
def test_a_deleted_account_stays_as_it_is(act):
    member = MemberFactory(erased_at=timezone.now())
    with pytest.raises(Refused):
        do(act, by=AdministratorFactory(), member=member)


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Your account is suspended"), ("id", "Akun Anda ditangguhkan")]
)
def test_the_mail_is_in_the_members_language_and_says_until_when_why_and_where_to_reply(language, subject, settings):
    settings.CONTACT_EMAIL = "redaksi@example.org"
    member = MemberFactory(language=language, zone="Asia/Jakarta")
    until = timezone.datetime(timezone.now().year + 2, 3, 4, 17, 0, tzinfo=timezone.get_fixed_timezone(0))
    services.suspend(by=ModeratorFactory(), member=member, until=until, reason="Iklan & <b>berulang</b>")
    (message,) = mail.outbox
    assert (message.subject, message.to, message.reply_to) == (subject, [member.email], ["redaksi@example.org"])
    assert "5 Mar" in message.body
    assert ("00.00 WIB" if language == "id" else "00:00 WIB") in message.body
    assert "Iklan & <b>berulang</b>" in message.body
    assert "redaksi@example.org" in message.body


def test_lifting_tells_the_member_once():
    by, member = ModeratorFactory(), MemberFactory()
    do("suspend", by=by, member=member)
    for _time in range(2):
        do("lift_suspension", by=by, member=member)
    assert len(mail.outbox) == 2
    assert "/akun/masuk/" in mail.outbox[1].body


@pytest.mark.parametrize("act", ["suspend", "switch_off", "sign_out"])
def test_every_session_ends_also_one_that_no_list_knows(act):
    member, client = MemberFactory(), Client()
    client.force_login(member)
    assert client.get("/anggota/saya/").status_code == 200
    do(act, by=AdministratorFactory(), member=member)
    assert client.get("/anggota/saya/").status_code == 302
    User.objects.update(suspended_until=None, is_active=True)
    assert client.get("/anggota/saya/").status_code == 302  # it stays over


def test_silencing_leaves_the_sessions_and_takes_the_writing():
    member, client = MemberFactory(), Client()
    client.force_login(member)
    do("silence", by=ModeratorFactory(), member=member)
    assert client.get("/anggota/saya/").status_code == 200
    assert User.objects.get(pk=member.pk).silenced_until


def test_an_account_that_never_ended_its_sessions_keeps_them_after_this_change():
    member = MemberFactory()
    plain = super(User, member)._get_session_auth_hash()
    assert member.get_session_auth_hash() == plain
    member.sessions_ended = 1
    first = member.get_session_auth_hash()
    member.sessions_ended = 2
    assert len({plain, first, member.get_session_auth_hash()}) == 3


def test_switching_off_tells_the_others():
    member = MemberFactory(is_listed=True)
    do("switch_off", by=AdministratorFactory(), member=member)
    assert not User.objects.get(pk=member.pk).is_active
    do("switch_on", by=AdministratorFactory(), member=member)
    assert [entry.action for entry in entries(member)] == ["members.switch_off", "members.switch_on"]


def test_suspending_asks_the_same_number_of_queries_however_many_sessions():
    def queries(count: int) -> int:
        by, member = AdministratorFactory(), MemberFactory()
        for number in range(count):
            key = f"{member.pk}-{number}"
            Session.objects.create(session_key=key, session_data="x", expire_date=later())
            UserSession.objects.create(user=member, session_key=key, ip="127.0.0.1", user_agent="x")
        with CaptureQueriesContext(connection) as captured:
            do("suspend", by=by, member=member)
        return len(captured)

    queries(1)
    assert queries(1) == queries(50)
