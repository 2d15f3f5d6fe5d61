"""Where a discussion belongs: under a page, and so in the regions that the page tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, Func, Q, QuerySet
from wagtail.models import Page

from home.models import PageRegion, RegionPage
from home.models.regions import within_any
from home.permissions import pages_visible_to

if TYPE_CHECKING:
    from community.members.permissions import Viewer


class KeyText(Func):
    """A translation key as discussions write it: with hyphens, which SQLite stores it without."""

    output_field = CharField()
    template = "(%(expressions)s)::text"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Put the hyphens in."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        text = " || '-' || ".join(f"SUBSTR(%(expressions)s, {start}, {length})" for start, length in parts)
        return self.as_sql(compiler, connection, template=f"({text})", **context)


def pages_kept_by(viewer: Viewer) -> QuerySet[Page]:
    """Pages that tell of the regions which the viewer moderates, as far as the viewer may read them."""
    told = PageRegion.objects.filter(within_any(viewer.moderated_codes, "region__"))
    regions = RegionPage.objects.filter(within_any(viewer.moderated_codes, "region__"))
    found: QuerySet[Page] = pages_visible_to(viewer).filter(
        Q(pk__in=told.values("page")) | Q(pk__in=regions.values("pk"))
    )
    return found


def where_moderated(viewer: Viewer) -> Q:
    """Select comments under those pages; asked once for the whole list, not for each comment."""
    return Q(discussion__key__in=pages_kept_by(viewer).annotate(key=KeyText("translation_key")).values("key"))


def keeps_order_at(viewer: Viewer, key: str) -> bool:
    """Tell whether the viewer keeps order in a discussion: everywhere, or under a page of their regions."""
    if viewer.is_moderator:
        return True
    if not viewer.moderated_codes:
        return False
    known: dict[str, bool] = vars(viewer).setdefault("_kept_discussions", {})
    if key not in known:
        known[key] = _is_kept(viewer, key)
    return known[key]


def _is_kept(viewer: Viewer, key: str) -> bool:
    try:
        translation_key = UUID(key)
    except ValueError:
        return False
    return pages_kept_by(viewer).filter(translation_key=translation_key).exists()
