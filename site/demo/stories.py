"""The stories of the demo."""

from __future__ import annotations

from home.models import StoryAuthor, StoryIndexPage, StoryPage, StoryRegion

from .loading import Row, read_stories, text
from .things import Things, tags_of
from .tree import Draft, add_pages


def add_stories(things: Things) -> list[Draft]:
    """Add the stories that are missing."""
    return add_pages(StoryPage, read_stories(), StoryIndexPage, _build, things)


def _build(row: Row, language: str, things: Things) -> StoryPage:
    page = StoryPage(
        date=row["date"],
        format=row["format"],
        intro=text(row, "intro", language),
        cover=things.image_of(row, "cover"),
        cover_caption=text(row, "cover_caption", language),
        is_example=row["example"],
    )
    page.authors = [StoryAuthor(user=things.members[handle]) for handle in row["authors"]]
    further = [region for region in things.regions_of(row) if region.code != row["parent"]]
    page.further_regions = [StoryRegion(region=region, sort_order=order) for order, region in enumerate(further)]
    page.sectors = things.sectors_of(row)
    page.tags.add(*tags_of(row))
    return page
