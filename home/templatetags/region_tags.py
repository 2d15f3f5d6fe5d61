"""What templates tell of regions: numbers, the regions below, what a page says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.models import Region, RegionPage
from home.services import region_overview

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from home.services.region_overview import Below, Counts

register = template.Library()


@register.simple_tag(takes_context=True)
def region_counts(context: RequestContext, region: Region) -> Counts:
    """Give how many stories and events there are of a region and everything below it."""
    return region_overview.counts(region, context["request"].viewer)


@register.simple_tag
def regions_below(region: Region) -> Below:
    """Give the regions below a region."""
    return region_overview.below(region)


@register.simple_tag
def provinces() -> list[Region]:
    """List all provinces by name."""
    return list(Region.objects.filter(kind=Region.Kind.PROVINCE).order_by("name"))


@register.simple_tag
def lit_regions() -> dict[str, list[Region]]:
    """Give the regions that the home page marks as `active` and as `planned`."""
    return region_overview.marked_regions()


@register.simple_tag
def gallery_of(page: RegionPage) -> list[Any]:
    """List the pictures of a region, each with its image, in one query; in the preview those of the draft."""
    rows = list(page.gallery.all())
    prefetch_related_objects(rows, "image")
    return rows


@register.simple_tag
def potentials_of(page: RegionPage) -> list[Any]:
    """List what a region can do, each with its sector, in two queries; in the preview those of the draft."""
    rows = list(page.potentials.all())
    prefetch_related_objects(rows, "sector")
    return rows


@register.simple_tag
def neighbours_of(region: Region) -> list[Region]:
    """List a few regions beside this one, the nearest first."""
    return region_overview.neighbours(region)


@register.simple_tag
def images_of(rows: list[Any]) -> list[Any]:
    """List the images of these rows."""
    return [row.image for row in rows]


@register.simple_tag
def sources_of(facts: Any) -> list[str]:
    """List the sources of these facts, each once."""
    return list(dict.fromkeys(fact.source for fact in facts if fact.source))


@register.filter
def kind_label(kind: str) -> str:
    """Name a kind of region in the plural, for headings."""
    labels = {
        Region.Kind.PROVINCE: _("Provinces"),
        Region.Kind.REGENCY: _("Regencies"),
        Region.Kind.CITY: _("Cities"),
        Region.Kind.DISTRICT: _("Districts"),
        Region.Kind.VILLAGE: _("Villages"),
        Region.Kind.ISLAND: _("Islands"),
    }
    return labels[Region.Kind(kind)]


@register.filter
def get_item(mapping: dict[Any, int], key: Any) -> int:
    """Give the number that stands for a key, 0 if none does."""
    return mapping.get(key, 0)


@register.filter
def kind_count(number: int, kind: str) -> str:
    """Write a number of regions of one kind: `11 districts`."""
    words = {
        Region.Kind.PROVINCE: ngettext("%(count)s province", "%(count)s provinces", number),
        Region.Kind.REGENCY: ngettext("%(count)s regency", "%(count)s regencies", number),
        Region.Kind.CITY: ngettext("%(count)s city", "%(count)s cities", number),
        Region.Kind.DISTRICT: ngettext("%(count)s district", "%(count)s districts", number),
        Region.Kind.VILLAGE: ngettext("%(count)s village", "%(count)s villages", number),
        Region.Kind.ISLAND: ngettext("%(count)s island", "%(count)s islands", number),
    }
    return words[Region.Kind(kind)] % {"count": number}
