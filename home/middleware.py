"""What wagtail-localize leaves unasked: it lets whoever may translate one page translate and publish every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse
    from wagtail.models import PagePermissionTester


class TranslationRightsMiddleware:
    """Ask for the rights on the page itself before a view of wagtail-localize writes a translation of it.

    A right on a page holds for all below it, so that it covers a translated subtree as well. Its views for segments
    ask by themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the question is asked once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send away whoever may not edit the page, or not publish what the view would publish, as the admin does."""
        match = request.resolver_match
        if match is None or match.app_name != "wagtail_localize" or not request.user.is_authenticated:
            return None
        if match.url_name == "submit_page_translation":
            pages, publishes = _pages(kwargs["page_id"]), False
        elif match.url_name == "convert_to_alias":
            pages, publishes = _pages(kwargs["page_id"]), True
        elif match.url_name == "update_translations":
            pages, publishes = _pages_of_source(kwargs["translation_source_id"]), "publish_translations" in request.POST
        else:
            return None
        if all(_may(page.permissions_for_user(request.user), publishes) for page in pages):
            return None
        response: HttpResponse = permission_denied(request)
        return response


def _may(rights: PagePermissionTester, publishes: bool) -> bool:
    return bool(rights.can_publish() if publishes else rights.can_edit())


def _pages(page_id: int) -> Iterable[Page]:
    return Page.objects.filter(pk=page_id).specific()


def _pages_of_source(source_id: int) -> Iterable[Page]:
    """Return the page and its translations; none for what isn't a page."""
    keys = TranslationSource.objects.filter(pk=source_id).values("object_id")
    return Page.objects.filter(translation_key__in=keys).specific()
