"""The page of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from guard.access import EVERYONE, access

from home.services.renditions import prefetch_pictures

from . import facets
from .engines import Answer, Question
from .engines.breaker import answer as answer_from_engine
from .engines.database import CANDIDATES
from .filters import Filters
from .sources import SOURCES

PER_PAGE = 20


@dataclass
class Counted(Sequence[int]):
    """So many results, of which an engine gives one page at a time; what a paginator needs of a list."""

    total: int

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, part: int) -> int: ...
    @overload
    def __getitem__(self, part: slice) -> Sequence[int]: ...
    def __getitem__(self, part: int | slice) -> int | Sequence[int]:
        return range(self.total)[part]


@access(GET=EVERYONE)
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, with filters; an empty search shows only the box."""
    filters = Filters.read(request.GET)
    number = request.GET.get("page", "1")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= CANDIDATES // PER_PAGE:
        raise Http404
    answer = _ask(request, filters, int(number)) if filters else Answer()
    page = Paginator(Counted(answer.total), PER_PAGE).get_page(number)
    if int(number) > 1 and not answer.hits:
        raise Http404
    prefetch_pictures(hit.entry.cover for hit in answer.hits if hit.entry.cover)
    context = {
        "filters": filters,
        "answer": answer,
        "page": page,
        "hits": [(hit, SOURCES[hit.entry.kind]) for hit in answer.hits],
        "kinds": facets.kinds(answer, filters) if filters else [],
        "regions": facets.regions(answer, filters) if filters else [],
        "sectors": facets.sectors(answer, filters) if filters else [],
        "removals": facets.removals(filters),
        "without_filters": filters.address(kind=[], region="", sector=""),
    }
    return render(request, "search/results.html", context)


def _ask(request: HttpRequest, filters: Filters, page: int) -> Answer:
    return answer_from_engine(
        Question(
            text=filters.text,
            tokens=request.viewer.tokens,  # type: ignore[attr-defined]
            language=get_language() or "id",
            kinds=filters.kinds,
            region=filters.region.code if filters.region else "",
            sector=filters.sector.slug if filters.sector else "",
            page=page,
            per_page=PER_PAGE,
        )
    )
