"""What of the stored files anyone may fetch: pictures as the pages show them, never originals or documents."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

from .access import EVERYONE, access

# Folders below the media root that hold only what is public; all else (`original_images`, `documents`) stays closed.
PUBLIC = ("images/", "avatars/", "media_thumbnails/")

# A rendition's name says its source, size and format, and a changed picture gets another name.
A_YEAR = "public, max-age=31536000, immutable"


@access(GET=EVERYONE)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public file for a browser to keep for a year; answer 404 for everything else."""
    if not path.startswith(PUBLIC) or ".." in path:
        raise Http404
    response = serve(request, path, document_root=default_storage.path(""))
    response["Cache-Control"] = A_YEAR
    return response
