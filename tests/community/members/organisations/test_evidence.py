"""Papers that prove what an organisation is: private, removed for a reason, and kept no longer than needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members import tasks
from community.members.models import Evidence, Organisation, User
from community.members.organisations import services
from community.members.organisations.services.evidence import check_evidence
from tests.factories.organisations import evidence_of, keeper, make_organisation, save
from tests.factories.pictures import make_photo, make_script

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def organisation():
    return make_organisation(name="Mina Kei", handle="mina-kei")


def test_evidence_is_what_its_name_says():
    with pytest.raises(ValidationError):
        check_evidence(make_script())
    with pytest.raises(ValidationError):
        check_evidence(SimpleUploadedFile("akta.pdf", b"<script>"))
    assert check_evidence(make_photo()).size


def test_evidence_is_removed_for_a_reason_and_its_file_is_gone(
    client, organisation, django_capture_on_commit_callbacks
):
    evidence, staff = evidence_of(organisation), keeper()
    client.force_login(staff)
    asked = {"is_verified": "on", "seen": "Akta 3/2020", "removed": evidence.pk}
    assert "reason" in save(client, organisation, **asked).context["form"].errors
    assert evidence.file.storage.exists(evidence.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        save(client, organisation, reason="KTP orang lain", **asked)
    assert not Evidence.objects.exists()
    assert not evidence.file.storage.exists(evidence.file.name)
    entry = ModelLogEntry.objects.get(action="members.remove_evidence")
    assert (entry.user, entry.data["reason"], entry.data["before"]) == (staff, "KTP orang lain", evidence.pk)
    assert "akta.pdf" not in str(entry.data)
    assert organisation.verifications.get().ended_at is None
    assert services.remove_evidence(by=staff, evidence=evidence, reason="x") is False


def test_evidence_of_another_organisation_is_not_removed_here(client, organisation):
    other = evidence_of(make_organisation())
    evidence_of(organisation)
    client.force_login(keeper())
    answer = save(client, organisation, is_verified="on", seen="Akta 3/2020", removed=other.pk, reason="x")
    assert "removed" in answer.context["form"].errors
    assert Evidence.objects.count() == 2


def test_a_file_stays_when_its_removal_is_undone(organisation, django_capture_on_commit_callbacks):
    evidence = evidence_of(organisation)

    @transaction.atomic
    def stumble():
        services.remove_evidence(by=keeper(), evidence=evidence, reason="x")
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        stumble()
    assert evidence.file.storage.exists(evidence.file.name)


def end(organisation):
    services.unverify(by=keeper(), organisation=organisation, reason="x")
    organisation.verifications.update(ended_at=timezone.now() - timedelta(days=31))


def hide(organisation):
    services.suspend(by=keeper(), organisation=organisation, reason="x")
    Organisation.objects.update(suspended_at=timezone.now() - timedelta(days=31))


@pytest.mark.parametrize(
    ("since", "days", "is_kept"), [(end, 30, False), (hide, 30, False), (end, 32, True), (end, 0, True)]
)
def test_the_daily_run_deletes_evidence_that_is_needed_no_more(
    organisation, settings, django_capture_on_commit_callbacks, since, days, is_kept
):
    settings.EVIDENCE_DAYS = days
    evidence = evidence_of(organisation)
    since(organisation)
    standing = evidence_of(make_organisation())
    with django_capture_on_commit_callbacks(execute=True):
        tasks.keep_retention()
    assert Evidence.objects.filter(pk=standing.pk).exists()
    assert Evidence.objects.filter(pk=evidence.pk).exists() is is_kept
    assert evidence.file.storage.exists(evidence.file.name) is is_kept
    assert ModelLogEntry.objects.filter(action="members.remove_evidence", user=None).exists() is not is_kept


def test_a_suspended_member_of_the_staff_opens_no_evidence(client, organisation):
    evidence, staff = evidence_of(organisation), keeper()
    client.force_login(staff)
    User.objects.filter(pk=staff.pk).update(suspended_until=timezone.now() + timedelta(days=9))
    assert client.get(reverse("organisations_admin:evidence", args=[evidence.pk])).status_code in (302, 403)
