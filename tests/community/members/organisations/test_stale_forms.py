"""A form of the staff that was open while others acted undoes nothing of that, and shows what is so now."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.members.organisations import services
from tests.factories.opened import opened
from tests.factories.organisations import facts_of, keeper, make_organisation, owner_of, save
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def organisation():
    return make_organisation(name="Mina Kei", handle="mina-kei")


def test_a_form_that_was_open_meanwhile_verifies_nothing_again(client, organisation):
    client.force_login(keeper())
    save(client, organisation, is_verified="on", seen="Akta 3/2020")
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    sent = {**opened(client, address), "is_verified": "on", "seen": "Akta 3/2020 dan NIB", "pages": ""}
    services.unverify(by=keeper(), organisation=organisation, reason="Palsu")
    services.suspend(by=keeper(), organisation=organisation, reason="Palsu")
    answer = client.post(address, sent)
    organisation.refresh_from_db()
    assert (organisation.verified_at, bool(organisation.suspended_at)) == (None, True)
    form = answer.context["form"]
    assert (form["is_verified"].value(), form["is_suspended"].value()) == (False, True)
    assert form["seen"].value() == "Akta 3/2020 dan NIB"  # what was typed is there to be sent again


def test_staff_vouch_for_no_name_that_came_after_they_looked(client, organisation):
    client.force_login(keeper())
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    sent = {**opened(client, address), "is_verified": "on", "seen": "Akta 3/2020", "pages": ""}
    services.edit_organisation(by=owner_of(organisation), organisation=organisation, facts=facts_of(name="Bank Negara"))
    client.post(address, sent)
    organisation.refresh_from_db()
    assert organisation.verified_at is None


def test_pages_that_another_editor_named_meanwhile_stay_named(client, organisation):
    story = make_story("Panen Raya")
    client.force_login(keeper())
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    sent = {**opened(client, address), "pages": ""}
    services.tell_of(by=keeper(), organisation=organisation, keys=[story.translation_key])
    client.post(address, sent)
    assert organisation.told_of.get().translation_key == story.translation_key
