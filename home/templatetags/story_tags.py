"""Lists of stories for templates: the newest, the index with its filters, what to read on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404

from home.forms import StoryFilterForm
from home.models import HomePage, Region, StoryPage
from home.services import stories

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()

PER_PAGE = 12


@dataclass
class Listing:
    """The index of stories as a reader asked for it."""

    form: StoryFilterForm
    page: Page[StoryPage]


@register.simple_tag(takes_context=True)
def latest_stories(context: RequestContext, region: Region | None = None, limit: int = 5) -> list[StoryPage]:
    """List the newest stories that the viewer may see, of a region and everything below it, if given."""
    return stories.for_cards(stories.stories(context["request"].viewer, region=region)[:limit])


@register.simple_tag(takes_context=True)
def home_stories(context: RequestContext, page: HomePage, limit: int = 5) -> list[StoryPage]:
    """List the newest stories, the featured one of the home page first."""
    visible = stories.stories(context["request"].viewer)
    newest = list(visible[:limit])
    if page.featured_story_id:
        featured = next((story for story in newest if story.pk == page.featured_story_id), None)
        featured = featured or visible.filter(pk=page.featured_story_id).first()
        if featured:
            newest = [featured, *(story for story in newest if story != featured)]
    return stories.for_cards(newest[:limit])


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
    return Listing(form, page)


@register.simple_tag(takes_context=True)
def further_stories(context: RequestContext, page: StoryPage, limit: int = 3) -> list[StoryPage]:
    """List other stories of the same regions or sectors."""
    return stories.further_stories(page, context["request"].viewer, limit)


@register.filter
def place_of(story: StoryPage) -> Any:
    """Give the region that a story's card names: the narrowest of those it tells of."""
    regions = [row.region for row in story.page_regions.all()]
    return max(regions, key=lambda region: len(region.code), default=None)
