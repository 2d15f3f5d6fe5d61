"""The results as JSON, to read: the same search, with the same limits, and no more than whoever asks may see.

Pages of other sites may read what a visitor finds. What a member finds is theirs, and no other site's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from guard.limits import TooMany
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from .api_schemas import LANGUAGES, FacetValue, Found, Parameters, Refusal, Result
from .asking import ask
from .cursors import ForgedCursorError, write_cursor
from .engines import Answer, OtherEngineError
from .facets import facets
from .filters import Filters
from .folding import fold_blocked
from .limits import limit_search

View = Callable[..., HttpResponse]

# No page about it: it would load its scripts from another host.
api = NinjaAPI(title=settings.SITE_NAME, version="1", urls_namespace="api", docs_url=None)


class RefusedError(Exception):
    """The address can't be searched; `refused` are its parts that name nothing, or are too many."""

    def __init__(self, detail: str, refused: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.detail, self.refused = detail, refused


def counted(view: View) -> View:
    """Count each search before it is read, refused ones too; the page counts its own with them."""

    @wraps(view)
    def count(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            limit_search(request)
        except TooMany as error:
            return refuse_hurry(request, error)
        return view(request, *args, **kwargs)

    return count


def open_to_visitors(view: View) -> View:
    """Let scripts of other sites read what a visitor gets, and no cache keep anything."""

    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Content-Language"] = _reader(request)
        if not request.user.is_authenticated:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Retry-After"
        return response

    return opened


api.add_decorator(counted, mode="view")
api.add_decorator(open_to_visitors, mode="view")


@api.api_operation(
    ["GET", "HEAD"], "/search", url_name="search", response={200: Found, 400: Refusal, 429: Refusal}, summary="Search"
)
def search(request: HttpRequest, parameters: Query[Parameters]) -> Found:
    """Find what whoever asks may see, as on the page of results; further pages are at `next`."""
    with override(parameters.reader):
        filters = Filters.read(request.GET)
        if filters.refused:
            raise RefusedError(" ".join(reason for reason, _parts in filters.refusals), filters.refused)
        if not filters:
            raise RefusedError(_("Say what you are looking for: by words in q, or by a filter."))
        try:
            answer = ask(
                filters,
                tokens=request.viewer.tokens,  # type: ignore[attr-defined]
                language=parameters.reader,
                per_page=parameters.limit,
                after=parameters.after,
            )
        except (ForgedCursorError, OtherEngineError) as error:
            raise RefusedError(
                _("Its place in the results is no longer there. Begin again from the first page.")
            ) from error
        fold_blocked(answer.hits, request.viewer)  # type: ignore[attr-defined]
        return _found(answer, filters, parameters)


@api.exception_handler(RefusedError)
def refuse(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """Say why an address can't be searched."""
    return _refusal(request, 400, error.detail, error.refused)


@api.exception_handler(ValidationError)
def refuse_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Refuse a limit or a language that there is none of, in the words for a filter."""
    names = dict.fromkeys(str(each["loc"][-1]) for each in error.errors)
    refused = tuple(f"{name}={request.GET.get(name, '')[:80]}" for name in names)
    with override(_reader(request)):
        return _refusal(request, 400, _("It asks for something that doesn’t exist, or no longer does:"), refused)


def refuse_hurry(request: HttpRequest, error: TooMany) -> HttpResponse:
    """Tell in how many seconds to ask again."""
    with override(_reader(request)):
        detail = _("Too many searches. Ask again in %(seconds)s s.") % {"seconds": error.retry_after}
    response = _refusal(request, 429, detail)
    response["Retry-After"] = str(error.retry_after)
    return response


def _found(answer: Answer, filters: Filters, parameters: Parameters) -> Found:
    following = write_cursor(answer.next, filters.address())
    address = filters.address(after=following, limit=parameters.limit, reader=parameters.reader)
    return Found(
        total=answer.total,
        is_capped=answer.is_capped,
        is_partial=answer.is_partial,
        is_stand_in=answer.is_stand_in,
        is_behind=answer.is_behind,
        meant=answer.meant,
        is_meant=answer.is_meant,
        results=[Result.of(hit) for hit in answer.hits],
        facets={facet.name: FacetValue.below(facet.options) for facet in facets(answer, filters)},
        problems=filters.problems,
        next=settings.BASE_URL + reverse("api:search") + address if following else None,
    )


def _refusal(request: HttpRequest, status: int, detail: str, refused: tuple[str, ...] = ()) -> HttpResponse:
    return api.create_response(request, Refusal(detail=detail, refused=list(refused)), status=status)


def _reader(request: HttpRequest) -> str:
    asked = request.GET.get("reader", "")
    return asked if asked in LANGUAGES else settings.LANGUAGE_CODE
