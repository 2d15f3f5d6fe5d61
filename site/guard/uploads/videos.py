"""Videos: a file that browsers play, told by how it begins; nothing is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files.base import File

# Brands of ISO/IEC 14496-12 and 14496-14 that say a file is a film in MP4 (QuickTime's `qt  ` and the pictures' `heic`
# and `avif` are brands of the same container).
MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV"}
EBML = b"\x1a\x45\xdf\xa3"
DOC_TYPE = b"\x42\x82"


def is_mp4(file: File[bytes]) -> bool:
    """Whether it begins with a file type box that names a brand of MP4."""
    head = file.read(512)
    size = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or not 16 <= size <= len(head):
        return False
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    return bool(brands & MP4_BRANDS) and head[8:12] not in {b"qt  ", b"heic", b"avif"}


def is_webm(file: File[bytes]) -> bool:
    """Whether its EBML header names the document type `webm` (and not, for one, `matroska`)."""
    head = file.read(64)
    _before, found, after = head.partition(DOC_TYPE)
    return head.startswith(EBML) and bool(found) and after[1:5] == b"webm"
