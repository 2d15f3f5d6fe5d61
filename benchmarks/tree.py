"""Adds many pages at once, as treebeard and Wagtail would one by one: that takes a fifth of a second for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import Page

from home.services.page_changes import refresh


def add_pages(pages: Sequence[tuple[Page, Page]]) -> None:
    """Write live pages of one model below their parents; parts of pages are written by the caller."""
    last: dict[int, int] = {}
    added: Counter[int] = Counter()
    now, rows = timezone.now(), []
    kind = ContentType.objects.get_for_model(type(pages[0][1]))
    for parent, page in pages:
        if parent.pk not in last:
            below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
            path = below.aggregate(last=Max("path"))["last"]
            last[parent.pk] = Page._str2int(path[-Page.steplen :]) if path else 0
        last[parent.pk] += 1
        added[parent.pk] += 1
        page.path, page.depth = Page._get_path(parent.path, parent.depth + 1, last[parent.pk]), parent.depth + 1
        page.url_path, page.draft_title = f"{parent.url_path}{page.slug}/", page.title
        page.numchild, page.content_type, page.live = 0, kind, True
        page.first_published_at = page.last_published_at = now
        rows.append(Page(**{each.attname: getattr(page, each.attname) for each in Page._meta.concrete_fields}))
    Page.objects.bulk_create(rows, batch_size=200)
    for (_parent, page), row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True)  # only the row of its own model: that of Page is there
    for parent_pk, count in added.items():
        Page.objects.filter(pk=parent_pk).update(numchild=F("numchild") + count)


def derive(pages: Sequence[tuple[Page, Page]]) -> None:
    """Have everything made that real code makes when a page is published: regions, dates, entries of the search."""
    for _parent, page in pages:
        refresh(page.pk)
