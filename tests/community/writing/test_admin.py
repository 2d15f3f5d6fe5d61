"""Pictures in texts and cards of links in the editing room."""

from __future__ import annotations

import pytest

from community.writing.admin import LinkCardViewSet, UploadViewSet
from community.writing.models import LinkCard, Upload
from tests.factories.members import AdministratorFactory, ModeratorFactory
from tests.factories.texts import make_upload

pytestmark = pytest.mark.django_db
PLACES = ("/admin/texts/pictures/", "/admin/texts/cards/")


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


def test_administrators_look_at_both_lists(client):
    upload = make_upload()
    card = LinkCard.objects.create(url="https://contoh.example/", url_hash="x", problem="status 404", state="failed")
    client.force_login(AdministratorFactory())
    for place, shown, key in zip(PLACES, (upload.name, card.url), (upload.pk, card.pk), strict=True):
        assert shown in client.get(place).content.decode()
        assert client.get(f"{place}inspect/{key}/").status_code == 200
        assert client.get(f"{place}new/").status_code == 302
        assert client.get(f"{place}edit/{key}/").status_code == 302


def test_administrators_remove_a_picture_and_a_card(client):
    upload, card = make_upload(), LinkCard.objects.create(url="https://contoh.example/", url_hash="x")
    client.force_login(AdministratorFactory())
    client.post(f"{PLACES[0]}delete/{upload.pk}/")
    client.post(f"{PLACES[1]}delete/{card.pk}/")
    assert not Upload.objects.exists()
    assert not LinkCard.objects.exists()


def test_nobody_else_looks(client):
    client.force_login(ModeratorFactory())
    for place in PLACES:
        assert client.get(place).status_code == 302


def test_they_are_kept_out_of_the_index_of_references():
    assert UploadViewSet.add_to_reference_index is LinkCardViewSet.add_to_reference_index is False
