"""What programs read: stories as Atom with their whole text, events as iCalendar. Only what everybody may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import nh3
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from guard.access import EVERYONE, access

from home.models import Occurrence, Region, Sector, StoryPage
from home.permissions import Visitor, pages_visible_to
from home.services import events
from home.services.calendars import calendar, plain
from home.services.region_pages import find_region
from home.services.structured import picture

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

LIMIT = 20
CALENDAR_LIMIT = 500  # the latest dates of a calendar
MAX_AGE = 900  # seconds that readers and proxies may keep a feed or a calendar
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3"),
    *("h4", "hr", "i", "img", "li", "ol", "p", "small", "span", "strong", "sub", "sup", "time", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "time": {"datetime"}}


class WholeTextAtom(Atom1Feed):
    """Atom whose entries carry the whole text beside the summary."""

    def root_attributes(self) -> dict[str, str]:
        """Say the language of the feed."""
        return {**super().root_attributes(), "xml:lang": get_language() or "id"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the text as HTML."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class StoryFeed(Feed):  # type: ignore[type-arg]  # not generic at run time
    """The newest stories of the whole country in the reader's language."""

    feed_type = WholeTextAtom

    def title(self, obj: Any) -> str:
        """Name the feed in the reader's language."""
        return _("Stories from Negeri") if obj is None else _("Stories from Negeri: %(name)s") % {"name": obj}

    def link(self, obj: Any) -> str:
        """Lead to where these stories are read."""
        return reverse("stories_feed").removesuffix("atom.xml")

    def feed_guid(self, obj: Any) -> str:
        """Identify the feed by its own address."""
        return f"{settings.BASE_URL}{self.feed_url(obj)}"

    def feed_url(self, obj: Any) -> str:
        """Give the address of the feed."""
        return reverse("stories_feed")

    def stories(self, obj: Any) -> PageQuerySet:
        """Narrow the stories down to what the feed is about."""
        return pages_visible_to(Visitor(), StoryPage)

    def items(self, obj: Any) -> list[StoryPage]:
        """List the newest stories."""
        stories = self.stories(obj).filter(locale__language_code=get_language())
        newest = stories.order_by("-date", "-pk").select_related("locale", "cover")
        return list(newest.prefetch_related("authors__user", "sectors")[:LIMIT])

    def item_title(self, item: StoryPage) -> str:
        """Title without what XML can't hold."""
        return plain(item.title)

    def item_description(self, item: StoryPage) -> str:
        """Summarise by the introduction."""
        return plain(item.intro)

    def item_link(self, item: StoryPage) -> str:
        """Lead to the story."""
        return str(item.get_url())

    def item_guid(self, item: StoryPage) -> str:
        """Identify a story by what stays when its address changes."""
        return f"urn:uuid:{UUID(str(item.translation_key))}#{get_language()}"

    def item_pubdate(self, item: StoryPage) -> Any:
        """When it was first published."""
        return item.first_published_at

    def item_updateddate(self, item: StoryPage) -> Any:
        """When it was last changed."""
        return item.last_published_at

    def item_author_name(self, item: StoryPage) -> str:
        """Who tells it."""
        return plain(", ".join(str(author) for author in item.authors.all())) or "Negeri"

    def item_categories(self, item: StoryPage) -> list[str]:
        """Its sectors."""
        return [plain(sector.local_name) for sector in item.sectors.all()]

    def item_extra_kwargs(self, item: StoryPage) -> dict[str, str]:
        """Give the whole text."""
        return {"content": whole_text(item)}


class RegionFeed(StoryFeed):
    """The newest stories of a region and everything below it."""

    def get_object(self, request: HttpRequest, code: str) -> Region:
        """Find the region by the code it has or had: who follows it keeps its feed when codes change."""
        return _region(code)

    def link(self, obj: Region) -> str:
        """Lead to the region."""
        return obj.get_absolute_url()

    def feed_url(self, obj: Region) -> str:
        """Give the address of the feed."""
        return reverse("region_feed", args=[obj.code])

    def stories(self, obj: Region) -> PageQuerySet:
        """Those that tell of the region or of one below it."""
        below = Region.objects.within(obj.code)
        return super().stories(obj).filter(pk__in=StoryPage.objects.filter(page_regions__region__in=below).values("pk"))


class SectorFeed(StoryFeed):
    """The newest stories of a sector."""

    def get_object(self, request: HttpRequest, slug: str) -> Sector:
        """Find the sector by its slug."""
        return get_object_or_404(Sector, slug=slug)

    def feed_url(self, obj: Sector) -> str:
        """Give the address of the feed."""
        return reverse("sector_feed", args=[obj.slug])

    def stories(self, obj: Sector) -> PageQuerySet:
        """Those of the sector."""
        return super().stories(obj).filter(sectors=obj)


def whole_text(story: StoryPage) -> str:
    """Render the body of a story as plain HTML with whole addresses, as feed readers need it."""
    cover = ""
    if story.cover:
        cover = format_html('<p><img src="{}" alt="{}"></p>', picture(story.cover), story.cover.default_alt_text)
    html = nh3.clean(
        f"{cover}{story.body.render_as_block()}", tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_whole_address
    )
    return plain(re.sub(r"[ \t]*\n\s*", "\n", html))


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
@conditional_page
def event_calendar(request: HttpRequest, event: UUID) -> HttpResponse:
    """Answer with all dates of one event."""
    dates = events.with_pages(Occurrence.objects.filter(event=event).order_by("number"), Visitor())
    if not dates:
        raise Http404
    return _ics(dates, dates[0].page.title)


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
@conditional_page
def all_events_calendar(request: HttpRequest) -> HttpResponse:
    """Answer with the dates of the whole country."""
    return _ics(_latest(None), _("Events from Negeri"))


@access(GET=EVERYONE)
@cache_control(public=True, max_age=MAX_AGE)
@conditional_page
def region_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the dates of a region and everything below it."""
    region = _region(code)
    return _ics(_latest(region), _("Events: %(name)s") % {"name": region})


def _region(code: str) -> Region:
    region = find_region(code)
    if region is None:
        raise Http404
    return region


def _latest(region: Region | None) -> list[Occurrence]:
    dates = events.visible_occurrences(Visitor()).order_by("-start", "-pk")
    return events.with_pages(events.in_region(dates, region)[:CALENDAR_LIMIT], Visitor())


def _ics(dates: list[Occurrence], name: str) -> HttpResponse:
    response = HttpResponse(calendar(dates, name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="acara.ics"'
    return response


def _whole_address(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src"} and value.startswith("/") and not value.startswith("//"):
        return f"{settings.BASE_URL}{value}"
    return value


stories = access(GET=EVERYONE)(cache_control(public=True, max_age=MAX_AGE)(conditional_page(StoryFeed())))
region_stories = access(GET=EVERYONE)(cache_control(public=True, max_age=MAX_AGE)(conditional_page(RegionFeed())))
sector_stories = access(GET=EVERYONE)(cache_control(public=True, max_age=MAX_AGE)(conditional_page(SectorFeed())))
