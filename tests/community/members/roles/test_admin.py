from __future__ import annotations

import pytest
from django.urls import reverse

from community.members.models import Role, User
from community.members.roles.admin import RolesViewSetGroup
from community.members.roles.vouching import vouch
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    MentorFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = AdministratorFactory(name="Pak Admin")
    client.force_login(user)
    return user


def test_an_administrator_grants_and_revokes_with_a_reason(client, administrator):
    user, region = MemberFactory(name="Nenek Oma"), make_region("81.02")
    page = client.get(reverse("member_roles:add"), {"user": user.pk}).content.decode()
    assert "Nenek Oma" in page
    sent = {"user": user.pk, "kind": "moderator", "region": region.pk, "reason": ""}
    assert client.post(reverse("member_roles:add"), sent).status_code == 200
    assert client.post(reverse("member_roles:add"), sent | {"reason": "Dipilih."}).status_code == 302
    role = user.roles.get()
    assert (role.region, role.granted_by, role.reason) == (region, administrator, "Dipilih.")
    revoke = reverse("member_roles:delete", args=[role.pk])
    assert "Nenek Oma" in client.get(revoke).content.decode()
    assert client.post(revoke, {"reason": ""}).status_code == 200
    assert user.roles.exists()
    assert client.post(revoke, {"reason": "Pindah."}).status_code == 302
    assert not user.roles.exists()
    assert not user.groups.exists()


@pytest.mark.parametrize("sent", [{"kind": "mentor", "region": True}, {"kind": "editor", "region": None}])
def test_a_role_that_can_not_be_is_explained(client, administrator, sent):
    user = EditorFactory()
    sent["region"] = make_region("81").pk if sent["region"] else ""
    answer = client.post(reverse("member_roles:add"), {"user": user.pk, "reason": "x", **sent})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert user.roles.count() == 1


@pytest.mark.parametrize("key", ["abc", "81.72", "x", "\0", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("field", ["user", "region"])
def test_what_is_no_key_is_shown_as_nothing_chosen(client, administrator, field, key):
    sent = {"user": MemberFactory().pk, "kind": "moderator", "region": "", "reason": "x", field: key}
    answer = client.post(reverse("member_roles:add"), sent)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Role.objects.filter(kind="moderator").exists()


def test_the_last_administrator_can_not_be_revoked_and_it_is_said_why(client, administrator):
    url = reverse("member_roles:delete", args=[administrator.roles.get().pk])
    answer = client.post(url, {"reason": "x"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert User.objects.get(pk=administrator.pk).is_superuser


def test_roles_are_found_by_member_kind_and_region(client, administrator):
    RegionalModeratorFactory(of=make_region("81.02"), name="Maria Letsoin")
    MentorFactory(name="Petrus Renyaan")
    for asked, found in (
        ({"q": "letsoin"}, {"Maria"}),
        ({"kind": "mentor"}, {"Petrus"}),
        ({"region": make_region("81.02").pk}, {"Maria"}),
        ({}, {"Maria", "Petrus"}),
    ):
        page = client.get(reverse("member_roles:index"), asked).content.decode()
        assert {name for name in ("Maria", "Petrus") if name in page} == found


def test_the_lists_cost_the_same_for_few_and_many(client, administrator, django_assert_max_num_queries):
    for _number in range(10):
        vouch(mentor=MentorFactory(), member=MemberFactory(), reason="x")
    for name in ("member_roles:index", "member_vouches:index"):
        client.get(reverse(name))
        with django_assert_max_num_queries(14):
            client.get(reverse(name))


def test_the_history_of_vouches_is_shown_with_reason_and_never_changed(client, administrator):
    given = vouch(mentor=MentorFactory(name="Petrus"), member=MemberFactory(name="Oma"), reason="Sabar sekali.")
    page = client.get(reverse("member_vouches:index"), {"waits": "true"}).content.decode()
    assert all(text in page for text in ("Petrus", "Oma", "Sabar sekali."))
    assert "Sabar sekali." not in client.get(reverse("member_vouches:index"), {"waits": "false"}).content.decode()
    assert client.get(reverse("member_vouches:inspect", args=[given.pk])).status_code == 200
    client.post(reverse("member_vouches:edit", args=[given.pk]), {"reason": "lain"})
    client.post(reverse("member_vouches:delete", args=[given.pk]))
    given.refresh_from_db()
    assert given.reason == "Sabar sekali."


@pytest.mark.parametrize("factory", [ModeratorFactory, EditorFactory])
def test_others_in_the_editing_room_neither_see_nor_grant_roles(client, factory):
    role = MentorFactory().roles.get()
    client.force_login(factory())
    for name, arguments in (("index", []), ("add", []), ("delete", [role.pk]), ("history", [role.pk])):
        assert client.get(reverse(f"member_roles:{name}", args=arguments)).status_code == 302
    client.post(reverse("member_roles:add"), {"user": MemberFactory().pk, "kind": "mentor", "reason": "x"})
    client.post(reverse("member_roles:delete", args=[role.pk]), {"reason": "x"})
    assert Role.objects.filter(kind="mentor").count() == 1


def test_the_account_shows_its_roles_and_sets_no_rights_by_hand(client, administrator):
    user = RegionalModeratorFactory(of=make_region("81.02"))
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    page = client.get(url).content.decode()
    assert reverse("member_roles:delete", args=[user.roles.get().pk]) in page
    assert 'name="groups"' not in page
    assert 'name="is_superuser"' not in page
    sent = {"email": user.email, "name": user.name, "language": "id", "zone": "Asia/Jayapura", "is_active": "on"}
    client.post(url, sent | {"is_superuser": "on", "groups": []})
    user = User.objects.get(pk=user.pk)
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Regional moderators"]


def test_an_account_without_a_role_leads_to_the_form_that_grants_one(client, administrator):
    user = MemberFactory()
    page = client.get(reverse("wagtailusers_users:edit", args=[user.pk])).content.decode()
    assert f"{reverse('member_roles:add')}?user={user.pk}" in page


def test_many_accounts_are_not_put_into_a_group_by_hand(client, administrator):
    user, group = MemberFactory(), ModeratorFactory().groups.get()
    url = reverse("wagtail_bulk_action", args=["members", "user", "assign_role"])
    assert client.post(f"{url}?id={user.pk}", {"role": group.pk}).status_code == 404
    assert not user.groups.exists()


def test_no_list_of_roles_writes_the_reference_index():
    assert not any(viewset.add_to_reference_index for viewset in RolesViewSetGroup.items)
