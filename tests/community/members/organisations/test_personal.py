"""What a member's rights over their data mean for organisations."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.models import Export, Invitation, Membership, MembershipRequest, Organisation
from community.members.organisations import services
from community.members.rights import erasing, exporting
from tests.factories.mails import mails_to
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.organisations import add_member, make_organisation, owner_of
from tests.factories.rights import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def erase(member):
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + timedelta(days=15))
    work()


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
