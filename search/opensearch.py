"""The description by which a browser offers the site's search in its own address bar."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from guard.access import EVERYONE, access

MAX_AGE = 86_400  # seconds
LONGEST_NAME = 16  # the format allows no more


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search in the language of the address, with addresses of the site itself."""
    site = settings.SITE_NAME
    context = {
        "name": site[:LONGEST_NAME],
        "description": _("Regions, stories, events, discussions and members of %(site)s") % {"site": site},
        "results_url": settings.BASE_URL + reverse("search:results"),
        "own_url": settings.BASE_URL + reverse("search:opensearch"),
        "image_url": settings.BASE_URL + static("img/favicon.svg"),
    }
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
