import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from guard.uploads import check_document, check_image, read_image
from PIL import Image


def test_a_picture_comes_back_upright_and_without_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Kamera Rahasia"
    file = picture("JPEG", size=(40, 20), exif=exif)
    checked = check_image(file)
    with Image.open(checked) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()
    checked.seek(0)
    assert b"Rahasia" not in checked.read()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF"])
def test_every_accepted_kind_is_drawn_anew_and_named_by_its_content(kind):
    checked = check_image(picture(kind, name="../Foto Pantai.jpg"))
    assert checked.name == f"foto-pantai.{'png' if kind == 'GIF' else kind.lower()}"


def test_an_animation_keeps_its_first_frame():
    drawn = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(drawn, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(check_image(ContentFile(drawn.getvalue(), "a.gif"))) as kept:
        assert getattr(kept, "n_frames", 1) == 1


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    data = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    assert refused(check_image, data, "bom.png") in ("too_many_pixels", "not_a_picture")
    assert refused(check_image, picture("PNG", size=(30, 30)).read(), "a.png", max_pixels=800) == "too_many_pixels"


@pytest.mark.parametrize("size", [(1, 12_001), (12_001, 1)])
def test_a_picture_with_a_side_too_long_is_refused(size):
    """Each row is kept apart: one column of 39 million pixels, in a small file, took two gigabytes."""
    with pytest.raises(ValidationError, match=r"at most 12,000 pixels|paling banyak 12\.000 piksel") as refusal:
        read_image(picture("PNG", size=size), max_bytes=10_000_000, max_pixels=25_000_000)
    assert refusal.value.code == "too_long"
    assert check_image(picture("PNG", size=(12_000, 1)))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_only_the_middle_is_kept_for_who_needs_no_more(kind, mode):
    if kind == "JPEG" and mode in ("P", "RGBA", "I;16"):
        mode = "CMYK"
    drawn = io.BytesIO()
    Image.new(mode, (900, 300)).save(drawn, kind)
    _format, read = read_image(
        ContentFile(drawn.getvalue(), "a"), max_bytes=10_000_000, max_pixels=25_000_000, middle=100
    )
    assert (read.size, read.mode) == ((100, 100), "RGBA" if mode == "RGBA" else "RGB")


@pytest.mark.parametrize("content", [b"", b"<script>", b"GIF89a", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_refused(content):
    assert refused(check_image, content, "foto.png") == "not_a_picture"


def test_half_a_picture_is_refused():
    content = picture("JPEG", size=(400, 400)).read()
    assert refused(check_image, content[: len(content) // 2], "foto.jpg") == "not_a_picture"


def test_too_many_bytes_are_refused():
    assert refused(check_image, b"x" * 20, "foto.png", max_bytes=10) == "too_large"


def test_a_document_is_what_its_name_says():
    check_document(ContentFile(b"%PDF-1.7 ...", "a.pdf"))
    check_document(ContentFile(b"nama,ohoi\nMaria,Ohoililir\n", "a.csv"))
    check_document(ContentFile(archive("word/document.xml"), "a.docx"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90"),
        ("a.txt", b"<!DOCTYPE html><script>"),
        ("a.txt", b"a\0b"),
        ("a.docx", b"%PDF-1.7"),
    ],
)
def test_a_document_in_disguise_is_refused(name, content):
    assert refused(check_document, content, name) == "content"


def test_macros_and_other_kinds_are_refused():
    assert refused(check_document, archive("word/document.xml", "word/vbaProject.bin"), "a.docx") == "content"
    assert refused(check_document, b"MZ", "a.exe") == "kind"


def picture(kind: str, *, size: tuple[int, int] = (16, 16), name: str = "foto", **options: object) -> ContentFile:
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return ContentFile(drawn.getvalue(), name)


def archive(*members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return packed.getvalue()


def refused(check, content: bytes, name: str, **options: int) -> str:
    with pytest.raises(ValidationError) as error:
        check(ContentFile(content, name), **options)
    return error.value.code
