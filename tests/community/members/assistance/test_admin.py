"""Assisted people in the editing room."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.members.models import Assistance, Erasure
from tests.factories.assistance import make_assistance
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, MentorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db

INDEX = "/admin/members/assisted/"


@pytest.fixture
def administrator(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def edit(assistance):
    return reverse("member_assistances:edit", args=[assistance.pk])


def test_administrators_find_people_by_name_and_see_what_they_agreed_to(client, administrator):
    assistance = make_assistance(name="Maria Contoh", phone="0812 345 678")
    make_assistance(name="Yohana Lain")
    page = client.get(INDEX, {"q": "maria"}).content.decode()
    assert "Maria Contoh" in page
    assert "Yohana Lain" not in page
    page = client.get(reverse("member_assistances:inspect", args=[assistance.pk])).content.decode()
    assert assistance.consent_text[:40] in page
    assert "0812 345 678" in page


def test_the_list_costs_as_much_for_many(client, administrator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        client.get(INDEX)
        with CaptureQueriesContext(connection) as seen:
            client.get(INDEX)
        return len(seen)

    make_assistance()
    few = queries()
    for number in range(15):
        make_assistance(name=f"Orang {number}")
    assert queries() == few


@pytest.mark.parametrize("who", [EditorFactory, ModeratorFactory])
def test_nobody_else_of_the_staff_sees_it(client, who):
    assistance = make_assistance(phone="0812 345 678")
    client.force_login(who())
    for address in (INDEX, edit(assistance), reverse("member_assistances:inspect", args=[assistance.pk])):
        assert "0812 345 678" not in client.get(address).content.decode()
        assert client.get(address).status_code in (302, 403)
    assert "members/assisted" not in client.get("/admin/").content.decode()


def test_nobody_adds_or_deletes_by_hand(client, administrator):
    assistance = make_assistance()
    for address in (f"{INDEX}new/", f"{INDEX}delete/{assistance.pk}/"):
        assert client.post(address).status_code in (302, 403, 404)
    assert Assistance.objects.count() == 1


def test_an_administrator_finds_another_mentor(client, administrator):
    assistance, to = make_assistance(), MentorFactory()
    client.post(edit(assistance), {"act": "hand_over", "mentor_email": to.email.upper(), "reason": "pindah"})
    assert Assistance.objects.get(ended_at=None).mentor == to


@pytest.mark.parametrize("email", ["", "tidak@example.org", "anggota@example.org"])
def test_only_a_mentor_can_be_named(client, administrator, email):
    assistance = make_assistance()
    MemberFactory(email="anggota@example.org")
    answer = client.post(edit(assistance), {"act": "hand_over", "mentor_email": email, "reason": "pindah"})
    assert answer.context["form"].errors["mentor_email"]


def test_an_administrator_ends_deletes_and_keeps(client, administrator):
    assistance = make_assistance()
    client.post(edit(assistance), {"act": "erase_all", "reason": "minta"})
    assert not Erasure.objects.get().keeps
    client.post(edit(assistance), {"act": "keep", "reason": "tetap"})
    assert not Erasure.objects.exists()
    client.post(edit(assistance), {"act": "end", "reason": "pindah"})
    assistance.refresh_from_db()
    assert assistance.ended_how == "ended"


def test_what_is_not_possible_is_said_above_the_form(client, administrator):
    assistance = make_assistance()
    assistance.person.email = "maria@example.org"
    assistance.person.save()
    sent = {"act": "hand_over", "mentor_email": MentorFactory().email, "reason": "pindah"}
    assert client.post(edit(assistance), sent).context["form"].errors["__all__"]


def test_the_account_of_a_person_can_be_saved_without_an_address(client, administrator):
    person = make_assistance(name="Maria Contoh").person
    sent = {"name": "Maria C.", "email": "", "language": "id", "zone": "Asia/Jayapura", "is_active": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[person.pk]), sent)
    person.refresh_from_db()
    assert person.email is None
