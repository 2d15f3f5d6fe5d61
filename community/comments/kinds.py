"""Which kinds of pages can be discussed, and which page a discussion's key leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from wagtail.models import Page

from home.permissions import needed_for, pages_visible_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.models import PageQuerySet

    from community.members.permissions import Viewer

_kinds: list[type[Page]] = []


def commentable(model: type[Page]) -> None:
    """Let pages of this kind be discussed; called once in `AppConfig.ready`."""
    if model not in _kinds:
        _kinds.append(model)


def is_commentable(page: Page) -> bool:
    """Tell whether there are comments under this page."""
    return isinstance(page, tuple(_kinds))


def page_of(key: str, viewer: Viewer) -> Page | None:
    """Find the page of a discussion that the viewer may see, in the language of the request if there is one."""
    pages = list(_discussed(pages_visible_to(viewer), key).select_related("locale"))
    if not pages:
        return None
    language = get_language()
    for page in pages:
        if page.locale.language_code == language:
            return page
    return _alias_of(pages, language) or pages[0]


def readers_among(key: str, viewers: Sequence[Viewer]) -> list[Viewer]:
    """Give those viewers who may see a page of a discussion, asked of all of them at once."""
    needed = needed_for(_discussed(Page.objects.live().filter(alias_of=None), key))
    return [viewer for viewer in viewers if any(tokens <= viewer.own_tokens for tokens in needed)]


def _discussed(pages: PageQuerySet, key: str) -> PageQuerySet:
    """Narrow pages to those of a discussion."""
    try:
        translation_key = UUID(key)
    except ValueError:
        return pages.none()
    kinds = ContentType.objects.get_for_models(*_kinds).values()
    return pages.filter(translation_key=translation_key, content_type__in=kinds)


def _alias_of(pages: list[Page], language: str | None) -> Page | None:
    """Find what stands for one of these in another language until it is translated, where it is open to all."""
    aliases = Page.objects.live().filter(alias_of__in=pages, locale__language_code=language)
    return next((alias for alias in aliases if not alias.get_view_restrictions().exists()), None)
