"""Entering an organisation and changing what it says of itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Handle, Membership, Organisation
from community.members.organisations import services
from community.members.organisations.services import founding
from community.members.permissions import Refused
from community.members.services import change_handle, taken
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, facts_of, keeper, make_organisation, owner_of
from tests.factories.pictures import make_photo, make_svg

pytestmark = pytest.mark.django_db


def test_who_enters_an_organisation_owns_it_and_the_log_says_so():
    founder = MemberFactory()
    organisation = make_organisation(founder, name="BUMDes Sathean Maju")
    assert owner_of(organisation) == founder
    assert organisation.handle.text == "bumdes-sathean-maju"
    assert organisation.handle.organisation == organisation
    entry = ModelLogEntry.objects.get(action="members.found_organisation")
    assert (entry.user, entry.object_id) == (founder, str(organisation.pk))


def test_handles_of_members_and_organisations_are_of_one_kind():
    MemberFactory(handle="sathean")
    organisation = make_organisation(name="Lain", handle="mina-kei")
    assert make_organisation(name="Sathean").handle.text == "sathean-2"
    member = MemberFactory()
    with pytest.raises(ValidationError):
        change_handle(by=member, profile=member.profile, handle="mina-kei")
    assert taken("mlna-kei") or taken("mina_kei")  # it looks alike
    assert not taken("mina-kei", owner=organisation)


def test_a_handle_never_belongs_to_two():
    with pytest.raises(IntegrityError):
        Handle.objects.create(text="dua", folded="dua", user=MemberFactory(), organisation=make_organisation())


@pytest.mark.parametrize("handle", ["admin-kei", "a", "redaksi", "saya"])
def test_a_handle_that_speaks_for_the_site_is_refused(handle):
    with pytest.raises(ValidationError):
        make_organisation(handle=handle)
    assert not Organisation.objects.exists()


def test_who_may_not_write_enters_nothing():
    with pytest.raises(Refused):
        make_organisation(MemberFactory(silenced_until=timezone.now() + timedelta(days=1)))


def test_nobody_owns_more_than_a_few(monkeypatch):
    monkeypatch.setattr(founding, "MOST_OWNED", 2)
    founder = MemberFactory()
    make_organisation(founder)
    make_organisation(founder)
    with pytest.raises(Refused):
        make_organisation(founder)


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("manager", True), ("member", False), ("", False)])
def test_owners_and_managers_edit_and_nobody_else(role, may):
    organisation, by = make_organisation(), MemberFactory()
    if role:
        add_member(organisation, by, role)
    try:
        services.edit_organisation(by=by, organisation=organisation, facts=facts_of(name="Baru"))
    except PermissionDenied:
        assert not may
    else:
        assert may
    organisation.refresh_from_db()
    assert (organisation.name == "Baru") == may
    assert organisation.name_key == organisation.name.lower()


def test_an_old_handle_stays_and_leads_to_the_organisation(client):
    organisation = make_organisation(handle="lama")
    services.edit_organisation(
        by=owner_of(organisation), organisation=organisation, facts=facts_of(), handle="baru-sekali"
    )
    answer = client.get("/organisasi/lama/")
    assert (answer.status_code, answer.url) == (301, "/organisasi/baru-sekali/")


def test_a_taken_handle_changes_nothing_at_all():
    MemberFactory(handle="petrus")
    organisation = make_organisation(name="Nama Lama", handle="lama")
    with pytest.raises(ValidationError):
        services.edit_organisation(
            by=owner_of(organisation), organisation=organisation, facts=facts_of(name="Nama Baru"), handle="petrus"
        )
    organisation.refresh_from_db()
    assert (organisation.name, organisation.handle.is_current) == ("Nama Lama", True)


def test_another_name_ends_the_verification_and_another_text_does_not():
    organisation = make_organisation(name="BUMDes Sathean")
    services.verify(by=keeper(), organisation=organisation, seen="Perdes 3/2020")
    by = owner_of(organisation)
    same = {"name": "BUMDes Sathean", "region": organisation.region}
    services.edit_organisation(by=by, organisation=organisation, facts=facts_of(description="Lain.", **same))
    organisation.refresh_from_db()
    assert organisation.verified_at
    services.edit_organisation(by=by, organisation=organisation, facts=facts_of(name="Bank Besar"))
    organisation.refresh_from_db()
    assert organisation.verified_at is None
    assert organisation.verifications.get().ended_at
    assert ModelLogEntry.objects.filter(action="members.unverify_organisation", user=by).exists()


def test_a_logo_is_drawn_anew_and_its_files_go_with_it(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    organisation = make_organisation()
    by = owner_of(organisation)
    organisation = services.change_logo(by=by, organisation=organisation, file=make_photo())
    assert organisation.logo.startswith("avatars/")
    assert len(list(tmp_path.rglob("*.webp"))) == 2
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_logo(by=by, organisation=organisation)
    assert list(tmp_path.rglob("*.webp")) == []


def test_what_is_no_picture_is_no_logo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisation = make_organisation()
    with pytest.raises(ValidationError):
        services.change_logo(by=owner_of(organisation), organisation=organisation, file=make_svg())


def test_members_are_kept_apart_from_what_they_belong_to():
    organisation, other = make_organisation(), make_organisation()
    member = add_member(organisation).user
    assert set(Membership.objects.filter(user=member).values_list("organisation", flat=True)) == {organisation.pk}
    assert not Membership.objects.filter(organisation=other, user=member).exists()
