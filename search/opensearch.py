"""By which a browser offers the site's search in its own address bar: the description, and what it suggests there."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from guard.access import EVERYONE, access

from .limits import LONGEST_BEGINNING, read_beginning
from .suggesting import suggestions

MAX_AGE = 86_400  # seconds
LONGEST_NAME = 16  # the format allows no more


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search in the language of the address, with addresses of the site itself."""
    site = settings.SITE_NAME
    context = {
        "name": site[:LONGEST_NAME],
        "description": _("Regions, stories, events, discussions, organisations and members of %(site)s")
        % {"site": site},
        "results_url": settings.BASE_URL + reverse("search:results"),
        "completions_url": settings.BASE_URL + reverse("search:completions"),
        "own_url": settings.BASE_URL + reverse("search:opensearch"),
        "image_url": settings.BASE_URL + static("img/favicon.svg"),
    }
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")


@access(GET=EVERYONE)
def completions(request: HttpRequest) -> HttpResponse:
    """Give what the first letters may become, as browsers read it: the letters, titles, what they are, where.

    The letters are repeated as they came, since a browser takes the answer for those only.
    """
    text = read_beginning(request)
    viewer = request.viewer  # type: ignore[attr-defined]
    found = suggestions(text, viewer=viewer, language=get_language() or "id")
    answer = [
        request.GET.get("q", "")[:LONGEST_BEGINNING],
        [row.name for row in found],
        [row.told for row in found],
        [settings.BASE_URL + row.url for row in found],
    ]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["Cache-Control"] = "private, no-store"
    return response
