"""The rights over the parts of a profile and its picture."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from community.members.models import Export, Profile, User
from community.members.parts import TakenRole
from community.members.rights import erasing, exporting
from tests.factories.parts import make_whole
from tests.factories.rights import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*.webp") if path.is_file()]


def test_a_copy_holds_each_part_who_sees_it_and_the_picture():
    member = make_whole(skills_audience=3)
    exporting.request_export(member=member)
    work()
    archive = zipfile.ZipFile(io.BytesIO(Export.objects.get(user=member).file.read()))
    (told,) = json.loads(archive.read("profile.json"))
    assert (told["home_region"], told["further_regions"]) == ("81.03", ["81.06"])
    assert (told["languages"], told["skills"], told["roles"]) == (["Fordata"], ["mengukir perahu"], ["land"])
    assert (told["sectors"], told["links"]) == (["garam-rakyat"], ["https://halaman-rahasia.example/"])
    assert (told["seen_by"]["skills"], told["seen_by"]["bio"]) == ("self", "everyone")
    assert archive.read("files/picture.webp") == b"x"


def test_a_copy_is_made_although_the_file_of_the_picture_is_gone(store):
    member = make_whole()
    for path in files(store):
        path.unlink()
    exporting.request_export(member=member)
    work()
    assert Export.objects.get(user=member).state == Export.State.READY


def test_while_a_deletion_waits_nobody_can_fetch_the_picture_and_stopping_brings_it_back(
    store, django_capture_on_commit_callbacks
):
    member = make_whole()
    assert all("private" not in path.parts for path in files(store))
    with django_capture_on_commit_callbacks(execute=True):
        erasing.request_erasure(member=member, keeps=True)
    assert files(store)
    assert all("private" in path.parts for path in files(store))
    with django_capture_on_commit_callbacks(execute=True):
        erasing.stop_erasure(member=member)
    assert files(store)
    assert all("private" not in path.parts for path in files(store))


def test_nothing_is_left_of_a_profile_that_was_deleted(store, django_capture_on_commit_callbacks):
    member = make_whole()
    with django_capture_on_commit_callbacks(execute=True):
        erasing.request_erasure(member=member, keeps=True)
        erasing.begin_due(now=timezone.now() + timedelta(days=15))
        work()
    assert User.objects.get(pk=member.pk).erased_at
    assert not Profile.objects.filter(user=member).exists()
    assert not TakenRole.objects.exists()
    assert files(store) == []
