import re

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.members.models import User
from tests.factories.assistance import make_assistance
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    user = AdministratorFactory(name="Pak Admin")
    client.force_login(user)
    return user


@pytest.mark.parametrize("query", ["maria", "letsoin", "maria@example.org", "maria-l"])
def test_accounts_are_found_by_name_address_and_handle(client, query):
    MemberFactory(name="Maria Letsoin", email="maria@example.org", handle="maria-l")
    MemberFactory(name="Petrus", email="petrus@example.org")
    page = client.get(reverse("wagtailusers_users:index"), {"q": query}).content.decode()
    assert "Maria Letsoin" in page
    assert "Petrus" not in page


@pytest.mark.parametrize("ordering", ["name", "-name", "email", "last_login"])
def test_the_list_can_be_ordered(client, ordering):
    assert client.get(reverse("wagtailusers_users:index"), {"ordering": ordering}).status_code == 200


def test_an_account_is_made_with_one_name_a_handle_and_a_line_in_the_log(client):
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert "first_name" not in page
    client.post(reverse("wagtailusers_users:add"), fields(password1="perahu-merah-77", password2="perahu-merah-77"))
    user = User.objects.get(email="oma@example.org")
    assert user.profile.handle.text == "nenek-oma"
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(user.pk)).exists()


def test_an_account_is_switched_off(client):
    user = MemberFactory()
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    assert client.get(url).status_code == 200
    client.post(url, fields())
    user.refresh_from_db()
    assert (user.is_active, user.name) == (False, "Nenek Oma")


def test_an_administrator_changes_their_own_account_but_never_switches_it_off(client, administrator):
    url = reverse("wagtailusers_users:edit", args=[administrator.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert 'name="is_active"' not in page.content.decode()
    assert client.post(url, fields(email=administrator.email)).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_superuser, administrator.name) == (True, True, "Nenek Oma")


def test_another_address_closes_the_account_to_the_one_before(client):
    user = MemberFactory(email="lama@example.org")
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields(email="Baru@example.org"))
    (address,) = EmailAddress.objects.filter(user=user)
    assert (address.email, address.primary, address.verified) == ("baru@example.org", True, False)
    assert list(filter_users_by_email("lama@example.org")) == []
    assert list(filter_users_by_email("baru@example.org")) == [user]


def test_saving_an_account_keeps_the_confirmed_address(client):
    user = MemberFactory(email="oma@example.org")
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields(name="Oma Baru"))
    assert EmailAddress.objects.get(user=user).verified


def test_an_account_is_never_deleted(client):
    user, other = MemberFactory(), MemberFactory()
    client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    bulk = reverse("wagtail_bulk_action", args=["members", "user", "delete"])
    assert client.post(f"{bulk}?id={user.pk}&id={other.pk}").status_code == 404
    assert User.objects.count() == 3


def test_the_list_offers_for_several_what_can_be_done(client):
    page = client.get(reverse("wagtailusers_users:index")).content.decode()
    offered = set(re.findall(r"/bulk/members/user/(\w+)/", page))
    assert offered == {"suspend", "set_active_state"}


def test_an_address_that_another_account_has_is_called_an_address(client):
    MemberFactory(email="oma@example.org")
    passwords = {"password1": "perahu-merah-77", "password2": "perahu-merah-77"}
    for url in (reverse("wagtailusers_users:add"), reverse("wagtailusers_users:edit", args=[MemberFactory().pk])):
        answer = client.post(url, fields(**passwords))
        assert answer.context["form"].errors == {"email": ["Alamat ini sudah dipakai akun lain."]}
    assert User.objects.filter(email="oma@example.org").count() == 1


def test_of_people_without_an_address_each_is_changed_for_itself(client):
    person, _other = make_assistance().person, make_assistance()
    answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), fields(email="", is_active="on"))
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.email, person.name) == (None, "Nenek Oma")


def fields(**typed):
    return {
        "email": "Oma@example.org",
        "name": "Nenek Oma",
        "language": "id",
        "zone": "Asia/Jayapura",
        "reason": "Diminta.",
    } | typed
