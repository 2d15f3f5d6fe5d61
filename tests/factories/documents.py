"""Documents with words in them, and collections that are closed to some."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import docx
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from wagtail.models import Collection, CollectionViewRestriction

from home.models import CustomDocument


def make_document(content: bytes = b"", name: str = "panduan.txt", **fields: Any) -> CustomDocument:
    """A document as Wagtail's form stores it."""
    document = CustomDocument(**{"title": "Panduan", **fields}, file=ContentFile(content, name))
    document._set_document_file_metadata()
    document.save()
    return document


def make_collection(name: str = "Laci", parent: Collection | None = None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(name=name)


def close(collection: Collection, restriction_type: str = "login", **fields: Any) -> CollectionViewRestriction:
    """Close a collection to visitors."""
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type=restriction_type, **fields)


def pdf(*pages: str) -> bytes:
    """A PDF with one line of words on each page."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % n for n in numbers), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in zip(numbers, pages, strict=True):
        drawn = b"BT /F1 12 Tf 20 100 Td (%s) Tj ET" % words.encode("latin-1")
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (number + 1),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    file, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def protected_pdf(words: str, password: str) -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(clone_from=BytesIO(pdf(words)))
    writer.encrypt(password, "pemilik", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def word_file(words: str, in_table: str = "") -> bytes:
    """A DOCX with a paragraph, and a table of one cell."""
    document, file = docx.Document(), BytesIO()
    document.add_paragraph(words)
    if in_table:
        document.add_table(1, 1).cell(0, 0).text = in_table
    document.save(file)
    return file.getvalue()


def swelling_word_file(megabytes: int) -> bytes:
    """A small DOCX that unpacks to so much."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _number in range(megabytes):
            part.write(bytes(1024 * 1024))
    return file.getvalue()
