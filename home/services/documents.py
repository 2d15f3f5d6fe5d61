"""Announces what happens to documents, wherever Wagtail lets it happen."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from home.models import CustomDocument
from home.signals import collection_changed, document_changed, document_removed


@transaction.atomic
def announce(document: CustomDocument) -> None:
    """Tell that a document is new or changed."""
    document_changed.send(sender=CustomDocument, document=document)


@transaction.atomic
def announce_moved(keys: Iterable[int]) -> None:
    """Tell of documents that were moved to another collection together: Wagtail writes them without a signal."""
    for document in CustomDocument.objects.filter(pk__in=list(keys)):
        announce(document)


@transaction.atomic
def announce_removal(document: CustomDocument) -> None:
    """Tell that a document is gone."""
    document_removed.send(sender=CustomDocument, document=document)


@transaction.atomic
def announce_collection(collection: Collection) -> None:
    """Tell that others than before may fetch what lies in a collection."""
    collection_changed.send(sender=Collection, collection=collection)


def note_file(document: CustomDocument) -> None:
    """Store size and hash of a file that came in without Wagtail's form, which does it else.

    Raises OSError when the file can't be read.
    """
    if document.file_hash and document.file_size is not None:
        return
    with document.open_file() as file:
        document.file_size, document.file_hash = file.size, hash_filelike(file)
    known = {"file_size": document.file_size, "file_hash": document.file_hash}
    CustomDocument.objects.filter(pk=document.pk).update(**known)
