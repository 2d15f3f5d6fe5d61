"""Pages that visitors read: the list, and one organisation. They hold no form that posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from guard.access import EVERYONE, access

from .. import shown
from ..directory import DirectoryPage, page_of
from ..forms import OrganisationFilterForm
from ..permissions import membership_of
from .finding import organisation_with_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

    from ..models import Membership, Organisation


@access(GET=EVERYONE)
def organisation_list(request: ViewedRequest) -> HttpResponse:
    """Show the organisations by name; narrowed by name, region, kind, sector, and whether they are verified."""
    form = OrganisationFilterForm(request.GET or None)
    filters, asked = form.filters(), request.GET.get
    page = DirectoryPage()
    if filters is not None:
        page = page_of(filters, after=asked("after", ""), before=asked("before", ""))
    context = {"form": form, "directory": page, "cards": page.organisations}
    return render(request, "organisations/organisation_list.html", context)


@access(GET=EVERYONE)
def organisation(request: ViewedRequest, handle: str) -> HttpResponse:
    """Show one organisation; an old handle leads to the new one, and of a closed one nothing else is told."""
    found = organisation_with_page(request, handle)
    if found.handle.text != handle:
        return redirect(found, permanent=True)
    membership = membership_of(request.user, found) if request.viewer.user_id else None
    if found.closed_at:
        return closed(request, found, membership)
    context = {
        "organisation": found,
        "sectors": list(found.sectors.all()),
        "people": shown.people_of(found, request.viewer),
        "stories": shown.stories_about(found, request.viewer),
        "occurrences": shown.events_about(found, request.viewer),
        "membership": membership,
    }
    return render(request, "organisations/organisation.html", context)


def closed(request: ViewedRequest, organisation: Organisation, membership: Membership | None) -> HttpResponse:
    """Answer that the organisation is closed, and to its people what they can do."""
    context = {"organisation": organisation, "membership": membership, "contact": settings.CONTACT_EMAIL}
    return render(request, "organisations/closed.html", context, status=410)
