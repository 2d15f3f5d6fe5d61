"""Pages of regions: which one tells of a region, and making them all at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, F, Max
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page

from home.models import Region, RegionIndexPage, RegionPage
from home.signals import region_pages_made

if TYPE_CHECKING:
    from collections.abc import Iterable

Parent = RegionIndexPage | RegionPage


def page_of(region: Region, language: str) -> RegionPage | None:
    """Find the live page of a region in a language, alias or not; whether one may see it is asked when served."""
    return RegionPage.objects.live().filter(region=region, locale__language_code=language).first()


def find_region(code: str) -> Region | None:
    """Return the region that has this code, or had it."""
    region = Region.objects.filter(code=code).select_related("parent").first()
    if region is None:
        renumbered = Region.objects.exclude(former_codes=[]).alias(codes=Cast("former_codes", CharField()))
        region = renumbered.filter(codes__contains=f'"{code}"').first()
    return region


def make_region_pages() -> int:
    """Make the pages of all provinces, regencies and cities that have none, in Indonesian; return how many.

    Whole levels are written at once: one page after the other would take minutes. What exists stays as it is, be it
    renamed, moved or unpublished.
    """
    with transaction.atomic():
        index = RegionIndexPage.objects.get(alias_of=None, locale=Locale.get_default())
        made: list[RegionPage] = []
        for kinds in ([Region.Kind.PROVINCE], [Region.Kind.REGENCY, Region.Kind.CITY]):
            parents = {page.region_id: page for page in RegionPage.objects.filter(locale=index.locale)}
            regions = [region for region in Region.objects.filter(kind__in=kinds) if region.pk not in parents]
            pages = [(parents.get(region.parent_id, index), _new_page(region)) for region in regions]
            made += _add_all(pages)
        if made:
            region_pages_made.send(sender=RegionPage, pages=made)
    return len(made)


def make_region_aliases(language: str) -> int:
    """Make the aliases of all live region pages that have no page in this language yet; return how many."""
    with transaction.atomic():
        index = RegionIndexPage.objects.get(locale__language_code=language)
        made = 0
        originals = RegionPage.objects.filter(alias_of=None, locale=Locale.get_default(), live=True)
        depths = originals.order_by("depth").values_list("depth", flat=True).distinct()
        for depth in depths:
            there = {page.translation_key: page for page in RegionPage.objects.filter(locale=index.locale)}
            missing = [
                page
                for page in originals.filter(depth=depth).select_related("region").order_by("path")
                if page.translation_key not in there
            ]
            keys = dict(originals.filter(depth=depth - 1).values_list("path", "translation_key"))
            parents = [there.get(keys.get(page.path[: -Page.steplen], uuid.UUID(int=0)), index) for page in missing]
            made += len(_add_all(zip(parents, map(_alias_of, missing), strict=True)))
    return made


def region_slug(region: Region) -> str:
    """Return the slug with the kind in it, since ten provinces have a regency and a city of one name."""
    kind = KIND_WORDS.get(Region.Kind(region.kind), "")
    return slugify(f"{kind} {region.name}")


KIND_WORDS = {
    Region.Kind.PROVINCE: "provinsi",
    Region.Kind.REGENCY: "kabupaten",
    Region.Kind.CITY: "kota",
    Region.Kind.DISTRICT: "kecamatan",
    Region.Kind.ISLAND: "pulau",
}


def _new_page(region: Region) -> RegionPage:
    return RegionPage(title=region.full_name, slug=region_slug(region), region=region, translation_key=uuid.uuid4())


def _alias_of(page: RegionPage) -> RegionPage:
    return RegionPage(
        title=page.title,
        slug=page.slug,
        region=page.region,
        introduction=page.introduction,
        cover_id=page.cover_id,
        body=page.body,
        translation_key=page.translation_key,
        alias_of_id=page.pk,
    )


def _add_all(pages: Iterable[tuple[Parent, RegionPage]]) -> list[RegionPage]:
    """Write live pages below their parents as treebeard and Wagtail would one by one; all of one depth."""
    pages = list(pages)
    places = _Places({parent for parent, _page in pages})
    now, kind = timezone.now(), ContentType.objects.get_for_model(RegionPage)
    rows = []
    for parent, page in pages:
        page.path, page.slug = places.take(parent, page)
        page.depth, page.numchild = parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title, page.locale_id, page.content_type = page.title, parent.locale_id, kind
        page.live, page.first_published_at, page.last_published_at = True, now, now
        rows.append(Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}))
    Page.objects.bulk_create(rows, batch_size=200)
    for (_parent, page), row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True)  # only the row of RegionPage: that of Page is there
    for parent_id, count in places.added.items():
        Page.objects.filter(pk=parent_id).update(numchild=F("numchild") + count)
    return [page for _parent, page in pages]


class _Places:
    """The free places below some pages: the next path of each, and slugs that no sibling has."""

    def __init__(self, parents: set[Parent]) -> None:
        self.added: dict[int, int] = defaultdict(int)
        self.slugs: dict[int, set[str]] = {}
        self.last: dict[int, int] = {}
        for parent in parents:
            children = parent.get_children()
            self.slugs[parent.pk] = set(children.values_list("slug", flat=True))
            path = children.aggregate(last=Max("path"))["last"]
            self.last[parent.pk] = Page._str2int(path[-Page.steplen :]) if path else 0

    def take(self, parent: Parent, page: RegionPage) -> tuple[str, str]:
        """Give a page its path and slug below a parent."""
        self.added[parent.pk] += 1
        self.last[parent.pk] += 1
        taken = self.slugs[parent.pk]
        slug = page.slug if page.slug not in taken else f"{page.slug}-{slugify(page.region.code.replace('.', '-'))}"
        taken.add(slug)
        return Page._get_path(parent.path, parent.depth + 1, self.last[parent.pk]), slug
