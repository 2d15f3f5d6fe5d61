"""Documents are found by those who may fetch them: by their titles at once, by their words once they were read."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from outbox.models import Job

from community.members.permissions import Viewer
from home.models import CustomDocument
from search.engines import Question
from search.engines.database import DatabaseEngine
from search.engines.words import Words
from search.models import SearchEntry
from search.reading.extraction import MOST_CHARACTERS
from search.tasks import reconcile
from search.templatetags.search_tags import meta_line
from tests.factories.documents import close, make_collection, make_document, pdf, word_file
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client: Client) -> Client:
    client.force_login(AdministratorFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf("Jarak tanam", "refraktometer"), "a.pdf"),
        (word_file("Jarak tanam", in_table="refraktometer"), "a.DOCX"),
        ("Jarak tanam\nrefraktometer".encode("utf-8-sig"), "a.txt"),
    ],
)
def test_a_document_is_found_by_a_word_in_it_once_it_was_read(work_outbox, content: bytes, name: str) -> None:
    make_document(content, name, title="Budi daya")
    assert found("refraktometer") == []
    work_outbox()
    assert found("refraktometer") == ["Budi daya"]


@pytest.mark.parametrize("word", ["kata{0}-laut{0}", "слово{0}-море{0}", "http://laut{0}.id/kata{0}"])
def test_the_longest_text_of_unlike_words_fits_the_index_of_the_database(work_outbox, word: str) -> None:
    words = [word.format(number) for number in range(20_000)]
    make_document(" ".join(words).encode(), title="Daftar")
    work_outbox()
    assert len(SearchEntry.objects.get(kind="document").body.encode()) > MOST_CHARACTERS * 0.9
    assert found("daftar") == ["Daftar"]


def test_a_document_is_found_by_its_title_and_tags_before_it_was_read() -> None:
    document = make_document(title="Peta lamun")
    document.tags.add("Konservasi")
    assert found("lamun") == found("konservasi") == ["Peta lamun"]


def test_a_result_tells_kind_and_size_of_the_file_and_leads_to_it(client: Client) -> None:
    document = make_document(b"x" * 2048, "jarak tanam.txt", credit="Dinas Perikanan")
    entry = SearchEntry.objects.get(kind="document")
    assert meta_line(entry).startswith("TXT, 2,0\xa0KB · Dinas Perikanan · ")
    assert entry.path == document.url
    for language in ("", "/en"):
        assert f'href="{document.url}"' in client.get(f"{language}/cari/?q=panduan").content.decode()


@pytest.mark.parametrize("restriction_type", ["login", "groups"])
def test_what_is_in_a_closed_collection_is_found_by_those_who_may_fetch_it(restriction_type: str) -> None:
    drawer = make_collection("Dalam", parent=make_collection())
    member, stranger, group = MemberFactory(), MemberFactory(), Group.objects.create(name="Pengurus")
    member.groups.add(group)
    make_document(title="Notulen", collection=drawer)
    close(drawer.get_parent(), restriction_type).groups.add(group)
    assert found("notulen") == []
    assert found("notulen", member) == found("notulen", AdministratorFactory()) == ["Notulen"]
    assert found("notulen", stranger) == (["Notulen"] if restriction_type == "login" else [])


def test_what_has_a_password_or_is_closed_twice_is_found_by_nobody() -> None:
    drawer, member = make_collection(), AdministratorFactory()
    make_document(title="Notulen", collection=drawer)
    restriction = close(drawer, "password", password="buka")
    assert found("notulen", member) == []
    restriction.restriction_type = "login"
    restriction.save()
    assert found("notulen", member) == ["Notulen"]
    close(drawer, "login")
    assert found("notulen", member) == []


def test_what_is_found_follows_a_restriction_that_comes_and_goes() -> None:
    drawer = make_collection()
    make_document(title="Notulen", collection=drawer)
    restriction = close(drawer)
    assert found("notulen") == []
    restriction.delete()
    assert found("notulen") == ["Notulen"]


def test_a_document_that_editors_put_into_a_closed_collection_is_no_longer_found(admin_client: Client) -> None:
    drawer, document = make_collection(), make_document(title="Notulen")
    close(drawer)
    address = reverse("wagtail_bulk_action", args=["home", "customdocument", "add_to_collection"])
    admin_client.post(f"{address}?id={document.pk}", {"collection": drawer.pk})
    document.refresh_from_db()
    assert document.collection == drawer
    assert found("notulen") == []


def test_a_collection_that_editors_move_into_a_closed_one_takes_its_documents_along(
    admin_client: Client, work_outbox
) -> None:
    outer, drawer = make_collection("Luar"), make_collection("Dalam")
    close(outer)
    make_document(title="Notulen", collection=drawer)
    address = reverse("wagtailadmin_collections:edit", args=[drawer.pk])
    admin_client.post(address, {"name": "Dalam", "parent": outer.pk})
    drawer.refresh_from_db()
    assert drawer.get_parent() == outer
    work_outbox()
    assert found("notulen") == []


def test_a_deleted_document_leaves_a_tombstone(work_outbox) -> None:
    document = make_document(b"refraktometer")
    work_outbox()
    before = SearchEntry.objects.get(kind="document")
    document.delete()
    after = SearchEntry.objects.get(kind="document")
    assert (after.is_deleted, after.body, after.version) == (True, "", before.version + 1)
    assert found("refraktometer") == []


def test_a_collection_that_goes_takes_its_documents_along() -> None:
    drawer = make_collection()
    close(drawer)
    make_document(title="Notulen", collection=drawer)
    drawer.delete()
    assert not CustomDocument.objects.exists()
    assert found("notulen") == []


def test_a_file_that_editors_replace_is_read_anew(admin_client: Client, work_outbox) -> None:
    document = make_document(b"refraktometer")
    work_outbox()
    replace(admin_client, document, b"salinometer", tags="alat")
    assert found("refraktometer") == []
    work_outbox()
    assert found("salinometer") == found("alat") == ["Panduan"]


def test_the_nightly_look_reads_what_was_not_read(work_outbox) -> None:
    make_unnoticed_document()
    reconcile()
    work_outbox()
    assert found("refraktometer") == ["Panduan"]
    assert CustomDocument.objects.get().file_size == 13


def test_the_command_has_read_what_was_not_read_and_nothing_twice(capsys, work_outbox) -> None:
    make_unnoticed_document()
    call_command("rebuild_search", "document")
    assert capsys.readouterr().out.endswith(": 1.\n")
    work_outbox()
    assert found("refraktometer") == ["Panduan"]
    call_command("rebuild_search", "document")
    assert capsys.readouterr().out == ""


def test_administrators_see_which_documents_could_not_be_read(admin_client: Client, work_outbox) -> None:
    make_document(b"rusak", "rusak.pdf", title="Berkas rusak")
    make_document(b"baik", title="Berkas baik")
    work_outbox()
    html = admin_client.get(reverse("search_unread:index")).content.decode()
    assert "Berkas rusak" in html
    assert "Berkas baik" not in html


def test_the_menu_leads_to_the_unread_documents_and_to_elasticsearch_only_where_there_is_one(
    admin_client: Client, settings: Any
) -> None:
    unread, refused = reverse("search_unread:index"), reverse("search_refusals:index")
    settings.SEARCH_URL = ""
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert unread in html
    assert refused not in html


def found(text: str, user: Any = None) -> list[str]:
    tokens = Viewer(user or AnonymousUser()).tokens
    return [
        hit.entry.title
        for hit in DatabaseEngine().search(Question(words=Words.parse(text), tokens=tokens, language="id")).hits
    ]


def make_unnoticed_document() -> None:
    """A document that came in past all signals."""
    document = make_document(b"refraktometer")
    CustomDocument.objects.filter(pk=document.pk).update(file_hash="", file_size=None)
    SearchEntry.objects.all().delete()
    Job.objects.all().delete()


def replace(client: Client, document: CustomDocument, content: bytes, tags: str) -> None:
    client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {
            "title": document.title,
            "file": SimpleUploadedFile("panduan.txt", content),
            "language": "id",
            "credit": "",
            "collection": document.collection_id,
            "tags": tags,
        },
    )
