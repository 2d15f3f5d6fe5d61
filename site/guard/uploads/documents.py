"""Documents and videos: what the name promises must be what the file holds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from .videos import is_mp4, is_webm

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_BYTES_OF_VIDEO = 100 * MEGABYTE  # some ten minutes that a phone can show
MOST_UNPACKED = 300 * MEGABYTE
MOST_ENTRIES = 5_000


def check_document(file: File[bytes]) -> File[bytes]:
    """Return the file when its content is what its extension says; raises ValidationError otherwise."""
    extension = PurePath(file.name or "").suffix.lower().lstrip(".")
    holds = _CONTENT.get(extension)
    if holds is None:
        kinds = ", ".join(name.upper() for name in sorted(_CONTENT))
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted are: %(kinds)s.") % {"kinds": kinds}, code="kind"
        )
    max_bytes = MOST_BYTES_OF_VIDEO if extension in VIDEOS else MOST_BYTES
    if file.size > max_bytes:
        raise ValidationError(
            _("The file is too large: at most %(limit)s MB.") % {"limit": max_bytes // MEGABYTE}, code="too_large"
        )
    file.seek(0)
    if not holds(file):
        raise ValidationError(
            _("The content of this file is not what its name says. Save it anew as %(kind)s and try again.")
            % {"kind": extension.upper()},
            code="content",
        )
    file.seek(0)
    return file


def _is_pdf(file: File[bytes]) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_text(file: File[bytes]) -> bool:
    """Plain text in UTF-8 (or its ASCII part), and no page that a browser would take for HTML."""
    content = file.read()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    start = content[:1024].lstrip().lower()
    return b"\0" not in content and not start.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))


def _archive_with(member: str) -> Callable[[File[bytes]], bool]:
    """Make a check for a ZIP archive that holds the member, no macros, and doesn't swell beyond measure."""

    def holds(file: File[bytes]) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        names = [entry.filename for entry in entries]
        return (
            len(entries) <= MOST_ENTRIES
            and sum(entry.file_size for entry in entries) <= MOST_UNPACKED
            and not any(name.lower().endswith("vbaproject.bin") for name in names)
            and (not member or member in names)
        )

    return holds


VIDEOS = {"mp4", "webm"}
_CONTENT: dict[str, Callable[[File[bytes]], bool]] = {
    "csv": _is_text,
    "docx": _archive_with("word/document.xml"),
    "mp4": is_mp4,
    "odt": _archive_with("content.xml"),
    "ods": _archive_with("content.xml"),
    "pdf": _is_pdf,
    "pptx": _archive_with("ppt/presentation.xml"),
    "txt": _is_text,
    "webm": is_webm,
    "xlsx": _archive_with("xl/workbook.xml"),
    "zip": _archive_with(""),
}
