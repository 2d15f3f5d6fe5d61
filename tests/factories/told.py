"""Stories, sectors and translations of pages."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page

from home.models import Sector, StoryAuthor, StoryIndexPage, StoryPage, StoryRegion
from home.services.site_tree import make_site_tree


def make_story(
    title: str = "Tali yang sama",
    *,
    parent: Page | None = None,
    regions: tuple[Any, ...] = (),
    sectors: list[Sector] | None = None,
    live: bool = True,
    **fields: Any,
) -> StoryPage:
    """A story of the national index, or below `parent`; a draft if not `live`."""
    fields = {"slug": f"cerita-{StoryPage.objects.count()}", "intro": "Jarak tanam yang baru.", **fields}
    story = StoryPage(title=title, locale=parent.locale if parent else Locale.get_default(), live=False, **fields)
    story.authors.add(StoryAuthor(name="Redaksi Negeri"))
    for region in regions:
        story.further_regions.add(StoryRegion(region=region))
    if sectors:
        story.sectors.set(sectors)
    (parent or story_index()).add_child(instance=story)
    revision = story.save_revision()
    if live:
        revision.publish()
    return StoryPage.objects.get(pk=story.pk)


def story_index(language: str = "id") -> StoryIndexPage:
    if not StoryIndexPage.objects.exists():
        make_site_tree()
    return StoryIndexPage.objects.get(locale__language_code=language)


def make_sector(slug: str = "rumput-laut") -> Sector:
    return Sector.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").capitalize()})[0]


def translate(page: Page, title: str) -> Page:
    """The page in English, published."""
    copy = page.specific.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title = copy.draft_title = title
    copy.save_revision().publish()
    return type(page.specific).objects.get(pk=copy.pk)
