"""The models of what editors publish, re-exported."""

from .events import EventDate, EventIndexPage, EventPage, EventRegion
from .home import HomePage, HomeRegion, SiteSettings, StandardPage
from .media import CustomDocument, CustomImage, CustomRendition
from .occurrences import Occurrence, Zone
from .region_pages import FurtherRegion, GalleryImage, KeyFact, PageRegion, Potential, RegionIndexPage, RegionPage
from .regions import Region
from .stories import StoryAuthor, StoryIndexPage, StoryPage, StoryRegion
from .vocabulary import Sector, StoryTag, Tag

__all__ = [
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventRegion",
    "FurtherRegion",
    "GalleryImage",
    "HomePage",
    "HomeRegion",
    "KeyFact",
    "Occurrence",
    "PageRegion",
    "Potential",
    "Region",
    "RegionIndexPage",
    "RegionPage",
    "Sector",
    "SiteSettings",
    "StandardPage",
    "StoryAuthor",
    "StoryIndexPage",
    "StoryPage",
    "StoryRegion",
    "StoryTag",
    "Tag",
    "Zone",
]
