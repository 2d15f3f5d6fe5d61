"""Drafts: what is kept, whose words win, and when they go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.writing.drafts import services
from community.writing.drafts.services import State
from community.writing.models import Draft, UploadUse
from community.writing.tasks import forget_drafts
from tests.factories.assistance import make_assistance
from tests.factories.members import MemberFactory
from tests.factories.texts import make_upload, showing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


def test_a_window_goes_on_with_its_own_draft():
    member = MemberFactory()
    for number in (1, 2, 3):
        assert save(member, f"Kata {number}", writer="a", sequence=number).state is State.SAVED
    draft = Draft.objects.get()
    assert (draft.text, draft.sequence) == ("Kata 3", 3)


def test_words_that_arrive_late_overwrite_none_that_were_typed_after_them():
    member = MemberFactory()
    save(member, "Dua", writer="a", sequence=2)
    assert save(member, "Satu", writer="a", sequence=1).state is State.OLDER
    assert Draft.objects.get().text == "Dua"
    assert save(member, "Dua lagi", writer="a", sequence=2).state is State.SAVED  # nobody heard the first answer


def test_another_window_that_has_not_seen_the_last_draft_overwrites_nothing():
    member = MemberFactory()
    save(member, "Dari jendela A", writer="a", sequence=1)
    outcome = save(member, "Dari jendela B", writer="b", sequence=1)
    assert outcome.state is State.NEWER
    assert outcome.draft.text == Draft.objects.get().text == "Dari jendela A"
    assert save(member, "Dari jendela B", writer="b", sequence=2).state is State.SAVED
    assert save(member, "Dari jendela A lagi", writer="a", sequence=2).state is State.NEWER


def test_a_form_without_words_leaves_no_draft():
    member = MemberFactory()
    services.save(user=member, key="topic", data={"body": [" "], "category": ["ruang-1"]})
    assert not Draft.objects.exists()
    save(member, "Satu", writer="a", sequence=1)
    save(member, " \n", writer="a", sequence=2)
    assert not Draft.objects.exists()


def test_everybody_has_their_own():
    one, other = MemberFactory(), MemberFactory()
    save(one, "Satu")
    save(other, "Dua")
    services.discard(user=other, key="reply-7")
    assert services.find(user=one, key="reply-7").text == "Satu"
    assert services.find(user=other, key="reply-7") is None


def test_sending_takes_the_draft_away_but_not_newer_words_of_another_window():
    member = MemberFactory()
    save(member, "Satu", writer="a", sequence=4)
    services.finish(user=member, key="reply-7", writer="b", sequence=3)
    assert Draft.objects.exists()
    services.finish(user=member, key="reply-7", writer="a", sequence=2)  # the answer to the last save is on its way
    assert not Draft.objects.exists()
    save(member, "Satu", writer="a", sequence=4)
    services.finish(user=member, key="reply-7", writer="b", sequence=4)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["", "Topic", "reply-", "reply-7/..", "-7", "reply-7\n", "x" * 200])
def test_a_key_that_is_none_is_refused(key):
    with pytest.raises(ValidationError):
        services.save(user=MemberFactory(), key=key, data={"body": ["a"]})


def test_a_draft_has_an_end():
    member = MemberFactory()
    with pytest.raises(ValidationError):
        save(member, "a" * (services.LONGEST + 1))
    with pytest.raises(ValidationError):
        services.save(user=member, key="topic", data={"body": ["a"] * 201})
    assert not Draft.objects.exists()


def test_there_is_an_end_to_how_many(monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    member = MemberFactory()
    save(member, "Satu", sequence=1)
    with pytest.raises(ValidationError):
        services.save(user=member, key="topic", data={"body": ["Dua"]})
    save(member, "Satu lagi", sequence=2)


def test_who_may_not_take_part_keeps_none():
    with pytest.raises(PermissionDenied):
        save(MemberFactory(suspended_until=timezone.now() + timedelta(days=1)), "Satu")


def test_drafts_end_after_half_a_year():
    member = MemberFactory()
    save(member, "Lama")
    services.save(user=member, key="topic", data={"body": ["Baru"]})
    Draft.objects.filter(key="reply-7").update(updated_at=timezone.now() - timedelta(days=181))
    assert services.forget_old() == 1
    assert Draft.objects.get().key == "topic"


def test_the_job_of_a_day_deletes_all_old_drafts_however_many(monkeypatch):
    monkeypatch.setattr(services, "A_RUN", 2)
    for _number in range(5):
        save(MemberFactory(), "Lama")
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=181))
    forget_drafts()
    assert not Draft.objects.exists()


def test_a_picture_in_a_draft_waits_with_it():
    upload = make_upload()
    save(upload.owner, showing(upload), writer="a", sequence=1)
    upload.refresh_from_db()
    assert upload.used_at
    save(upload.owner, "Tanpa gambar", writer="a", sequence=2)
    upload.refresh_from_db()
    assert upload.used_at is None
    save(upload.owner, showing(upload), writer="a", sequence=3)
    services.discard(user=upload.owner, key="reply-7")
    assert not UploadUse.objects.exists()


def test_a_mentors_draft_holds_pictures_of_the_person():
    assistance = make_assistance()
    upload = make_upload(assistance.person)
    save(assistance.mentor, showing(upload))
    assert UploadUse.objects.get().upload == upload


def save(member, text, *, writer="", sequence=1):
    return services.save(user=member, key="reply-7", data={"body": [text]}, writer=writer, sequence=sequence)
