"""Lists of stories for templates: the newest, the index with its filters, what to read on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Case, IntegerField, When, prefetch_related_objects
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from home.forms import StoryFilterForm
from home.services import stories

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from home.models import HomePage, Region, StoryPage, Tag

register = template.Library()

PER_PAGE = 12


@dataclass(frozen=True)
class Filter:
    """A filter that is set: what it says, and the query string that leaves it out."""

    label: str
    query_without: str


@dataclass
class Listing:
    """The index of stories as a reader asked for it."""

    form: StoryFilterForm
    page: Page[StoryPage]
    filters: list[Filter]


@register.simple_tag(takes_context=True)
def latest_stories(context: RequestContext, region: Region | None = None, limit: int = 5) -> list[StoryPage]:
    """List the newest stories that the viewer may see, of a region and everything below it, if given."""
    return stories.for_cards(stories.stories(context["request"].viewer, region=region)[:limit])


@register.simple_tag(takes_context=True)
def home_stories(context: RequestContext, page: HomePage, limit: int = 5) -> list[StoryPage]:
    """List the newest stories, the featured one of the home page first."""
    found = stories.stories(context["request"].viewer)
    if page.featured_story_id:
        is_featured = Case(When(pk=page.featured_story_id, then=0), default=1, output_field=IntegerField())
        found = found.order_by(is_featured, "-date", "-pk")
    return stories.for_cards(found[:limit])


@register.simple_tag(takes_context=True)
def story_listing(context: RequestContext) -> Listing:
    """Find the page of the index that the query string asks for; a page that isn't there is answered 404."""
    request = context["request"]
    form = StoryFilterForm(request.GET, viewer=request.viewer)
    try:
        page = Paginator(form.stories(), PER_PAGE).page(int(request.GET.get("page", "1")))
    except (ValueError, EmptyPage) as error:
        raise Http404 from error
    page.object_list = stories.for_cards(page.object_list)
    return Listing(form, page, _filters(form))


@register.simple_tag(takes_context=True)
def feed_address(context: RequestContext) -> str:
    """Give the feed of what the index shows: of its region or of its sector, else of all stories."""
    query = context["request"].GET
    region, sector = query.get("region"), query.get("sector")
    try:
        if region and not sector:
            return reverse("region_feed", args=[region])
        if sector and not region:
            return reverse("sector_feed", args=[sector])
    except NoReverseMatch:
        pass  # the index itself says that the filter names nothing
    return reverse("stories_feed")


@register.simple_tag(takes_context=True)
def further_stories(context: RequestContext, page: StoryPage, limit: int = 3) -> list[StoryPage]:
    """List other stories of the same regions or sectors."""
    return stories.further_stories(page, context["request"].viewer, limit)


@register.simple_tag
def story_facts(page: StoryPage) -> dict[str, Any]:
    """Give the `authors`, `sectors` and `regions` of a story; in the preview authors and sectors of the draft."""
    authors = list(page.authors.all())
    prefetch_related_objects(authors, "user")
    return {"authors": authors, "sectors": list(page.sectors.all()), "regions": stories.regions_of(page)}


@register.simple_tag
def tags_of(page: StoryPage) -> list[Tag]:
    """List the tags of a story."""
    return list(page.tags.all())


@register.filter
def local_name(term: dict[str, str]) -> str:
    """Give the name of a card's sector in the reader's language."""
    return term["name_en"] if get_language() == "en" and term["name_en"] else term["name"]


def _filters(form: StoryFilterForm) -> list[Filter]:
    """Return the filters that are set and make sense, for pills that take them away."""
    values = {name: form.data[name] for name in form.fields if form.data.get(name)}
    return [
        Filter(label, f"?{urlencode({other: value for other, value in values.items() if other != name})}")
        for name, label in form.filters().items()
    ]
