"""The history of a text: one change at a time, with all of them in a list, and hiding an earlier text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred

from .. import kinds
from . import reading, services
from .differences import differences
from .forms import HideVersionForm
from .models import Version
from .permissions import can_hide_version

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "120/minute"  # each look compares two texts
TENDING_RATE = "120/hour"
PER_PAGE = 50


@access(GET=EVERYONE)
@never_cache
def history(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Show a change of a text, the last one unless another one is asked for, and the list of all."""
    limit(request, scope="history", rate=RATE)
    thing = _thing(request, kind, pk)
    changes = reading.changes(request.viewer, kind, thing)
    page = Paginator(changes[::-1], PER_PAGE).get_page(request.GET.get("page"))
    crumbs = kinds.KINDS[kind].way(thing)
    context: dict[str, Any] = {"thing": thing, "kind": kind, "page_obj": page, "crumbs": crumbs}
    context["place_url"] = crumbs[0][1] if crumbs else ""
    if changes:
        chosen = _chosen(request, changes)
        context["chosen"] = chosen
        if chosen.is_shown:
            context["title"] = differences(chosen.before.title, chosen.after.title)
            context["body"] = differences(chosen.before.body, chosen.after.body)
    return render(request, "writing/history.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def hide(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then hide an earlier text; or show it again."""
    version = get_object_or_404(Version, pk=pk)
    member = member_of(request)
    _thing(request, version.kind, version.object_id)
    if answer := barred(request):
        return answer
    if not can_hide_version(member, version):
        raise PermissionDenied
    form = HideVersionForm(request.POST if request.method == "POST" else None)
    is_back = request.method == "POST" and "show" in request.POST
    if is_back or (form.is_bound and form.is_valid()):
        limit(request, scope="hide-version", rate=TENDING_RATE)
        try:
            if is_back:
                services.show_version(moderator=member, version=version)
                messages.success(request, _("The earlier text is shown again."))
            else:
                services.hide_version(moderator=member, version=version, **form.cleaned_data)
                messages.success(request, _("The earlier text is hidden."))
        except Refused as reason:
            messages.error(request, str(reason))
        return redirect(address_of(version))
    context = {"version": version, "form": form, "back": address_of(version)}
    return render(request, "writing/hide_version.html", context)


def address_of(version: Version) -> str:
    """Give the page that tells of a version."""
    return reverse("writing:history", args=[version.kind, version.object_id])


def _thing(request: ViewedRequest, kind: str, key: int) -> Any:
    """Find the text, as far as the viewer may see it."""
    thing = kinds.one(request.viewer, kind, key)
    if thing is None or not hasattr(thing, "get_absolute_url"):
        raise Http404
    return thing


def _chosen(request: ViewedRequest, changes: list[reading.Change]) -> reading.Change:
    """Pick the change that is asked for by its number; a number that is none is answered 404."""
    text = request.GET.get("change", str(len(changes)))
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= len(changes)):
        raise Http404
    return changes[int(text) - 1]
