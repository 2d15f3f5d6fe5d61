"""What a member's rights over their data mean for organisations."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.members.models import Export, Invitation, Membership, MembershipRequest, Organisation, User
from community.members.organisations import services
from community.members.rights import erasing, exporting
from tests.factories.mails import mails_to
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.organisations import add_member, make_organisation, owner_of
from tests.factories.rights import change_address, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def erase(member):
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + timedelta(days=15))
    work()


def test_invitations_to_the_former_address_go_with_the_account_and_tell_nothing_of_the_new_one():
    member = MemberFactory(email="lama@example.org")
    first, second = make_organisation(name="Mina Kei"), make_organisation(name="Lain")
    for organisation in (first, second):
        services.invite(by=owner_of(organisation), organisation=organisation, email="lama@example.org")
    services.invite(by=owner_of(second), organisation=second, user=member)
    change_address(member, "baru@example.org")
    taken = Invitation.objects.get(organisation=first)
    assert (taken.user, taken.whom) == (member, "lama@example.org")
    assert sorted(Invitation.objects.filter(organisation=second).values_list("state", flat=True)) == [
        "waiting",
        "withdrawn",
    ]
    with pytest.raises(ValidationError):
        services.invite(by=owner_of(first), organisation=first, email="lama@example.org")
    erase(User.objects.get(pk=member.pk))
    assert not Invitation.objects.exists()


def test_a_copy_tells_of_ones_organisations_invitations_and_requests():
    member = MemberFactory(email="a@example.org")
    make_organisation(member, name="Mina Kei")
    other = make_organisation(name="Lain")
    services.ask_to_join(member=member, organisation=other, text="Saya nelayan.")
    services.invite(by=owner_of(other), organisation=other, user=member)
    services.invite(by=owner_of(other), organisation=other, email="a@example.org")
    exporting.request_export(member=member)
    work()
    archive = zipfile.ZipFile(io.BytesIO(Export.objects.get(user=member).file.read()))
    read = lambda name: json.loads(archive.read(f"{name}.json"))  # noqa: E731
    assert [(row["organisation_name"], row["role"]) for row in read("organisations")] == [("Mina Kei", "owner")]
    assert read("membership_requests")[0]["text"] == "Saya nelayan."
    assert len(read("organisation_invitations")) == len(read("invitations_by_mail")) == 1


def test_the_organisation_of_a_last_owner_stays_and_staff_are_told():
    AdministratorFactory(email="redaksi@example.org", language="en")
    owner = MemberFactory()
    organisation = make_organisation(owner, name="Mina Kei")
    manager = add_member(organisation, role="manager").user
    erase(owner)
    assert Organisation.objects.without_owner().get() == organisation
    assert Membership.objects.get().user == manager
    assert [mail.subject for mail in mails_to("redaksi@example.org")] == ["Mina Kei has no owner any more"]


def test_with_another_owner_nobody_need_be_told():
    AdministratorFactory(email="redaksi@example.org")
    owner = MemberFactory()
    add_member(make_organisation(owner), role="owner")
    erase(owner)
    assert mails_to("redaksi@example.org") == []
    assert not Organisation.objects.without_owner().exists()


def test_nothing_is_left_of_what_waited_for_them():
    member = MemberFactory(email="a@example.org")
    other = make_organisation()
    services.ask_to_join(member=member, organisation=other)
    services.invite(by=owner_of(other), organisation=other, user=member)
    services.invite(by=owner_of(other), organisation=other, email="a@example.org")
    erase(member)
    assert not Invitation.objects.exists()
    assert not MembershipRequest.objects.exists()
