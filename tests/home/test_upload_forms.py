"""Pictures sent to the editing room by each of its doors: the chooser, several at once, another file for one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from outbox.models import Job
from PIL import Image
from wagtail.models import Collection, UploadedFile

from home.models import CustomImage
from home.services.renditions import make_renditions, useful_specs
from tests.factories.home import make_picture
from tests.factories.members import AdministratorFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


def choose(client: Client, file: SimpleUploadedFile) -> str:
    """Send a new picture through the chooser; return the message beside the field."""
    name = "image-chooser-upload"
    fields = {f"{name}-{key}": value for key, value in {**described(), "file": file}.items()}
    answer = client.post(reverse("wagtailimages_chooser:create"), fields)
    assert answer.status_code == 200
    return beside(answer)


def send_several(client: Client, file: SimpleUploadedFile) -> str:
    """Send one of several pictures; return the message in its row."""
    fields = {"files[]": file, "title": "Pantai", "collection": root()}
    answer = client.post(reverse("wagtailimages:add_multiple"), fields, headers={"X-Requested-With": "XMLHttpRequest"})
    return str(answer.json().get("error_message", ""))


def replace(client: Client, file: SimpleUploadedFile) -> str:
    """Send another file for a picture that is there; return the message beside the field."""
    image = make_picture()
    before = image.file.name
    answer = client.post(reverse("wagtailimages:edit", args=[image.pk]), {**described(), "file": file})
    message = beside(answer)
    image.refresh_from_db()
    assert (image.file.name == before) is bool(message)
    return message


DOORS = [choose, send_several, replace]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("palsu.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("palsu.png", b"\x89PNG\r\n\x1a\n" + b"nothing"),
        ("kosong.png", b""),
        ("gambar.svg", SVG),
        ("gambar.png", SVG),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    editor: Client, door: Callable[..., str], name: str, content: bytes
) -> None:
    assert door(editor, SimpleUploadedFile(name, content))
    assert CustomImage.objects.count() == (door is replace)


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(editor: Client, door: Callable[..., str]) -> None:
    assert door(editor, SimpleUploadedFile("luas.png", png(30_000, 30_000)))


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_that_swells_when_it_is_unpacked_is_refused(editor: Client, door: Callable[..., str]) -> None:
    bomb = png(8, 8, extra=chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 * MEGABYTE), 9)))
    assert len(bomb) < MEGABYTE
    assert door(editor, SimpleUploadedFile("bom.png", bomb))


@pytest.mark.parametrize("door", DOORS)
def test_too_many_bytes_are_refused(editor: Client, door: Callable[..., str], settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    assert door(editor, SimpleUploadedFile("besar.png", noise()))


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_is_kept_upright_and_without_the_place_where_it_was_taken(
    editor: Client, door: Callable[..., str]
) -> None:
    assert door(editor, SimpleUploadedFile("foto.jpg", photograph())) == ""
    kept = CustomImage.objects.latest("pk").file if door is not send_several else UploadedFile.objects.get().file
    with kept.open("rb") as file:
        content = file.read()
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
    assert b"Rahasia" not in content


def test_one_of_several_pictures_is_kept_when_it_is_described(editor: Client) -> None:
    send_several(editor, SimpleUploadedFile("foto.jpg", photograph()))
    waiting = UploadedFile.objects.get()
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    name = f"uploaded-image-{waiting.pk}"
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    silent = {f"{name}-{key}": value for key, value in {**described(), "alt": ""}.items()}
    assert not editor.post(address, silent, headers=ajax).json()["success"]
    told = {f"{name}-{key}": value for key, value in described().items()}
    assert editor.post(address, told, headers=ajax).json()["success"]
    assert (CustomImage.objects.get().alt, CustomImage.objects.get().width) == ("Pantai saat surut", 20)


@pytest.mark.parametrize("missing", ["alt", "credit"])
def test_no_picture_is_kept_without_alternative_text_and_credit(editor: Client, missing: str) -> None:
    image = make_picture()
    answer = editor.post(reverse("wagtailimages:edit", args=[image.pk]), {**described(), missing: ""})
    assert answer.context["form"].errors.keys() == {missing}


def test_another_file_gets_its_own_renditions(editor: Client, work_outbox: Callable[[], None]) -> None:
    image = make_picture(size=(900, 600))
    make_renditions(image)
    work_outbox()
    file = SimpleUploadedFile("foto.jpg", photograph())
    editor.post(reverse("wagtailimages:edit", args=[image.pk]), {**described(), "file": file})
    image.refresh_from_db()
    assert not image.renditions.exists()
    assert Job.objects.filter(state=Job.State.PENDING, name="home.tasks.make_renditions", args=[image.pk]).exists()
    work_outbox()
    assert set(image.renditions.values_list("filter_spec", flat=True)) == useful_specs(image)
    assert {rendition.width for rendition in image.renditions.all()} == {20}


def described() -> dict[str, object]:
    return {"title": "Pantai", "alt": "Pantai saat surut", "credit": "Redaksi Negeri", "collection": root()}


def root() -> int:
    return Collection.get_first_root_node().pk


def beside(answer: Any) -> str:
    """Return the message beside the file, which must be the only one; empty when the form was accepted."""
    if answer.context is None or "form" not in answer.context:
        return ""
    errors = answer.context["form"].errors
    assert errors.keys() == {"file"}
    return " ".join(errors["file"])


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    """A PNG that says it is so large; its pixels are not there."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + extra + pixels + chunk(b"IEND", b"")


def photograph() -> bytes:
    """A JPEG that a phone took lying on its side, and that says where."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[1] = "S"  # GPS
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#0b6e78").save(file, "JPEG", exif=exif)
    return file.getvalue()


def noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((60, 60), 90).save(file, "PNG")
    return file.getvalue()
