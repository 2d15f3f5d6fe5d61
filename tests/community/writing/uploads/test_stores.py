"""In which store a picture lies, who may see it, and when it is deleted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guard.private import private_storage
from outbox.models import Job

from community.forums import services as forums
from community.forums.models import Category
from community.forums.signals import category_changed
from community.members.permissions import Viewer
from community.members.rights import erasing
from community.writing.models import Upload, UploadUse
from community.writing.services import render_markdown
from community.writing.uploads import services
from community.writing.uploads.addresses import address_of, names_in
from community.writing.uploads.permissions import may_see
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.rights import erase
from tests.factories.texts import make_upload, showing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


def test_a_picture_in_no_text_is_open_to_its_owner_alone(client):
    upload = make_upload()
    assert client.get(address_of(upload.name)).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(address_of(upload.name)).status_code == 404
    client.force_login(upload.owner)
    answer = client.get(address_of(upload.name))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert "private" in answer["Cache-Control"]


def test_a_picture_in_a_public_post_is_given_out_without_asking_who_looks(
    client, work_outbox, django_capture_on_commit_callbacks, django_assert_num_queries
):
    upload = make_upload()
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(author=upload.owner, body=showing(upload))
        work_outbox()
    assert stores(upload) == {"public"}
    with django_assert_num_queries(0):
        answer = client.get(address_of(upload.name))
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize("audience", ["members", "group:0"])
def test_a_picture_in_a_closed_room_is_for_who_reads_there(client, work_outbox, audience):
    room = CategoryFactory(audience_see=audience)
    author, reader = MemberFactory(), MemberFactory()
    topic = TopicFactory(author=author, category=CategoryFactory())
    upload = make_upload(author)
    PostFactory(author=author, topic=topic, body=showing(upload))
    type(topic).objects.filter(pk=topic.pk).update(category=room)
    work_outbox()
    assert stores(upload) == {"private"}
    assert client.get(address_of(upload.name)).status_code == 404
    client.force_login(reader)
    assert client.get(address_of(upload.name)).status_code == (200 if audience == "members" else 404)


def test_hiding_a_post_takes_its_picture_from_view_and_restoring_brings_it_back(
    work_outbox, django_capture_on_commit_callbacks
):
    upload, moderator = make_upload(), ModeratorFactory()
    post = PostFactory(author=upload.owner, body=showing(upload))
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert stores(upload) == {"public"}
    forums.hide_post(moderator=moderator, post=post, reason="iklan")
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert stores(upload) == {"private"}
    assert may_see(Viewer(moderator), upload)
    assert not may_see(Viewer(MemberFactory()), upload)
    forums.restore_post(moderator=moderator, post=post)
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert stores(upload) == {"public"}


def test_hiding_a_topic_takes_all_its_pictures_from_view(work_outbox, django_capture_on_commit_callbacks):
    uploads = [make_upload() for _number in range(2)]
    topic = TopicFactory(author=uploads[0].owner, body=showing(uploads[0]))
    PostFactory(topic=topic, author=uploads[1].owner, body=showing(uploads[1]))
    settled(work_outbox, django_capture_on_commit_callbacks)
    forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="iklan")
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert [stores(upload) for upload in uploads] == [{"private"}, {"private"}]


def test_the_pictures_of_a_topic_are_asked_for_by_as_many_statements_as_those_of_one():
    uploads = [make_upload() for _number in range(3)]
    topic = TopicFactory(author=uploads[0].owner, body=showing(uploads[0]))
    for upload in uploads[1:]:
        PostFactory(topic=topic, author=upload.owner, body=showing(upload))
    Job.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="iklan")
    waiting = Job.objects.filter(name=services.UPDATE_STORE)
    assert sorted(job.args for job in waiting) == sorted([upload.pk] for upload in uploads)
    assert sum(services.UPDATE_STORE in query["sql"] and query["sql"].startswith("INSERT") for query in asked) == 1


def test_closing_a_room_takes_its_pictures_from_view(work_outbox, django_capture_on_commit_callbacks):
    upload = make_upload()
    topic = TopicFactory(author=upload.owner, body=showing(upload))
    settled(work_outbox, django_capture_on_commit_callbacks)
    Category.objects.filter(pk=topic.category_id).update(audience_see="members")
    category_changed.send(sender=Category, category=Category.objects.get(pk=topic.category_id))
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert stores(upload) == {"private"}


def test_naming_the_picture_of_somebody_else_opens_it_to_nobody(work_outbox, client):
    upload = make_upload()
    PostFactory(body=showing(upload))
    work_outbox()
    assert not UploadUse.objects.exists()
    assert client.get(address_of(upload.name)).status_code == 404


def test_what_stands_in_no_text_for_two_days_is_deleted(django_capture_on_commit_callbacks):
    old, new, used = make_upload(), make_upload(), make_upload()
    post = PostFactory(author=used.owner, body=showing(used))
    Upload.objects.exclude(pk=new.pk).update(changed_at=timezone.now() - timedelta(hours=49))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_unused() == 1
    assert set(Upload.objects.all()) == {new, used}
    assert stores(old) == set()
    forums.edit_post(editor=used.owner, post=post, body="Tanpa gambar.")
    used.refresh_from_db()
    assert used.used_at is None
    assert services.forget_unused() == 0  # it has only just been taken out
    Upload.objects.filter(pk=used.pk).update(changed_at=timezone.now() - timedelta(hours=49))
    assert services.forget_unused() == 1


def test_a_picture_taken_out_of_one_of_two_texts_stays(work_outbox):
    upload = make_upload()
    first = PostFactory(author=upload.owner, body=showing(upload))
    PostFactory(author=upload.owner, body=showing(upload))
    forums.edit_post(editor=upload.owner, post=first, body="Tanpa gambar.")
    upload.refresh_from_db()
    assert upload.used_at
    assert upload.uses.count() == 1


def test_a_picture_stays_in_a_post_that_was_given_to_another_member(work_outbox, django_capture_on_commit_callbacks):
    upload, new = make_upload(), MemberFactory()
    post = PostFactory(author=upload.owner, body=showing(upload))
    forums.change_owner(moderator=ModeratorFactory(), post=post, to=new, reason="Akun ganda")
    forums.edit_post(editor=new, post=post, body=f"{showing(upload)}\n\nSudah lebih baik.")
    settled(work_outbox, django_capture_on_commit_callbacks)
    upload.refresh_from_db()
    assert upload.used_at
    assert stores(upload) == {"public"}
    forums.edit_post(editor=new, post=post, body="Tanpa gambar.")
    forums.edit_post(editor=new, post=post, body=f"{showing(upload)}\n\nLagi.")
    assert not UploadUse.objects.exists()  # it is another's picture, which nobody else opens to readers


def test_what_the_text_says_in_place_of_the_picture_is_kept_with_it():
    upload = make_upload()
    PostFactory(author=upload.owner, body=f"Lihat.\n\n![Bibit \\[putih\\]]({address_of(upload.name)})")
    upload.refresh_from_db()
    assert upload.alt == "Bibit [putih]"


def test_a_newcomer_puts_one_picture_into_a_text():
    newcomer = MemberFactory()
    uploads = [make_upload(newcomer) for _number in range(2)]
    PostFactory(author=newcomer, body=showing(uploads[0]))
    with pytest.raises(ValidationError):
        PostFactory(author=newcomer, body=showing(*uploads))
    type(newcomer).objects.filter(pk=newcomer.pk).update(date_joined=timezone.now() - timedelta(days=9))
    PostFactory(author=type(newcomer).objects.get(pk=newcomer.pk), body=showing(*uploads))


def test_the_page_knows_how_large_a_picture_is_before_it_comes():
    upload = make_upload(size=(64, 48))
    html = render_markdown(showing(upload))
    assert 'width="64"' in html
    assert 'height="48"' in html
    assert 'loading="lazy"' in html
    assert "width" not in render_markdown("![x](/media/images/x.webp)")
    assert names_in(showing(upload)) == [upload.name]


@pytest.mark.parametrize(
    "name",
    [
        "x.webp",
        "..",
        ".",
        "%2e%2e",
        "../rahasia.txt",
        "%2e%2e/rahasia",
        "0" * 32 + "-1x1.webp",
        "0" * 32 + "-1x1.webp/x",
    ],
)
def test_odd_names_are_404(client, name):
    assert client.get(f"/media/unggahan/{name}").status_code == 404


def test_pictures_of_a_deleted_account_go_with_what_goes(django_capture_on_commit_callbacks):
    for keeps in (True, False):
        member = MemberFactory()
        used, unused, taken_back = make_upload(member), make_upload(member), make_upload(member)
        PostFactory(author=member, body=showing(used))
        gone = PostFactory(author=member, body=showing(taken_back))
        forums.delete_post(member=member, post=gone)
        with django_capture_on_commit_callbacks(execute=True):
            erase(member, keeps=keeps)
        assert list(Upload.objects.filter(owner=member)) == ([used] if keeps else [])
        assert stores(unused) == stores(taken_back) == set()
        assert bool(stores(used)) is keeps
    assert erasing.erase_step(erasure_id=0) is False


def test_administrators_remove_a_picture_for_good(django_capture_on_commit_callbacks):
    upload = make_upload()
    with pytest.raises(PermissionDenied):
        services.remove_by_staff(by=ModeratorFactory(), upload=upload)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_by_staff(by=AdministratorFactory(), upload=upload, reason="x")
    assert stores(upload) == set()


def test_a_picture_that_is_brought_back_before_its_old_file_is_dropped_is_not_lost(
    work_outbox, django_capture_on_commit_callbacks
):
    upload = make_upload()
    post = PostFactory(author=upload.owner, body=showing(upload))
    with django_capture_on_commit_callbacks() as late:
        services.update_store(upload_id=upload.pk)  # by a worker who is slow to drop what it leaves behind
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="iklan")
    with django_capture_on_commit_callbacks(execute=True):
        services.update_store(upload_id=upload.pk)
    for drop in late:
        drop()
    assert stores(upload) == {"private"}
    settled(work_outbox, django_capture_on_commit_callbacks)
    assert stores(upload) == {"private"}


def test_the_settling_of_a_picture_that_is_gone_does_nothing():
    services.update_store(upload_id=0)


def settled(work_outbox, capture) -> None:
    with capture(execute=True):
        work_outbox()


def stores(upload: Upload) -> set[str]:
    path = f"unggahan/{upload.name}"
    found = {"public": default_storage.exists(path), "private": private_storage().exists(path)}
    return {store for store, is_there in found.items() if is_there}
