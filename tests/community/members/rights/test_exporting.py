from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.utils import timezone
from outbox.models import Job
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from community.members.models import Export, User
from community.members.permissions import Refused
from community.members.rights import exporting
from community.members.rights.answers import Part
from community.members.signals import personal_data_requested
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.rights import EMAIL, make_active_member, work

pytestmark = pytest.mark.django_db


def archive_of(export: Export) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(Export.objects.get(pk=export.pk).file.read()))


def rows(archive: zipfile.ZipFile, name: str) -> list[dict]:
    return json.loads(archive.read(f"{name}.json"))


def ask(member: User) -> Export:
    export = exporting.request_export(member=member)
    work()
    export.refresh_from_db()
    return export


def test_a_copy_holds_all_of_the_member_by_kind():
    export = ask(make_active_member())
    assert export.state == Export.State.READY
    archive = archive_of(export)
    assert rows(archive, "account")[0]["email"] == EMAIL
    assert rows(archive, "profile")[0]["bio"] == "Saya Zulaikha dari Elat."
    assert rows(archive, "handles")[0]["text"] == "zulaikha"
    assert {"Kata saya.", "Sudah saya hapus."} <= {post["body"] for post in rows(archive, "forum_posts")}
    assert {topic["title"] for topic in rows(archive, "forum_topics")} == {"Sendiri saja", "Dijawab"}
    assert "Komentar saya." in {comment["text"] for comment in rows(archive, "comments")}
    assert rows(archive, "saved_searches")[0]["query"] == "q=kopra"
    assert {consent["kind"] for consent in rows(archive, "consents")} == {"terms", "listed"}
    assert rows(archive, "stories")[0]["title"] == "Tali biru"
    assert rows(archive, "drafts")[0]["data"]["title"] == ["Belum selesai"]
    assert rows(archive, "earlier_texts")[0]["body"] == "Kata Zulaikha sebelumnya."
    assert f"files/pictures_in_texts/{rows(archive, 'pictures_in_texts')[0]['name']}" in archive.namelist()
    readme = archive.read("README.txt").decode()
    assert "forum_posts.json: kiriman Anda di forum" in readme
    assert "WIT sembilan" in readme
    assert {name for name in archive.namelist() if name.endswith(".json") and f"{name}: " not in readme} == set()


def test_a_copy_holds_nothing_of_others_and_nothing_that_opens_the_account():
    member = make_active_member()
    archive = archive_of(ask(member))
    everything = " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert "Jawaban orang lain." not in everything
    assert "Balasan orang lain." not in everything
    assert "Anggota Contoh" not in everything
    assert User.objects.get(pk=member.pk).password not in everything


def test_files_are_in_it():
    member = MemberFactory()
    UserProfile.objects.create(user=member, avatar=ContentFile(b"gambar", "saya.png"))
    archive = archive_of(ask(member))
    (name,) = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(name) == b"gambar"


def test_a_mail_in_the_members_language_says_until_when():
    ask(MemberFactory(language="en"))
    (message,) = mail.outbox
    assert "is ready" in message.subject
    assert "http://testserver/en/anggota/saya/data/" in message.body


def test_asking_twice_asks_once():
    member = MemberFactory()
    assert exporting.request_export(member=member) == exporting.request_export(member=member)
    assert Job.objects.count() == 1


def test_a_second_copy_waits_a_day():
    member = MemberFactory()
    export = ask(member)
    with pytest.raises(Refused):
        exporting.request_export(member=member)
    Export.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert exporting.request_export(member=member) != export


def test_a_failure_is_shown_and_one_may_ask_again(monkeypatch):
    member = MemberFactory()
    monkeypatch.setattr(exporting, "write_archive", lambda file, user: 1 / 0)
    export = ask(member)
    assert export.state == Export.State.FAILED
    assert mail.outbox == []
    monkeypatch.undo()
    assert ask(member).state == Export.State.READY


def test_one_that_was_never_made_counts_as_failed_after_a_day():
    export = exporting.request_export(member=MemberFactory())
    Export.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    exporting.forget_exports()
    export.refresh_from_db()
    assert export.state == Export.State.FAILED


def test_a_job_that_runs_twice_makes_one_copy():
    export = ask(MemberFactory())
    name = export.file.name
    exporting.build_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.file.name == name
    assert len(mail.outbox) == 1


def test_the_slower_of_two_workers_leaves_no_file(monkeypatch):
    export = exporting.request_export(member=MemberFactory())
    storage = export.file.storage
    before = set(storage.listdir("exports")[1]) if storage.exists("exports") else set()
    real = exporting.write_archive

    def overtaken(file, user):
        monkeypatch.setattr(exporting, "write_archive", real)
        exporting.build_export(export_id=export.pk)
        real(file, user)

    monkeypatch.setattr(exporting, "write_archive", overtaken)
    exporting.build_export(export_id=export.pk)
    assert len(set(storage.listdir("exports")[1]) - before) == 1
    assert len(mail.outbox) == 1


def test_a_copy_is_deleted_with_its_file_when_its_days_are_over(django_capture_on_commit_callbacks):
    export = ask(MemberFactory())
    Export.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert exporting.forget_exports() == 1
    assert not export.file.storage.exists(export.file.name)
    assert not Export.objects.exists()


def test_the_days_can_be_set(settings):
    settings.EXPORT_DAYS = 2
    export = ask(MemberFactory())
    assert export.expires_at < timezone.now() + timedelta(days=2)


def test_the_file_lies_where_no_address_leads(client, settings):
    export = ask(MemberFactory())
    assert export.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert not str(settings.PRIVATE_ROOT).startswith(str(settings.MEDIA_ROOT))
    with pytest.raises(ValueError, match="URL"):
        _address = export.file.url
    assert client.get(f"/media/{export.file.name}").status_code == 404


def test_memory_does_not_grow_with_what_there_is():
    """Rows come one by one: 60 MB of them are written with a fraction of that in memory."""

    def many(user, **kwargs):
        yield Part("many", ({"text": str(number) * 3_000} for number in range(5_000)))

    personal_data_requested.connect(many)
    try:
        tracemalloc.start()
        with io.BytesIO() as file:
            exporting.write_archive(file, MemberFactory())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        personal_data_requested.disconnect(many)
    assert peak < 20_000_000


def test_the_log_says_that_a_copy_was_asked_for():
    member = MemberFactory(name="Maria Letsoin")
    exporting.request_export(member=member)
    line = ModelLogEntry.objects.get(action="members.export")
    assert line.user_id == member.pk
    assert "Maria" not in f"{line.label} {line.data}"


def test_a_copy_costs_the_same_queries_however_much_there_is(django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    costs = []
    for many in (1, 30):
        member = MemberFactory()
        for _number in range(many):
            PostFactory(author=member)
        with CaptureQueriesContext(connection) as captured, io.BytesIO() as file:
            exporting.write_archive(file, member)
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_requests_at_once_make_one_copy():
    member = MemberFactory()

    def request(_number):
        try:
            return exporting.request_export(member=member).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(request, range(4)))) == 1
    assert Export.objects.count() == 1
