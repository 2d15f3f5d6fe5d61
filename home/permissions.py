"""Which pages and documents a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, Value
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page, PageQuerySet, PageViewRestriction

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import QuerySet
    from wagtail.models import Collection

# What a restriction is called in a token; pages and collections count their restrictions apart.
CONTAINERS: dict[type[BaseViewRestriction], str] = {
    PageViewRestriction: "restriction",
    CollectionViewRestriction: "collection_restriction",
}


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
    """Tokens of the restrictions of pages and collections that this user passes (those with a password nobody does)."""
    if not user.is_authenticated:
        return set()
    pages, collections = (_passed_by(user, model) for model in CONTAINERS)
    return {f"{container}:{key}" for container, key in pages.union(collections)}


def audience_of(container: Page | Collection) -> list[str]:
    """Tokens of those who may see a page or the documents in a collection.

    There are none where a password is asked, or more than one restriction: nobody finds such a thing.
    """
    restrictions = list(container.get_view_restrictions())
    if not restrictions:
        return ["everyone"]
    only = restrictions[0]
    if len(restrictions) > 1 or only.restriction_type == BaseViewRestriction.PASSWORD:
        return []
    return [f"{CONTAINERS[type(only)]}:{only.pk}"]


def pages_visible_to(viewer: HasTokens, model: type[Page] = Page) -> PageQuerySet:
    """Live pages of a model that the viewer may see; aliases are left out, since the page they repeat is listed."""
    pages = model.objects.live().filter(alias_of=None)
    for page in _closed_pages(viewer):
        pages = pages.not_descendant_of(page, inclusive=True)
    return pages


def _passed_by(user: AbstractBaseUser, model: type[BaseViewRestriction]) -> QuerySet[Any, tuple[str, int]]:
    passed = model.objects.exclude(restriction_type=BaseViewRestriction.PASSWORD)
    if not getattr(user, "is_superuser", False):
        passed = passed.filter(Q(restriction_type=BaseViewRestriction.LOGIN) | Q(groups__user=user.pk))
    return passed.values_list(Value(CONTAINERS[model]), "pk")


def _closed_pages(viewer: HasTokens) -> list[Page]:
    """Pages that are closed to the viewer with all below them; asked once for each viewer, that is once a request."""
    known: list[Page] | None = getattr(viewer, "_closed_pages", None)
    if known is None:
        restrictions = PageViewRestriction.objects.select_related("page")
        known = [each.page for each in restrictions if f"restriction:{each.pk}" not in viewer.tokens]
        viewer._closed_pages = known  # type: ignore[attr-defined]
    return known
