"""Pages of following: what is new, what one follows, the question before, and the sectors to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from ..permissions import Refused, ViewedRequest
from . import overview, services
from .forms import SectorsForm
from .kinds import KINDS, MEMBER, one
from .news import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import User

RATE = "240/hour"
PER_PAGE = 25


@access(GET=MEMBERS)
@never_cache
def news(request: ViewedRequest) -> HttpResponse:
    """Show what is new in what one follows; who follows nothing yet gets proposals."""
    page = page_of(request.viewer, after=request.GET.get("after", ""))
    context: dict[str, object] = {"news": page}
    if not page.lines:
        context["follows_something"] = bool(overview.sections(request.viewer))
        context["proposals"] = overview.proposals(request.viewer)
    return render(request, "members/news.html", {"tab": "news", **context})


@access(GET=MEMBERS)
@never_cache
def following(request: ViewedRequest) -> HttpResponse:
    """Show what one follows, some of each kind, or of one kind all, page by page."""
    name = request.GET.get("kind", "")
    if not name:
        sections = overview.sections(request.viewer)
        proposals = [] if sections else overview.proposals(request.viewer)
        context = {"tab": "following", "sections": sections, "proposals": proposals}
        return render(request, "members/following.html", context)
    if name not in KINDS:
        raise Http404
    keys = overview.keys_of(request.viewer, name)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    section = overview.Section(KINDS[name], overview.entries(request.viewer, name, list(page.object_list)), len(keys))
    context = {"tab": "following", "sections": [section], "page_obj": page, "only": name}
    return render(request, "members/following.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def follow(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Say what following a thing brings (htmx loads it in place), and begin or end it."""
    member, thing = cast("User", request.user), one(request.viewer, kind, pk)
    if request.method == "POST" and "stop" in request.POST:
        limit(request, scope="follow", rate=RATE)
        services.unfollow(user=member, kind=kind, key=pk)
        messages.success(request, _("You no longer follow it."))
        return _lead_back(request, kind, thing)
    if thing is None or (kind == MEMBER and thing.pk == member.pk):
        raise Http404
    if request.method != "POST":
        template = "members/includes/follow_form.html" if request.htmx else "members/follow_form.html"
        context = {"thing": thing, "kind": KINDS[kind], "page": KINDS[kind].page(thing)}
        return render(request, template, {**context, "follows": services.follows(member, kind, pk)})
    limit(request, scope="follow", rate=RATE)
    try:
        services.follow(user=member, kind=kind, key=pk)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You follow %(thing)s now.") % {"thing": thing})
    return _lead_back(request, kind, thing)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def sectors(request: ViewedRequest) -> HttpResponse:
    """Choose the sectors one follows, all at once."""
    member = cast("User", request.user)
    form = SectorsForm(request.POST if request.method == "POST" else None, member=member)
    status = 200
    if form.is_bound and form.is_valid():
        limit(request, scope="follow", rate=RATE)
        try:
            services.choose_sectors(user=member, sectors=form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Your choice is saved."))
            return redirect("members:following")
    return render(request, "members/sectors_form.html", {"form": form}, status=status)


def _lead_back(request: ViewedRequest, kind: str, thing: object | None) -> HttpResponse:
    """Lead to where the button was: the list, or the page of the thing."""
    if thing is None or "from_list" in request.POST:
        return redirect("members:following")
    return redirect(KINDS[kind].page(thing))
