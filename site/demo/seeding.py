"""Makes the whole demo content in one transaction, and again without duplicates."""

from __future__ import annotations

from django.db import transaction

from .events import add_events
from .images import make_images
from .pages import add_plain_pages, fill_frame
from .people import make_members
from .regions import fill_regions
from .stories import add_stories
from .talk import make_comments, make_topics
from .things import Things, find_regions, make_sectors
from .tree import publish


@transaction.atomic
def seed() -> None:
    """Make what is missing; pages point to each other, so all are added before the first is published."""
    things = Things(images=make_images(), sectors=make_sectors(), regions=find_regions())
    things.members = make_members(things.regions)
    things.topics = make_topics(things)
    publish([*add_plain_pages(things), *add_stories(things), *add_events(things)], things)
    fill_regions(things)
    fill_frame(things)
    make_comments(things.members)
