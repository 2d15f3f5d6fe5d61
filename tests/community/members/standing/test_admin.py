"""The page of the editing room on which something is done about an account, and the same for many."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import User
from community.members.permissions import Refused
from community.members.standing import services
from tests.factories.mails import link_in, mails_to
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db

YEAR = timezone.now().year + 2
DAY = f"{YEAR}-03-05"
LATE = datetime(YEAR, 3, 4, 15, 30, tzinfo=UTC)  # half past ten in the evening in Jakarta, and DAY in Jayapura


def later(*, days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def page_of(member: User) -> str:
    return reverse("member_standing", args=[member.pk])


def bulk(act: str, *members: User) -> str:
    address = reverse("wagtail_bulk_action", args=["members", "user", act])
    return f"{address}?{'&'.join(f'id={member.pk}' for member in members)}"


def acts_offered(client, member: User) -> set[str]:
    return {value for value, _label in client.get(page_of(member)).context["form"].fields["act"].choices}


def test_a_moderator_is_offered_what_makes_sense_and_sees_no_address(client):
    client.force_login(ModeratorFactory())
    member = MemberFactory(email="rahasia@example.org")
    assert acts_offered(client, member) == {"suspend", "silence", "set_trust_level"}
    assert "rahasia@example.org" not in client.get(page_of(member)).content.decode()
    User.objects.update(suspended_until=timezone.now() + timedelta(days=1))
    User.objects.exclude(pk=member.pk).update(suspended_until=None)
    assert acts_offered(client, member) == {"suspend", "lift_suspension", "silence", "set_trust_level"}


def test_an_administrator_is_offered_all_of_it(client):
    client.force_login(AdministratorFactory())
    always = {"suspend", "silence", "set_trust_level", "sign_out"}
    assert acts_offered(client, MemberFactory()) == {*always, "switch_off", "mail_link"}
    assert acts_offered(client, MemberFactory(is_active=False)) == {*always, "switch_on"}


def test_the_page_brings_the_chooser_of_the_day_along(client):
    client.force_login(ModeratorFactory())
    page = client.get(page_of(MemberFactory())).content.decode()
    assert re.search(r'<script src="[^"]*wagtailadmin/js/date-time-chooser[^"]*\.js', page)


def test_a_day_is_named_as_the_one_that_is_typed(client):
    client.force_login(ModeratorFactory())
    member = MemberFactory(zone="Asia/Jakarta")
    assert "Berakhir saat hari itu dimulai" in client.get(page_of(member)).content.decode()


@pytest.mark.parametrize("factory", [EditorFactory, MemberFactory])
def test_others_do_not_reach_the_page(client, factory):
    client.force_login(factory())
    member = MemberFactory()
    sent = {"act": "suspend", "until": DAY, "reason": "x"}
    assert client.get(page_of(member)).status_code in (302, 403)
    assert client.post(page_of(member), sent).status_code in (302, 403)
    member.refresh_from_db()
    assert member.suspended_until is None


def test_a_moderator_does_not_reach_the_page_of_staff_or_a_deleted_account(client):
    client.force_login(ModeratorFactory())
    for member in (AdministratorFactory(), EditorFactory(), ModeratorFactory()):
        assert client.get(page_of(member)).status_code in (302, 403)
    assert client.get(page_of(MemberFactory(erased_at=timezone.now()))).status_code == 404


def test_suspending_ends_when_the_day_begins_in_the_members_zone_and_shows_below(client):
    client.force_login(ModeratorFactory(name="Bu Moderator"))
    member = MemberFactory(zone="Asia/Jayapura")
    client.post(page_of(member), {"act": "suspend", "until": DAY, "reason": "Iklan <i>berulang</i>"})
    member.refresh_from_db()
    assert member.suspended_until.isoformat() == f"{YEAR}-03-04T15:00:00+00:00"
    page = client.get(page_of(member)).content.decode()
    assert "Bu Moderator" in page
    assert "Iklan &lt;i&gt;berulang&lt;/i&gt;" in page


def test_a_moderator_reads_no_reasons_of_what_only_administrators_do(client):
    member, administrator = MemberFactory(), AdministratorFactory()
    services.sign_out(by=administrator, member=member, reason="Telepon 0812-555 hilang")
    services.silence(by=administrator, member=member, until=LATE, reason="Iklan berulang")
    client.force_login(ModeratorFactory())
    page = client.get(page_of(member)).content.decode()
    assert "Iklan berulang" in page
    assert "0812-555" not in page
    client.force_login(administrator)
    assert "0812-555" in client.get(page_of(member)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"act": "suspend", "until": ""}, "until"),
        ({"act": "suspend", "until": "2020-01-01"}, "until"),
        ({"act": "suspend", "until": "besok"}, "until"),
        ({"act": "switch_off"}, "act"),  # not a moderator's
        ({"act": "suspend", "until": DAY, "reason": " "}, "reason"),
        ({}, "act"),
    ],
)
def test_what_is_missing_or_not_allowed_is_said_and_nothing_is_done(client, typed, field):
    client.force_login(ModeratorFactory())
    member = MemberFactory()
    answer = client.post(page_of(member), {"reason": "Iklan"} | typed)
    assert answer.context["form"].errors[field]
    assert not ModelLogEntry.objects.filter(action__startswith="members.").exists()


def test_a_form_that_is_sent_twice_acts_once(client):
    client.force_login(AdministratorFactory())
    member = MemberFactory()
    sent = {"act": "sign_out", "reason": "Telepon hilang", "idempotency_key": "abc"}
    for _time in range(2):
        client.post(page_of(member), sent)
    assert ModelLogEntry.objects.filter(action="members.sign_out").count() == 1


def test_the_mail_for_a_new_password_goes_to_the_member_and_works(client):
    client.force_login(AdministratorFactory())
    member = MemberFactory(email="maria@example.org")
    client.post(page_of(member), {"act": "mail_link", "reason": "Diminta lewat telepon"})
    (message,) = mails_to("maria@example.org")
    client.logout()
    assert client.get(link_in(message), follow=True).status_code == 200
    assert ModelLogEntry.objects.get(action="members.mail_password_link").data["reason"] == "Diminta lewat telepon"


def test_many_are_suspended_at_once_but_not_those_of_the_staff(client):
    client.force_login(ModeratorFactory())
    one, two, editor = MemberFactory(), MemberFactory(), EditorFactory()
    url = bulk("suspend", one, two, editor)
    page = client.get(url)
    assert page.status_code == 200
    assert [item["item"] for item in page.context["items"]] == [one, two]
    for _time in range(2):
        client.post(url, {"until": DAY, "reason": "Iklan berulang"})
    assert User.objects.exclude(suspended_until=None).count() == 2
    assert ModelLogEntry.objects.filter(action="members.suspend").count() == 2
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("act", ["suspend", "silence"])
def test_the_page_says_until_when_and_why_each_goes_on_and_shortens_it(client, act):
    client.force_login(ModeratorFactory())
    told = {"silenced_until": later(days=400), "silenced_reason": "Kasar.", "suspended_until": later(days=500)}
    member = MemberFactory(**told, suspended_reason="Iklan.")
    page = client.get(page_of(member)).content.decode()
    for words in ("Kasar.", "Iklan.", "Dilarang menulis sampai", "Ditangguhkan sampai"):
        assert words in page
    day = timezone.localdate() + timedelta(days=3)
    assert client.post(page_of(member), {"act": act, "until": day.isoformat(), "reason": "Cukup."}).status_code == 302
    member.refresh_from_db()
    assert (member.suspended_until if act == "suspend" else member.silenced_until) < later(days=5)


def test_several_at_once_are_suspended_for_no_less_than_one_of_them_is(client):
    client.force_login(ModeratorFactory())
    longer, other = MemberFactory(suspended_until=later(days=2000), name="Toko Lama"), MemberFactory()
    answer = client.post(bulk("suspend", longer, other), {"until": DAY, "reason": "Iklan"})
    assert "Toko Lama" in answer.content.decode()
    for member, until in ((longer, longer.suspended_until), (other, None)):
        member.refresh_from_db()
        assert member.suspended_until == until


def test_a_day_more_than_ten_years_away_is_refused(client):
    client.force_login(AdministratorFactory())
    member = MemberFactory()
    for sent in (page_of(member), bulk("suspend", member)):
        answer = client.post(sent, {"act": "suspend", "until": "9999-12-31", "reason": "Iklan"})
        assert "10 tahun" in answer.context["form"].errors["until"][0]
    member.refresh_from_db()
    assert member.suspended_until is None


def test_many_are_not_suspended_without_a_reason(client):
    client.force_login(AdministratorFactory())
    member = MemberFactory()
    client.post(bulk("suspend", member), {"until": DAY, "reason": ""})
    member.refresh_from_db()
    assert member.suspended_until is None


def test_an_editor_suspends_nobody_in_bulk(client):
    client.force_login(EditorFactory())
    member = MemberFactory()
    client.post(bulk("suspend", member), {"until": DAY, "reason": "x"})
    member.refresh_from_db()
    assert member.suspended_until is None


def test_switching_off_several_needs_a_reason_and_stands_in_the_log_of_each(client):
    client.force_login(AdministratorFactory())
    one, two = MemberFactory(), MemberFactory()
    url = bulk("set_active_state", one, two)
    client.post(url, {"mark_as_active": "False", "reason": ""})
    assert User.objects.filter(is_active=False).count() == 0
    client.post(url, {"mark_as_active": "False", "reason": "Tidak dipakai"})
    assert User.objects.filter(is_active=False).count() == 2
    assert ModelLogEntry.objects.filter(action="members.switch_off", data__reason="Tidak dipakai").count() == 2


@pytest.mark.parametrize("act", ["suspend", "set_active_state"])
@pytest.mark.parametrize("factory", [ModeratorFactory, AdministratorFactory])
def test_nothing_is_done_to_all_of_a_list_and_no_address_is_told_by_asking(client, act, factory):
    client.force_login(factory())
    member = MemberFactory(name="Budi Rahasia", email="budi@example.org")
    address = f"{reverse('wagtail_bulk_action', args=['members', 'user', act])}?id=all&q=budi@exa"
    for answer in (client.get(address), client.post(address, {"until": DAY, "reason": "x"})):
        assert answer.status_code == 302
        assert "Budi" not in answer.content.decode()
    member.refresh_from_db()
    assert member.is_active
    assert member.suspended_until is None


def sign_in_in_jakarta(client) -> None:
    client.force_login(ModeratorFactory(zone="Asia/Jakarta"))


def test_a_day_that_has_begun_in_the_east_is_refused_for_many_in_a_sentence_and_nobody_is_suspended(client):
    east, west = MemberFactory(name="Oma Timur", zone="Asia/Jayapura"), MemberFactory(zone="Asia/Jakarta")
    with time_machine.travel(LATE):
        sign_in_in_jakarta(client)
        answer = client.post(bulk("suspend", west, east), {"until": DAY, "reason": "Iklan"})
        assert answer.status_code == 200
        assert "Oma Timur" in str(answer.context["form"].errors["until"])
        assert not User.objects.exclude(suspended_until=None).exists()
        client.post(bulk("suspend", west), {"until": DAY, "reason": "Iklan"})
    west.refresh_from_db()
    assert west.suspended_until == datetime(YEAR, 3, 4, 17, tzinfo=UTC)


def test_a_day_that_has_begun_in_the_east_is_refused_for_one(client):
    east = MemberFactory(zone="Asia/Jayapura")
    with time_machine.travel(LATE):
        sign_in_in_jakarta(client)
        answer = client.post(page_of(east), {"act": "silence", "until": DAY, "reason": "Iklan"})
    assert answer.context["form"].errors["until"]
    east.refresh_from_db()
    assert east.silenced_until is None


@pytest.mark.parametrize("error", [Refused("Sudah bukan anggota biasa."), ValidationError("Hari ini sudah lewat.")])
def test_what_changed_between_the_question_and_the_act_is_said_and_undoes_all(client, monkeypatch, error):
    one, two, suspend = MemberFactory(), MemberFactory(), services.suspend

    def fail_at_the_second(**told):
        if told["member"] == two:
            raise error
        return suspend(**told)

    monkeypatch.setattr(services, "suspend", fail_at_the_second)
    client.force_login(ModeratorFactory())
    answer = client.post(bulk("suspend", one, two), {"until": DAY, "reason": "Iklan"})
    assert answer.status_code == 200
    assert (error.messages[0] if isinstance(error, ValidationError) else str(error)) in answer.content.decode()
    one.refresh_from_db()
    assert one.suspended_until is None


@pytest.mark.parametrize("key", ["abc", "-1", "", "9" * 40])
def test_a_key_that_is_none_leads_back_to_the_list(client, key):
    client.force_login(ModeratorFactory())
    address = f"{reverse('wagtail_bulk_action', args=['members', 'user', 'suspend'])}?id={key}"
    assert client.post(address, {"until": DAY, "reason": "x"}).status_code == 302
