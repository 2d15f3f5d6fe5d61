"""What members keep; and catching up with the lists of what is new and what is unread."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import member_of

from ..models import Post
from ..services import bookmarks, paging, unread, visits
from ..services.category_tree import CategoryTree
from ..services.tabs import NEW, UNREAD, tabs_with_counts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

    from ..services.category_tree import CategoryBranch

PER_PAGE = 25
RATE = "120/hour"
LONGEST_SEARCH = 80


@access(GET=MEMBERS)
@never_cache
def bookmarked(request: ViewedRequest) -> HttpResponse:
    """List what the member keeps, the latest first; `?q=` looks into the notes."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = bookmarks.bookmarks_of(member_of(request), words=words)
    after = request.GET.get("after", "")
    try:
        page = paging.page_of(found, name="bookmarks", order=("created_at", "pk"), after=after, size=PER_PAGE)
    except paging.NoSuchPlace as error:
        raise Http404 from error
    keys = [bookmark.post_id for bookmark in page.rows]
    open_posts = Post.objects.visible_to(request.viewer).filter(pk__in=keys).select_related("topic__category", "author")
    posts = {post.pk: post for post in open_posts}
    context = {
        "tabs": tabs_with_counts(request.viewer),
        "own_list": "bookmarks",
        "rows": [(bookmark, posts.get(bookmark.post_id)) for bookmark in page.rows],
        "after": page.after,
        "is_first": not after,
        "q": words,
    }
    return render(request, "forums/bookmarked.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def dismiss_new(request: ViewedRequest) -> HttpResponse:
    """Ask, then take all from the list of new topics that was there when one asked."""
    if request.method == "POST":
        limit(request, scope="catch-up", rate=RATE)
        visits.dismiss_new(user=member_of(request), until=_asked_at(request))
        messages.success(request, _("The list of new topics is empty now. What comes from here on stands there."))
        return redirect(list_url(NEW))
    return _ask(request, NEW)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def mark_read(request: ViewedRequest) -> HttpResponse:
    """Ask, then take all as read that was unread when one asked; with `?ruang=` what lies in that category."""
    branch = _branch(request)
    if request.method == "POST":
        limit(request, scope="catch-up", rate=RATE)
        categories = branch.categories if branch else None
        count = unread.mark_all_read(user=member_of(request), until=_asked_at(request), categories=categories)
        said = ngettext("%(count)d topic is marked as read.", "%(count)d topics are marked as read.", count)
        messages.success(request, said % {"count": count})
        return redirect(list_url(UNREAD, branch))
    return _ask(request, UNREAD, branch)


def list_url(name: str, branch: CategoryBranch | None = None) -> str:
    """Give the address of one of the lists of topics, of all or of a category."""
    page = branch.category.get_absolute_url() if branch else reverse("forums:index")
    return f"{page}?tab={name}#topik"


def _branch(request: ViewedRequest) -> CategoryBranch | None:
    """Find the category that the address names; 404 for one that is unknown or closed to the member."""
    slug = request.GET.get("ruang", "")
    branch = CategoryTree(request.viewer).called(slug) if slug else None
    if slug and branch is None:
        raise Http404
    return branch


def _ask(request: ViewedRequest, name: str, branch: CategoryBranch | None = None) -> HttpResponse:
    """Show the question, with the moment of it: what comes while it is read is not lost."""
    viewer = request.viewer
    context = {
        "tab": name,
        "branch": branch,
        "cancel_url": list_url(name, branch),
        "count": unread.count_unread(viewer, branch.categories) if branch else unread.counts(viewer)[name],
        "asked_at": timezone.now().isoformat(),
    }
    return render(request, "forums/catch_up.html", context)


def _asked_at(request: ViewedRequest) -> datetime:
    """Read the moment at which one asked; one that is missing, none or ahead is now."""
    now = timezone.now()
    try:
        moment = parse_datetime(request.POST.get("asked_at", ""))
    except ValueError:
        return now
    return moment if moment and timezone.is_aware(moment) and moment < now else now
