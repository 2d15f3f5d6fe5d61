"""Whatever happens to a page leads to right regions and one announcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from outbox.models import Job
from wagtail.models import PageViewRestriction

from home.models import PageRegion
from home.signals import page_changed, page_removed
from tests.factories.home import make_picture, make_region_page
from tests.factories.regions import make_region
from tests.factories.told import make_story, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed() -> Iterator[list[Page]]:
    pages: list[Page] = []

    def note(sender: type, page: Page, **kwargs: object) -> None:
        pages.append(page)

    page_changed.connect(note)
    yield pages
    page_changed.disconnect(note)


def test_a_moved_branch_is_announced_page_by_page_and_tells_of_its_new_region(changed: list[Page]) -> None:
    story = make_story(parent=make_region_page(make_region("81.02")))
    target = make_region_page(make_region("82.01"))
    changed.clear()
    story.move(target, pos="last-child")
    assert changed == [story]
    assert codes(story) == ["82.01"]


def test_further_regions_follow_the_place_in_the_tree() -> None:
    story = make_story(parent=make_region_page(make_region("81.02")), regions=(make_region("82"), make_region("81.02")))
    assert codes(story) == ["81.02", "82"]


def test_a_draft_changes_nothing_before_it_is_published() -> None:
    story = make_story(regions=(make_region("81.02"),))
    story.further_regions.set([])
    revision = story.save_revision()
    assert codes(story) == ["81.02"]
    revision.publish()
    assert codes(story) == []


@pytest.mark.parametrize("what", ["unpublish", "rename", "translate", "restrict"])
def test_every_change_of_a_page_is_announced(changed: list[Page], what: str) -> None:
    story = make_story(parent=make_region_page(make_region("81")))
    changed.clear()
    if what == "unpublish":
        story.unpublish()
    elif what == "rename":
        story.slug = "nama-baru"
        story.save_revision().publish()
    elif what == "translate":
        translate(story, "The same rope")
    else:
        PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert any(page.translation_key == story.translation_key for page in changed)


def test_a_restriction_that_is_lifted_is_announced(changed: list[Page]) -> None:
    story = make_story()
    restriction = PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    changed.clear()
    restriction.delete()
    assert changed == [story]


def test_a_deleted_page_is_announced_before_it_goes_and_not_again(changed: list[Page]) -> None:
    removed: list[Page] = []

    def note(sender: type, page: Page, **kwargs: object) -> None:
        removed.append(page)

    page_removed.connect(note)
    region = make_region_page(make_region("81"))
    story = make_story(parent=region)
    PageViewRestriction.objects.create(page=region, restriction_type=PageViewRestriction.LOGIN)
    changed.clear()
    region.delete()
    page_removed.disconnect(note)
    assert {type(page).__name__ for page in removed} == {"RegionPage", "StoryPage"}
    assert changed == []
    assert not PageRegion.objects.filter(page=story.pk).exists()


def test_a_picture_has_its_renditions_made_later() -> None:
    picture = make_picture()
    assert Job.objects.filter(name="home.tasks.make_renditions", args=[picture.pk]).exists()


def codes(page: Page) -> list[str]:
    return list(PageRegion.objects.filter(page=page).order_by("order").values_list("region__code", flat=True))
