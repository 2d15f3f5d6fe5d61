"""Keep what is known of documents true: their entries at once, the words of their files soon."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from outbox.services import enqueue, enqueue_once
from wagtail.models import Collection

from home.models import CustomDocument
from home.services.documents import note_file
from search.models import DocumentText
from search.services import refresh_many
from search.sources import SOURCES

from .process import Problem, Reading, read_file


@transaction.atomic
def follow_document(document: CustomDocument) -> None:
    """Bring the entry of a document up to date, and have its file read when it is another than was read."""
    _refresh(document.pk)
    if not _is_read(document):
        enqueue("search.tasks.read_document", document.pk)


@transaction.atomic
def follow_collection(collection: Collection) -> None:
    """Bring the entries of all documents in a collection, and in those below it, up to date."""
    collections = collection.get_descendants(inclusive=True)
    documents = SOURCES["document"].things().filter(collection__in=collections)
    refresh_many("document", documents.iterator(chunk_size=50))


def read_document(document_id: int) -> DocumentText | None:
    """Read the file of a document and make it found by its words; None when there is nothing new to read."""
    document = CustomDocument.objects.filter(pk=document_id).first()
    if document is None or _is_read(document):
        return None
    try:
        note_file(document)
    except FileNotFoundError:
        return _store(document, Reading(problem=Problem.MISSING))
    return _store(document, read_file(document))


def request_readings() -> int:
    """Have all files read that were not, or were replaced unnoticed; return how many."""
    read = Q(reading__file_hash=F("file_hash")) & ~Q(reading__problem=Problem.MISSING)
    keys = CustomDocument.objects.exclude(pk__in=CustomDocument.objects.filter(read).values("pk"))
    return sum(bool(enqueue_once("search.tasks.read_document", key)) for key in keys.values_list("pk", flat=True))


def _is_read(document: CustomDocument) -> bool:
    readings = DocumentText.objects.filter(document=document.pk, file_hash=document.file_hash)
    return readings.exclude(problem=Problem.MISSING).exists()


@transaction.atomic
def _store(document: CustomDocument, reading: Reading) -> DocumentText | None:
    if not CustomDocument.objects.select_for_update().filter(pk=document.pk).exists():
        return None  # deleted meanwhile
    known = {"text": reading.text, "problem": reading.problem, "file_hash": document.file_hash}
    stored, _made = DocumentText.objects.update_or_create(document_id=document.pk, defaults=known)
    _refresh(document.pk)
    return stored


def _refresh(document_id: int) -> None:
    refresh_many("document", SOURCES["document"].things().filter(pk=document_id))
