"""Documents as entries: by their title and tags at once, by their words when the file was read."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.models import CustomDocument
from home.permissions import audience_of
from search.models import DocumentText

from . import Description, beside, paragraphs

LONGEST_TERM = 80


class DocumentSource:
    """Files to download, found by those to whom their collection is open."""

    kind, label, icon, models = "document", _("Document"), "document-arrow-down", (CustomDocument,)
    has_own_languages = True

    def things(self) -> QuerySet[CustomDocument]:
        """All documents with what was read in them."""
        documents = CustomDocument.objects.select_related("collection", "reading").prefetch_related("tags")
        return documents.order_by("pk")

    def keys(self, thing: CustomDocument) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: CustomDocument) -> list[Description]:
        """Describe a document; the words of a file that was replaced are no longer its own."""
        audience = audience_of(thing.collection)
        if not audience:
            return []
        tags = list(thing.tags.all())
        reading: DocumentText | None = getattr(thing, "reading", None)
        text = reading.text if reading and reading.file_hash == thing.file_hash else ""
        return [
            Description(
                object_id=str(thing.pk),
                language=thing.language,
                title=thing.title,
                body=paragraphs(text, beside(tag.name for tag in tags)),
                author=thing.credit,
                date=thing.created_at,
                size=thing.file_size,
                path=reverse("document", args=[thing.pk, thing.filename]),
                group=f"document:{thing.pk}",
                audience=audience,
                tags=[tag.slug[:LONGEST_TERM] for tag in tags],
            )
        ]
