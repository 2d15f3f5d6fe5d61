"""Tags by the names that addresses give them, as far as a viewer may know them.

Those that everybody may know are remembered for a minute: they hardly ever change. So a tag whose last open topic goes
into a closed category is known for a minute longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from community.members.permissions import Viewer

from .tags import tags_seen_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from home.models import Tag

SECONDS = 60


def known_tags(slugs: Iterable[str], viewer: Viewer) -> dict[str, Tag]:
    """Return those of some tags that the viewer may know, each with the one whose synonym it is."""
    wanted = {slug for slug in slugs if "\0" not in slug}  # which PostgreSQL takes in no text
    found: dict[str, Tag] = {tag.slug: tag for tag in cache.get_many([_key(slug) for slug in wanted]).values()}
    if missing := wanted - found.keys():
        of_all = _read(missing, Viewer(AnonymousUser()))
        cache.set_many({_key(slug): tag for slug, tag in of_all.items()}, SECONDS)
        found |= of_all
    if viewer.user_id and (missing := wanted - found.keys()):
        found |= _read(missing, viewer)
    return found


def forget_tag(slug: str) -> None:
    """Have a tag read anew."""
    cache.delete(_key(slug))


def _read(slugs: Iterable[str], viewer: Viewer) -> dict[str, Tag]:
    return {tag.slug: tag for tag in tags_seen_by(viewer).filter(slug__in=slugs).select_related("synonym_of")}


def _key(slug: str) -> str:
    return f"forums.tag:{slug.encode().hex()}"
