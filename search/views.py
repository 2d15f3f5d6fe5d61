"""The page of results, and what is suggested while one types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from guard.access import EVERYONE, access

from home.services.renditions import prefetch_pictures

from . import facets, suggesting
from .asking import ask
from .cursors import ForgedCursorError, write_cursor
from .engines import OtherEngineError
from .engines.counting import CANDIDATES
from .engines.elasticsearch import WHOLE
from .filters import LONGEST_TEXT, Filters
from .folding import fold_blocked
from .insight import note_search
from .limits import limit_search, limit_suggestions, read_beginning
from .saving import hindrances_of
from .similar import similar_topics
from .sources import SOURCES

PER_PAGE = 20
LAST_PAGE = max(CANDIDATES, WHOLE) // PER_PAGE


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
    if request.GET:  # whoever asks is counted before it is read what for: that costs queries, too
        limit_search(request)
    filters = Filters.read(request.GET)
    number = request.GET.get("page", "1")
    if not re.fullmatch(r"\d{1,6}", number, re.ASCII) or not 1 <= int(number) <= LAST_PAGE:
        raise Http404
    if not filters and not filters.refused:
        return render(request, "search/results.html", {"filters": filters})
    if filters.refused:
        return render(request, "search/refused.html", {"filters": filters}, status=400)
    try:
        answer = ask(
            filters,
            tokens=request.viewer.tokens,  # type: ignore[attr-defined]
            language=get_language() or "id",
            per_page=PER_PAGE,
            page=int(number),
            is_numbered=int(number) < LAST_PAGE and "after" not in request.GET,
            after=request.GET.get("after", ""),
        )
    except (ForgedCursorError, OtherEngineError):
        return render(request, "search/refused.html", {"filters": filters}, status=400)
    is_narrowed = filters.is_narrowed or filters.typed.is_demanding
    if filters.text and not is_narrowed and "after" not in request.GET and number == "1":
        note_search(text=filters.text, language=get_language() or "id", found=bool(answer.total))
    page = Paginator(Counted(answer.total), PER_PAGE).get_page(number)
    if int(number) > 1 and not answer.hits:
        raise Http404
    fold_blocked(answer.hits, request.viewer)  # type: ignore[attr-defined]
    prefetch_pictures(hit.entry.cover for hit in answer.hits if hit.entry.cover)
    goes_on = int(number) == LAST_PAGE or not page.has_next() or "after" in request.GET
    context = {
        "filters": filters,
        "removals": facets.removals(filters),
        "is_savable": not hindrances_of(filters),
        "answer": answer,
        "page": page,
        "hits": [(hit, SOURCES[hit.entry.kind]) for hit in answer.hits],
        "facets": facets.facets(answer, filters),
        "sorts": facets.sorts(filters),
        "after": write_cursor(answer.next, filters.address()) if goes_on else "",
        "meant_address": filters.address(q=answer.meant),
        "is_cut": goes_on and answer.is_capped and not answer.next,
        "is_further": "after" in request.GET,
    }
    return render(request, "search/results.html", context)


@access(GET=EVERYONE)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show what the first letters may become, as options of the box they are typed into."""
    text = read_beginning(request)
    viewer = request.viewer  # type: ignore[attr-defined]
    found = suggesting.suggestions(text, viewer=viewer, language=get_language() or "id")
    return render(request, "search/suggestions.html", {"suggestions": found})


@access(GET=EVERYONE)
def similar(request: HttpRequest) -> HttpResponse:
    """Show topics like the one whose `title` is being typed, below the field."""
    limit_suggestions(request)
    viewer, title = request.viewer, request.GET.get("title", "")[:LONGEST_TEXT]  # type: ignore[attr-defined]
    hits = similar_topics(title, viewer=viewer, language=get_language() or "id")
    return render(request, "search/includes/similar.html", {"hits": hits})
