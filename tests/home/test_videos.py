"""Films that are uploaded: in the editing room, as a card, and sent in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from home.models import CustomDocument, StoryPage
from tests.factories.members import AdministratorFactory
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + b"film" * 50
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f281044282847765626d") + b"film" * 50


@pytest.mark.parametrize(("name", "content"), [("panen.mp4", MP4), ("panen.webm", WEBM)])
def test_a_film_is_uploaded_and_sent_in_parts_to_the_player(client: Client, name: str, content: bytes) -> None:
    assert upload(client, name, content) == {}
    film = CustomDocument.objects.get()
    client.logout()
    whole = client.get(film.url)
    assert b"".join(whole.streaming_content) == content
    assert whole["Content-Type"] == f"video/{name.rpartition('.')[2]}"
    assert whole["Content-Disposition"].startswith("inline")
    part = client.get(film.url, headers={"Range": "bytes=4-7", "Accept-Encoding": "gzip"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[4:8])
    assert part["Content-Range"] == f"bytes 4-7/{len(content)}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("panen.mp4", WEBM),
        ("panen.mp4", b"\x00\x00\x00\x18ftypqt  \x00\x00\x02\x00qt  qt  "),
        ("panen.mp4", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1"),
        ("panen.mp4", b"<!doctype html><script>alert(1)</script>"),
        ("panen.webm", MP4),
        ("panen.webm", WEBM.replace(b"\x84webm", b"\x88matroska")),
        ("panen.webm", b""),
    ],
)
def test_a_file_that_only_calls_itself_a_film_is_refused_beside_the_field(
    client: Client, name: str, content: bytes
) -> None:
    assert upload(client, name, content).keys() == {"file"}
    assert not CustomDocument.objects.exists()


def test_a_film_may_be_larger_than_a_document_but_not_beyond_measure(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.uploads.documents.MOST_BYTES", 100)
    assert upload(client, "a.csv", b"nama,ohoi\n" * 20).keys() == {"file"}
    assert upload(client, "a.mp4", MP4) == {}
    monkeypatch.setattr("guard.uploads.documents.MOST_BYTES_OF_VIDEO", 100)
    assert upload(client, "b.mp4", MP4).keys() == {"file"}


def test_a_closed_film_is_not_sent_in_parts_either(client: Client) -> None:
    drawer = Collection.get_first_root_node().add_child(name="Tertutup")
    drawer.view_restrictions.create(restriction_type="login")
    film = make_film(collection=drawer)
    assert client.get(film.url, headers={"Range": "bytes=0-3"}).status_code == 302


def test_other_documents_are_sent_whole_as_before(client: Client) -> None:
    text = CustomDocument.objects.create(title="x", file=ContentFile(b"nama", "x.csv"))
    answer = client.get(text.url, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"nama")


def test_the_card_of_an_uploaded_film_says_its_length_kind_and_size_and_loads_nothing(client: Client) -> None:
    film = make_film()
    html = client.get(story_with(film).url).content.decode()
    assert f'data-video="file" data-src="{film.url}"' in html
    assert "MP4, " in html
    assert "6" in html.partition("MP4, ")[0].rpartition("kicker")[2]
    assert "<video" not in html
    assert "<iframe" not in html


def test_a_document_that_is_no_film_is_refused_in_the_block() -> None:
    block = StoryPage.body.field.stream_block.child_blocks["video"]
    text = CustomDocument.objects.create(title="x", file=ContentFile(b"x", "x.pdf"))
    value = {"title": "Panen", "text": "", "url": "", "file": text, "poster": None, "length": "6:12", "transcript": ""}
    with pytest.raises(Exception) as refused:  # noqa: PT011 - Wagtail's own kind of ValidationError
        block.clean(block.normalize(value))
    assert refused.value.block_errors.keys() == {"file"}
    assert block.clean(block.normalize({**value, "file": make_film()}))["length"] == "6:12"


def upload(client: Client, name: str, content: bytes) -> dict[str, list[str]]:
    """Send a file through the editing room; return the errors beside the fields."""
    client.force_login(AdministratorFactory())
    file = SimpleUploadedFile(name, content)
    fields = {"title": name, "file": file, "language": "id", "collection": Collection.get_first_root_node().pk}
    answer = client.post("/admin/documents/add/", fields)
    return {} if answer.status_code == 302 else answer.context["form"].errors


def make_film(**fields: object) -> CustomDocument:
    return CustomDocument.objects.create(title="Panen", file=ContentFile(MP4, "panen.mp4"), **fields)


def story_with(film: CustomDocument) -> StoryPage:
    story = make_story()
    story.body = [{"type": "video", "value": {"title": "Panen", "file": film.pk, "length": "6:12"}}]
    story.save_revision().publish()
    return story
