"""Pages by their address, and regions by their code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit
from guard.ranges import cut
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page, PageViewRestriction
from wagtail.views import authenticate_with_password, serve

from home.blocks import VIDEO_TYPES
from home.forms import RegionFilterForm
from home.models import Region
from home.services import navigation, region_overview
from home.services.region_pages import find_region, page_of

if TYPE_CHECKING:
    from django.core.paginator import Page as Part
    from django.db.models import QuerySet

PER_PAGE = 60
TRIES = "30/hour"  # of one network address, which a whole village may share


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Take in the password of a page as Wagtail does, not oftener than people mistype it."""
    page = get_object_or_404(Page.objects.live(), pk=page_id)
    closed = page.get_view_restrictions().filter(restriction_type=PageViewRestriction.PASSWORD)
    if not closed.filter(pk=page_view_restriction_id).exists():
        raise Http404
    if request.method == "POST":
        limit(request, scope="page-password", rate=TRIES)
    response: HttpResponse = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response


@access(GET=EVERYONE)
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page of the tree as Wagtail does, but find it in two queries however deep it lies."""
    if found := navigation.page_at(path):
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    response: HttpResponse = serve(request, path)
    return response


@access(GET=EVERYONE)
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the page of a region in the reader's language, or show what the gazetteer knows of it."""
    found = _region(code)
    if found.code != code:
        return redirect("region", found.code, permanent=True)
    region_page = page_of(found, get_language() or "")
    if region_page and region_page.url:
        return redirect(region_page.url)
    parents = list(Region.objects.filter(code__in=found.ancestor_codes))
    totals = region_overview.totals_below(found)
    return render(request, "home/region.html", {"region": found, "parents": parents, "totals": totals})


@access(GET=EVERYONE)
def regions_below(request: HttpRequest, code: str) -> HttpResponse:
    """List all regions inside a region, of one kind or of all, page by page."""
    found = _region(code)
    if found.code != code:
        return redirect("regions_below", found.code, permanent=True)
    inside = Region.objects.filter(code__startswith=f"{found.code}.")
    context = _listing(request, inside)
    context["totals"] = region_overview.totals_below(found)
    return render(request, "home/regions.html", {**context, "region": found})


@access(GET=EVERYONE)
def regions(request: HttpRequest) -> HttpResponse:
    """Find regions of the whole gazetteer by name, code or kind."""
    return render(request, "home/regions.html", _listing(request, Region.objects.all()))


@access(GET=EVERYONE)
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Send a document as Wagtail does, to those who may have it; of a film the part that the player asks for."""
    response: HttpResponseBase = serve_document(request, document_id, document_filename)
    if isinstance(response, FileResponse) and response["Content-Type"] in VIDEO_TYPES.values():
        return cut(request, response)
    return response


def _region(code: str) -> Region:
    found = find_region(code)
    if found is None:
        raise Http404
    return found


def _listing(request: HttpRequest, found: QuerySet[Region]) -> dict[str, object]:
    """Return the form, and the page of regions it asks for."""
    form = RegionFilterForm(request.GET)
    if not form.is_valid():
        found = found.none()
    else:
        if kind := form.cleaned_data["kind"]:
            found = found.filter(kind=kind)
        if words := form.cleaned_data["q"]:
            found = found.filter(Q(name__icontains=words) | Q(code__startswith=words))
    return {"form": form, "page_obj": _page_of(found.select_related("parent").order_by("code"), request)}


def _page_of(found: QuerySet[Region], request: HttpRequest) -> Part[Region]:
    try:
        return Paginator(found, PER_PAGE).page(int(request.GET.get("page", "1")))
    except (ValueError, EmptyPage) as error:
        raise Http404 from error
