"""Changes of an account: with a reason, in the log, told to the member, forgotten with them."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.members.address_changes import OLD, ask, link_of
from community.members.models import AddressChange, Consent, User
from community.members.rights import account
from community.members.signals import member_erased, personal_data_requested
from community.members.standing.services import suspend
from home.templatetags.time_tags import in_full
from tests.community.members.test_admin import fields
from tests.factories.assistance import make_assistance
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, AdministratorFactory, EditorFactory, MemberFactory, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = AdministratorFactory(name="Pak Admin")
    client.force_login(user)
    return user


def edit(client, user: User, **typed):
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields(is_active="on", **typed))


def changes(user: User) -> list[dict]:
    entries = ModelLogEntry.objects.for_instance(user).filter(action="members.edit").order_by("pk")
    return [entry.data for entry in entries]


def test_a_change_is_written_down_with_reason_before_and_after(client, administrator):
    user = MemberFactory(name="Oma", email="lama@example.org", language="en")
    edit(client, user, reason="Salah ketik", email="oma@example.org", name="Nenek Oma")
    assert changes(user) == [
        {
            "reason": "Salah ketik",
            "before": {"name": "Oma", "email": "lama@example.org", "language": "en"},
            "after": {"name": "Nenek Oma", "email": "oma@example.org", "language": "id"},
        }
    ]
    assert ModelLogEntry.objects.get(action="members.edit").user == administrator


def test_without_a_reason_nothing_is_changed(client, administrator):
    user = MemberFactory(name="Oma")
    page = edit(client, user, reason=" ").content.decode()
    user.refresh_from_db()
    assert user.name == "Oma"
    assert changes(user) == []
    assert "Nenek Oma" in page  # what was typed stays


def test_saving_without_a_change_writes_nothing(client, administrator):
    user = MemberFactory(email="oma@example.org", name="Nenek Oma")
    edit(client, user)
    assert changes(user) == []


def test_a_new_password_is_told_of_but_never_what_it_is(client, administrator):
    user = MemberFactory(email="oma@example.org", name="Nenek Oma")
    edit(client, user, password1="kayu-hanyut-3391", password2="kayu-hanyut-3391")
    (change,) = changes(user)
    assert list(change["after"]) == ["password"]
    assert "kayu" not in json.dumps(change)
    assert "argon2" not in json.dumps(change)


def test_switching_off_here_ends_the_sessions_too(client, administrator):
    user, theirs = MemberFactory(), Client()
    theirs.force_login(user)
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields())
    User.objects.update(is_active=True)
    assert theirs.get("/anggota/saya/").status_code == 302


def test_another_address_signs_out_everywhere_and_lets_in_nobody_by_the_old_one(client, administrator):
    user, theirs = MemberFactory(name="Oma", email="lama@example.org", language="en"), Client()
    theirs.force_login(user)
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    link = urlsplit(link_of(ask(user=user, email="lain@example.org"), OLD)).path
    edit(client, user, reason="Kotak surat hilang", email="baru@example.org")
    user.refresh_from_db()
    assert user.email == "baru@example.org"
    assert theirs.get("/anggota/saya/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert not AddressChange.objects.exists()
    assert client.get(link).status_code == 404
    entry = ModelLogEntry.objects.get(action="members.replace_address")
    assert (entry.user, entry.label) == (administrator, user.name)
    assert entry.data == {"reason": "Kotak surat hilang", "before": "google", "after": None}


def test_a_confirmation_that_was_sent_to_the_address_before_confirms_nothing(client, administrator):
    user = MemberFactory(name="Oma", email="lama@example.org", verified=False)
    Client().post("/akun/masuk/", {"login": "lama@example.org", "password": PASSWORD})
    link = link_in(mails_to("lama@example.org")[-1])
    edit(client, user, email="baru@example.org")
    for typed in ({"password": PASSWORD}, {"own": "1"}):
        assert Client().post(link, typed).status_code == 404
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified) == ("baru@example.org", False)


def test_the_old_mailbox_is_told_in_the_members_language_but_not_of_the_new_address(client, administrator):
    user = MemberFactory(name="Oma", email="lama@example.org", language="en")
    edit(client, user, email="baru@example.org")
    (message,) = [message for message in mails_to("lama@example.org") if "another" in message.subject]
    assert "All devices were signed out" in message.body
    assert "baru@example.org" not in message.body


@pytest.mark.parametrize("typed", ["oma@example.org", "Oma@Example.org"])
def test_as_long_as_the_address_stays_so_do_the_sessions(client, administrator, typed):
    user, theirs = MemberFactory(name="Oma", email="oma@example.org"), Client()
    theirs.force_login(user)
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    edit(client, user, email=typed)
    assert theirs.get("/anggota/saya/").status_code == 200
    assert SocialAccount.objects.exists()
    assert not ModelLogEntry.objects.filter(action="members.replace_address").exists()


def test_a_person_who_is_given_an_address_is_accompanied_no_longer(client, administrator):
    assistance = make_assistance(phone="0812 345 678")
    edit(client, assistance.person, reason="Punya surel sekarang", email="maria@example.org")
    assistance.refresh_from_db()
    assert (assistance.ended_how, assistance.phone) == ("address", "")
    assert assistance.ended_at
    assert Consent.objects.get(user=assistance.person).withdrawn_at
    entry = ModelLogEntry.objects.get(action="members.end_assistance")
    assert (entry.user, entry.data["reason"]) == (administrator, "Punya surel sekarang")
    assert "alamat sendiri" in client.get("/admin/members/assisted/").content.decode()


def test_who_may_change_accounts_may_not_change_an_administrators(client):
    clerk, above = EditorFactory(), AdministratorFactory(name="Pak Admin", email="admin@example.org")
    join(clerk, "Clerks", ("members", "user", "change_user"))
    client.force_login(clerk)
    edit(client, above, email="maling@example.org")
    above.refresh_from_db()
    assert above.email == "admin@example.org"
    member = MemberFactory()
    edit(client, member)
    member.refresh_from_db()
    assert member.name == "Nenek Oma"


def test_the_history_shows_acts_with_reasons_and_can_be_narrowed_to_one_act(client, administrator):
    user = MemberFactory(name="Oma", email="oma@example.org")
    edit(client, user, reason="Salah ketik")
    ModelLogEntry.objects.create(
        content_type=ModelLogEntry.objects.get().content_type,
        object_id=str(user.pk),
        action="members.suspend",
        label="x",
        timestamp=user.date_joined,
        data={"reason": "Iklan", "before": None, "after": "2030-01-02T00:00:00+00:00"},
    )
    url = reverse("wagtailusers_users:history", args=[user.pk])
    page = client.get(url).content.decode()
    assert "Salah ketik" in page
    assert "Iklan" in page
    assert "Oma → Nenek Oma" in page
    assert "Akun diubah" in page
    narrowed = client.get(url, {"action": "members.suspend"}).content.decode()
    assert "Iklan" in narrowed
    assert "Salah ketik" not in narrowed


def test_the_sites_history_names_the_acts_in_the_language_of_the_reader(client, administrator):
    user = MemberFactory(name="Oma")
    edit(client, user)
    report = reverse("wagtailadmin_reports:site_history")
    assert "Akun diubah" in client.get(report).content.decode()
    User.objects.filter(pk=administrator.pk).update(language="en")
    assert "Account changed" in client.get(report).content.decode()


def test_the_sites_history_names_accounts_and_says_why_and_until_when(client, administrator):
    user, until = MemberFactory(name="Oma Rahayaan"), timezone.now() + timedelta(days=7)
    suspend(by=administrator, member=user, until=until, reason="Iklan berulang")
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Oma Rahayaan" in page
    with timezone.override(administrator.zone):
        assert f"Ditangguhkan: sampai {in_full(until)}. Alasannya: Iklan berulang" in page


@pytest.mark.parametrize("name", ["site_history", "site_history_results"])
def test_the_sites_history_as_a_spreadsheet_has_no_formulas(client, administrator, name):
    log(MemberFactory(name="=1+1"), "members.edit", user=MemberFactory(name="@SUM(A1)"), title="=HYPERLINK(1)")
    answer = client.get(reverse(f"wagtailadmin_reports:{name}"), {"export": "csv"})
    _headings, (_key, label, _kind, _act, user, _when) = csv.reader(answer.getvalue().decode().splitlines())
    assert (label, user) == ("'=HYPERLINK(1)", "'@SUM(A1)")


def test_the_sites_history_stays_behind_the_door(client):
    report = reverse("wagtailadmin_reports:site_history")
    for member in (None, MemberFactory()):
        client.logout()
        if member:
            client.force_login(member)
        assert client.get(report, {"export": "csv"}).status_code in (302, 403)


def test_a_copy_of_data_tells_what_was_done_and_why_never_by_whom(client, administrator):
    user = MemberFactory(name="Oma", email="oma@example.org")
    edit(client, user, reason="Salah ketik")
    told = {
        part.name: list(part.rows)
        for _receiver, answer in personal_data_requested.send(sender=User, user=user)
        for part in answer
        if part.name == "acts_about_the_account"
    }
    (act,) = told["acts_about_the_account"]
    assert (act["act"], act["reason"]) == ("members.edit", "Salah ketik")
    assert "Pak Admin" not in str(act)
    assert {"suspended_reason", "silenced_reason"} <= set(account._account(user))


def test_a_deleted_account_leaves_no_name_or_address_in_the_log(client, administrator):
    user = MemberFactory(name="Zulaikha", email="zulaikha@example.org")
    edit(client, user)
    member_erased.send(sender=User, user=user, name="Zulaikha", profile_id=None)
    assert "zulaikha" not in json.dumps(changes(user)).lower()
    assert changes(user)[0]["before"] == {"name": "—", "email": "—"}


def test_the_name_of_a_person_without_an_address_is_changed_and_they_stay_without_one(client, administrator):
    assistance = make_assistance()
    edit(client, assistance.person, email="")
    assistance.person.refresh_from_db()
    assistance.refresh_from_db()
    assert (assistance.person.name, assistance.person.email, assistance.ended_at) == ("Nenek Oma", None, None)


def test_an_address_that_is_there_is_never_left_out(client, administrator):
    user = MemberFactory(name="Oma", email="oma@example.org")
    edit(client, user, email="")
    user.refresh_from_db()
    assert (user.name, user.email) == ("Oma", "oma@example.org")
