"""Makes the whole demo content, and again without duplicates."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from community.forums.models.top import Period
from community.forums.services.top import count_top
from community.moderation.trust.services import recompute_all
from community.notifications.services.activities import untold

from .events import add_events
from .images import make_images
from .organisations import make_organisations, name_pages
from .pages import add_plain_pages, fill_frame
from .people import make_members
from .regions import fill_regions
from .stories import add_stories
from .talk import make_comments, make_topics
from .things import Things, find_regions, make_sectors
from .tree import publish


def seed() -> None:
    """Make what is missing.

    Pictures are made one by one, so that a run that is killed leaves none without its row; all else is one transaction.
    Nobody is told of what members did in it, nor that they are trusted with more for it.
    """
    images = make_images()
    with transaction.atomic(), untold(), disable_reference_index_auto_update():
        _tell(Things(images=images, sectors=make_sectors(), regions=find_regions()))
        _index_references()
        recompute_all()
    for period in Period.values:
        count_top(period)


def _tell(things: Things) -> None:
    """Make members, talk and pages; pages point to each other, so all are added before the first is published."""
    things.members = make_members(things.regions)
    organisations = make_organisations(things)
    things.topics = make_topics(things)
    publish([*add_plain_pages(things), *add_stories(things), *add_events(things)], things)
    fill_regions(things)
    fill_frame(things)
    name_pages(organisations, things)
    make_comments(things.members)


def _index_references() -> None:
    """Note once what each page that was ever saved refers to: Wagtail would do so at each of some 700 saves."""
    for page in Page.objects.exclude(latest_revision=None).specific():
        ReferenceIndex.create_or_update_for_object(page)
