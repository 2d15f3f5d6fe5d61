"""Organisations with their people, entered as members do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.members.models import Evidence, Membership, Organisation
from community.members.organisations.services import Facts, found_organisation, verify
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from django.test import Client

    from community.members.models import User

# What none should say.
ADVERT = {"name": "Slot Gacor", "description": "Main di sini: https://slotgacor.example dan menang besar."}


def facts_of(**changed: Any) -> Facts:
    """What an organisation says of itself, but for what is given."""
    number = Organisation.objects.count() + 1
    told = {"kind": "bumdes", "name": f"BUMDes Contoh {number}", "region": changed.pop("region", None) or make_region()}
    return Facts(**{**told, **changed})


def make_organisation(owner: User | None = None, *, handle: str = "", **facts: Any) -> Organisation:
    """An organisation and its owner."""
    return found_organisation(founder=owner or MemberFactory(), facts=facts_of(**facts), handle=handle)


def add_member(organisation: Organisation, user: User | None = None, role: str = "member") -> Membership:
    """One of its people more."""
    return Membership.objects.create(organisation=organisation, user=user or MemberFactory(), role=role)


def owner_of(organisation: Organisation) -> User:
    """Whoever entered it."""
    return Membership.objects.select_related("user").get(organisation=organisation, role="owner").user


def keeper() -> User:
    """Somebody of the staff who looks after organisations."""
    return AdministratorFactory()


def evidence_of(organisation: Organisation) -> Evidence:
    """The paper by which it was verified."""
    file = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 rahasia")
    verify(by=keeper(), organisation=organisation, seen="Akta 3/2020", files=[file])
    return Evidence.objects.get(verification__organisation=organisation)


def save(client: Client, organisation: Organisation, **typed: Any) -> Any:
    """What staff do with its form in the editing room: open it, fill it in, send it."""
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    return client.post(address, {**opened(client, address), "pages": "", **typed})
