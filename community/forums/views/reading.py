"""Pages that visitors read. They hold no form that posts, so they can be cached whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from guard.access import EVERYONE, access

from ..forms import RegionFilterForm
from ..models import POSTS_PER_PAGE, Category, Post, Topic
from ..permissions import is_open
from ..services import reading

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

TOPICS_PER_PAGE = 25
LONGEST_NUMBER = 9  # digits of a page number that somebody could mean


@access(GET=EVERYONE)
def index(request: ViewedRequest) -> HttpResponse:
    """Show the categories, and the latest topics of all."""
    categories = list(Category.objects.visible_to(request.viewer))
    return render(request, "forums/index.html", {"categories": categories, **_list(request)})


@access(GET=EVERYONE)
def category(request: ViewedRequest, slug: str) -> HttpResponse:
    """Show the topics of one category."""
    shown = get_object_or_404(Category.objects.visible_to(request.viewer), slug=slug)
    return render(request, "forums/category.html", {"category": shown, **_list(request, shown)})


@access(GET=EVERYONE)
def topic(request: ViewedRequest, pk: int, slug: str) -> HttpResponse:
    """Show one page of a topic."""
    topics = Topic.objects.visible_to(request.viewer).select_related("category")
    shown = get_object_or_404(topics.prefetch_related("regions", "sectors", "tags"), pk=pk)
    number = _page_number(request)
    if number > shown.page_count:
        raise Http404
    if slug != shown.slug:
        return redirect(_page_url(shown, number), permanent=True)
    pages = Paginator(range(shown.post_count), POSTS_PER_PAGE).page(number)
    return render(
        request,
        "forums/topic.html",
        {
            "topic": shown,
            "posts": reading.posts_on_page(shown, number, request.viewer),
            "page_obj": pages,
            "place": shown.place_of(POSTS_PER_PAGE * (number - 1) + 1),
            "participants": reading.participants(shown),
            "is_open": is_open(request.user, shown),
            "last_url": f"{_page_url(shown, shown.page_count)}#post-{shown.post_count}",
            "crumbs": [*_crumbs(), (shown.category.local_name, shown.category.get_absolute_url())],
        },
    )


@access(GET=EVERYONE)
def post(request: ViewedRequest, pk: int) -> HttpResponse:
    """Lead to a post: its page of its topic, and its place there."""
    shown = get_object_or_404(Post.objects.visible_to(request.viewer).select_related("topic"), pk=pk)
    return redirect(f"{_page_url(shown.topic, shown.page_number)}#{shown.anchor}")


def _list(request: ViewedRequest, category: Category | None = None) -> dict[str, object]:
    """Gather a page of topics, and the pinned ones above the first page; an unknown region is answered 404."""
    topics = reading.topics(request.viewer, category=category)
    form = RegionFilterForm(request.GET, topics=topics)
    if not form.is_valid():
        raise Http404
    topics = reading.topics(request.viewer, category=category, region=form.chosen)
    page = _page(topics.filter(pinned_at=None).for_rows(), _page_number(request))
    page.object_list = reading.folded(page.object_list, request.viewer)
    above = topics.filter(pinned_at__isnull=False).for_rows()
    pinned = reading.folded(above, request.viewer) if page.number == 1 else []
    return {"filter_form": form, "region": form.chosen, "page_obj": page, "pinned": pinned, "crumbs": _crumbs()}


def _page(topics: QuerySet[Topic], number: int) -> Page[Topic]:
    try:
        return Paginator(topics, TOPICS_PER_PAGE).page(number)
    except EmptyPage as error:
        raise Http404 from error


def _page_number(request: ViewedRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text) > 0):
        raise Http404
    return int(text)


def _page_url(topic: Topic, number: int) -> str:
    return topic.get_absolute_url() + (f"?page={number}" if number > 1 else "")


def _crumbs() -> list[tuple[str, str]]:
    return [("Forum", reverse("forums:index"))]
