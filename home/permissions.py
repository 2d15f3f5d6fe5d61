"""Which pages a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db.models import Q
from wagtail.models import Page, PageQuerySet, PageViewRestriction

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class HasTokens(Protocol):
    """Whoever looks; `community.members` makes it, home only asks for the tokens."""

    @property
    def tokens(self) -> frozenset[str]:
        """Names of the containers whose content the viewer may see."""


@dataclass
class Visitor:
    """Anybody: the viewer for whom feeds, calendars and the sitemap are written."""

    tokens: frozenset[str] = frozenset({"everyone"})


def restriction_tokens(user: AbstractBaseUser | AnonymousUser) -> set[str]:
    """Tokens of the page restrictions that this user passes (password restrictions never do)."""
    if not user.is_authenticated:
        return set()
    allowed = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.PASSWORD)
    if not getattr(user, "is_superuser", False):
        allowed = allowed.filter(Q(restriction_type=PageViewRestriction.LOGIN) | Q(groups__user=user.pk))
    return {f"restriction:{key}" for key in allowed.values_list("pk", flat=True)}


def pages_visible_to(viewer: HasTokens, model: type[Page] = Page) -> PageQuerySet:
    """Live pages of a model that the viewer may see; aliases are left out, since the page they repeat is listed."""
    pages = model.objects.live().filter(alias_of=None)
    for page in _closed_pages(viewer):
        pages = pages.not_descendant_of(page, inclusive=True)
    return pages


def _closed_pages(viewer: HasTokens) -> list[Page]:
    """Pages that are closed to the viewer with all below them; asked once for each viewer, that is once a request."""
    known: list[Page] | None = getattr(viewer, "_closed_pages", None)
    if known is None:
        restrictions = PageViewRestriction.objects.select_related("page")
        known = [each.page for each in restrictions if f"restriction:{each.pk}" not in viewer.tokens]
        viewer._closed_pages = known  # type: ignore[attr-defined]
    return known
