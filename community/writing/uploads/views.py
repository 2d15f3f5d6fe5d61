"""Sending a picture while one writes, and giving pictures out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.static import serve
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from community.members.assistance.acting import acting, author_of
from community.members.permissions import Refused, member_of

from . import files, services
from .addresses import FOLDER, address_of, is_name, markdown_of
from .models import Upload
from .permissions import may_see

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from community.members.permissions import ViewedRequest

# By name a picture never changes; who may see it does, so browsers ask again after a week.
A_WEEK = "public, max-age=604800"


@access(POST=MEMBERS)
@never_cache
def send(request: ViewedRequest) -> JsonResponse:
    """Take in one picture, and answer how it is put into the text."""
    limit(request, scope="upload", rate=settings.UPLOAD_RATE)
    file = request.FILES.get("picture")
    if file is None:
        return JsonResponse({"error": _("No picture came along. Please choose it again.")}, status=400)
    try:
        upload = take_for(request, file, alt=request.POST.get("alt", ""))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=403)
    told = {"address": address_of(upload.name), "markdown": markdown_of(upload.name, upload.alt)}
    return JsonResponse({**told, "width": upload.width, "height": upload.height})


@access(GET=EVERYONE)
def picture(request: ViewedRequest, name: str) -> HttpResponseBase:
    """Give out a picture: a public one to everybody, another one to who may see a text that shows it."""
    if not is_name(name):
        raise Http404
    if files.is_public(name):
        response = serve(request, f"{FOLDER}{name}", document_root=default_storage.path(""))
        response["Cache-Control"] = A_WEEK
        return response
    upload = get_object_or_404(Upload.objects.prefetch_related("uses"), name=name)
    if not may_see(request.viewer, upload):
        raise Http404
    try:
        file = files.content_of(upload)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, content_type="image/webp", headers={"Cache-Control": "private, max-age=600"})


def take_for(request: ViewedRequest, file: object, *, alt: str = "") -> Upload:
    """Take in a picture of whoever the request writes as."""
    acted_by = member_of(request) if acting(request) else None
    return services.take(owner=author_of(request), acted_by=acted_by, file=file, alt=alt)  # type: ignore[arg-type]
