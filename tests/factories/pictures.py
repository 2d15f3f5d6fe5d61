"""Files that people may send as their picture: good ones, and such that only claim to be one."""

from __future__ import annotations

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PLACE = b"Ohoililir"
GPS, ARTIST = 0x8825, 0x013B


def make_photo(size: tuple[int, int] = (640, 480), name: str = "foto.jpg") -> SimpleUploadedFile:
    """A photo of a phone, which notes where and by whom it was taken."""
    exif = Image.Exif()
    exif[ARTIST] = PLACE.decode()
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "S", (5.0, 39.0, 12.0)
    return draw("JPEG", name, size, exif=exif)


def make_animation() -> SimpleUploadedFile:
    """An animated GIF, red at first."""
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue", "green")]
    return draw("GIF", "gerak.gif", (200, 200), "red", save_all=True, append_images=frames[1:])


def make_bomb() -> SimpleUploadedFile:
    """Some bytes that say they are 60,000 pixels high and wide."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    packed = zlib.compress(b"\0" * 1_000_000)
    data = struct.pack(">I", len(packed)) + b"IDAT" + packed + struct.pack(">I", zlib.crc32(b"IDAT" + packed))
    return SimpleUploadedFile("bom.png", b"\x89PNG\r\n\x1a\n" + chunk + data, "image/png")


def make_large_bomb() -> SimpleUploadedFile:
    """A real picture of few bytes and 49 million pixels."""
    return draw("PNG", "besar.png", (7_000, 7_000), mode="1", colour=0)


def make_script() -> SimpleUploadedFile:
    """A script that is called a photo."""
    return SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>", "image/jpeg")


def make_svg() -> SimpleUploadedFile:
    """A drawing that carries a script."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return SimpleUploadedFile("gambar.svg", svg, "image/svg+xml")


def make_page_in_a_gif() -> SimpleUploadedFile:
    """Something that begins as a GIF and is a page."""
    return SimpleUploadedFile("foto.gif", b"GIF89a/*<html><script>alert(1)</script>*/", "image/gif")


def draw(
    kind: str, name: str, size: tuple[int, int], colour: object = "teal", mode: str = "RGB", **options: object
) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new(mode, size, colour).save(drawn, kind, **options)
    return SimpleUploadedFile(name, drawn.getvalue(), f"image/{kind.lower()}")
