"""Lists of topics: of all, of a category, of a tag. They hold no form that posts, so they can be cached whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from guard.access import EVERYONE, access

from community.members.permissions import EVERYONE as TOKEN_OF_EVERYONE

from ..forms.lists import TopicListForm
from ..models.top import Period
from ..services import visits
from ..services.audiences import name_of
from ..services.category_tree import CategoryTree, keepers_of
from ..services.choices import choices_in
from ..services.known_tags import known_tags
from ..services.lists import Narrowing, page_of
from ..services.paging import NoSuchPlace
from ..services.reading import takes_topics
from ..services.tabs import NEW, UNREAD, tabs_with_counts

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest, Viewer
    from home.models import Tag

    from ..models import Category
    from ..services.category_tree import CategoryBranch
    from ..services.tabs import Tab

CATCHING_UP = {NEW: "forums:dismiss_new", UNREAD: "forums:mark_read"}


@access(GET=EVERYONE)
def index(request: ViewedRequest) -> HttpResponse:
    """Show the categories, and topics of all of them."""
    tree = CategoryTree(request.viewer)
    return _answer(request, "forums/index.html", tree, {"branches": tree.top})


@access(GET=EVERYONE)
def category(request: ViewedRequest, slug: str) -> HttpResponse:
    """Show the topics of one category, and of those in it."""
    tree = CategoryTree(request.viewer)
    branch = tree.called(slug)
    if branch is None:
        raise Http404
    shown = branch.category
    context = {
        "branch": branch,
        "category": shown,
        "crumbs": crumbs(branch.parent),
        "keepers": keepers_of(branch),
        "audience": "" if shown.audience_see == TOKEN_OF_EVERYONE else name_of(shown.audience_see),
    }
    return _answer(request, "forums/category.html", tree, context, branch=branch)


@access(GET=EVERYONE)
def tag(request: ViewedRequest, slug: str) -> HttpResponse:
    """Show the topics that have a tag; a synonym leads to its tag."""
    shown = known_tags([slug], request.viewer).get(slug)
    if shown is None:
        raise Http404
    if shown.synonym_of:
        return redirect("forums:tag", shown.synonym_of.slug, permanent=True)
    tree = CategoryTree(request.viewer)
    return _answer(request, "forums/tag.html", tree, {"tag": shown, "crumbs": crumbs()}, tag=shown)


def crumbs(*categories: Category | None) -> list[tuple[str, str]]:
    """Lead back to the first page of the forum, through the categories that there are."""
    found = [(category.local_name, category.get_absolute_url()) for category in categories if category]
    return [("Forum", reverse("forums:index")), *found]


def private_crumbs() -> list[tuple[str, str]]:
    """Lead back from a private conversation to the list of those one takes part in."""
    return [*crumbs(), (_("Private messages"), reverse("forums:private"))]


def _answer(
    request: ViewedRequest,
    template: str,
    tree: CategoryTree,
    context: dict[str, Any],
    *,
    branch: CategoryBranch | None = None,
    tag: Tag | None = None,
) -> HttpResponse:
    """Show the page of a list that the address asks for; 404 where it names something unknown."""
    categories = tuple(branch.categories) if branch else ()
    choices = choices_in(categories or tree.categories)
    form = TopicListForm(request.GET, choices=choices, viewer=request.viewer, has_tag=tag is None)
    if not form.is_valid():
        return _without(request, form.errors)
    tab, period = form.cleaned_data["tab"], form.cleaned_data["period"]
    if tab.for_members and not request.viewer.user_id:
        return redirect_to_login(request.get_full_path())
    narrowing = form.narrowing(categories, tag)
    visits.note_visit(request.viewer)
    try:
        page = page_of(request.viewer, tab, narrowing, period=period, after=request.GET.get("after", ""))
    except NoSuchPlace as error:
        raise Http404 from error
    listing = {
        "filter_form": form,
        "narrowing": narrowing,
        "is_narrowed": any(form.cleaned_data.get(name) for name in ("region", "sector", "tag")),
        "tabs": tabs_with_counts(request.viewer),
        "tab": tab,
        "catch_up_url": _catch_up_url(tab, narrowing),
        "periods": Period.choices if tab.has_periods else (),
        "period": period,
        "page": page,
        "start_url": _start_url(request.viewer, narrowing),
    }
    return render(request, template, {**listing, **context})


def _without(request: ViewedRequest, names: Collection[str]) -> HttpResponse:
    """Lead to the list that is usual where one of no such name or time was asked for; 404 for what else is unknown."""
    if {*names} - {"tab", "period"}:
        raise Http404
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)


def _catch_up_url(tab: Tab, narrowing: Narrowing) -> str:
    """Lead to where one catches up with a list that shows all topics, or all of a category in the list of the unread.

    It goes for all of them, so a list that shows only some does not offer it.
    """
    if tab.name not in CATCHING_UP:
        return ""
    address = reverse(CATCHING_UP[tab.name])
    if tab.name == UNREAD and narrowing.category and narrowing == Narrowing(narrowing.categories):
        return f"{address}?{urlencode({'ruang': narrowing.category.slug})}"
    return address if narrowing == Narrowing() else ""


def _start_url(viewer: Viewer, narrowing: Narrowing) -> str:
    """Lead to the form for a new topic, with what the list is about filled in; nowhere where only others start some."""
    if narrowing.category and not takes_topics(narrowing.category, viewer):
        return ""
    about = {
        "ruang": narrowing.category and narrowing.category.slug,
        "region": narrowing.region and narrowing.region.code,
        "sector": narrowing.sector and narrowing.sector.slug,
        "tag": narrowing.tag and narrowing.tag.slug,
    }
    query = urlencode({name: value for name, value in about.items() if value})
    return reverse("forums:start") + (f"?{query}" if query else "")
