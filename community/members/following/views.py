"""Pages of following: what is new, what one follows, how closely, and the sectors to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

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
from .forms import LevelForm, SectorsForm
from .kinds import KINDS, MEMBER, one
from .levels import NAMES
from .models import Watch
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
        context["follows_something"] = overview.brings_news(overview.sections(request.viewer))
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
    page = Paginator(overview.keys_of(request.viewer, name), PER_PAGE).get_page(request.GET.get("page"))
    entries = overview.entries(request.viewer, name, page.object_list)
    section = overview.Section(KINDS[name], entries, page.paginator.count)
    context = {"tab": "following", "sections": [section], "page_obj": page, "only": name}
    return render(request, "members/following.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def follow(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Say what following a thing brings and how closely one can (htmx loads it in place); begin, change or end it."""
    member, thing = cast("User", request.user), one(request.viewer, kind, pk)
    if request.method == "POST" and "stop" in request.POST:
        limit(request, scope="follow", rate=RATE)
        was_muted = services.level_of(member, kind, pk) == Watch.Level.MUTED
        services.unfollow(user=member, kind=kind, key=pk)
        messages.success(request, _("It is no longer muted.") if was_muted else _("You no longer follow it."))
        return _lead_back(request, kind, thing)
    if thing is None or (kind == MEMBER and thing.pk == member.pk):
        raise Http404
    form = LevelForm(request.POST if request.method == "POST" else None, kind=KINDS[kind])
    if not form.is_valid():
        return _ask(request, kind, thing, status=400 if request.method == "POST" else 200)
    limit(request, scope="follow", rate=RATE)
    level = form.cleaned_data["level"]
    try:
        if level is None:
            services.follow(user=member, kind=kind, key=pk)
        else:
            services.choose_level(user=member, kind=kind, key=pk, level=level)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _said(level) % {"thing": thing})
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


def _ask(request: ViewedRequest, kind: str, thing: Any, *, status: int) -> HttpResponse:
    """Show the form, with what holds now or is usual, and around it what else has a level that counts here."""
    member, levels = cast("User", request.user), KINDS[kind].levels
    own = services.level_of(member, kind, thing.pk)
    level = levels.in_force(request.viewer, thing) if own is None else own
    context = {
        "thing": thing,
        "kind": KINDS[kind],
        "page": KINDS[kind].page(thing),
        "follows": (own or 0) >= Watch.Level.TRACKING,
        "level": levels.usual if level is None else level,
        "is_chosen": level is not None,
        "is_own": own is not None,
        "is_refused": status != 200,
        "choices": [(each, NAMES[each], meaning) for each, meaning in levels.meaning.items()],
        "around": [(KINDS[name], other) for name, other in levels.around(thing) if name in KINDS],
    }
    template = "members/includes/follow_form.html" if request.htmx else "members/follow_form.html"
    return render(request, template, context, status=status)


def _said(level: int | None) -> str:
    said = {
        Watch.Level.MUTED: _("%(thing)s is muted now."),
        Watch.Level.NORMAL: _("%(thing)s is like everything else now."),
        Watch.Level.TRACKING: _("You track %(thing)s now."),
        Watch.Level.WATCHING: _("You watch %(thing)s now."),
    }
    return _("You follow %(thing)s now.") if level is None else said[Watch.Level(level)]


def _lead_back(request: ViewedRequest, kind: str, thing: object | None) -> HttpResponse:
    """Lead to where the button was: the list, or the page of the thing."""
    if thing is None or "from_list" in request.POST:
        return redirect("members:following")
    return redirect(KINDS[kind].page(thing))
