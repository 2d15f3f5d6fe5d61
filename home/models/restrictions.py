"""Who may see a page, asked in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from django.db.models import QuerySet


class RestrictedInOneQuery:
    """For page models: Wagtail asks for the ancestors and for the original of each alias among them one by one."""

    path: str
    steplen: int

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """All view restrictions of the page and the pages above it; of an alias, those of its original."""
        lengths = range(self.steplen, len(self.path) + 1, self.steplen)
        branch = Page.objects.filter(path__in=[self.path[:length] for length in lengths])
        originals = branch.exclude(alias_of=None).values("alias_of")
        own = branch.filter(alias_of=None).values("pk")
        return PageViewRestriction.objects.filter(Q(page__in=own) | Q(page__in=originals))
