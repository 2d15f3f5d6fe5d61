"""Which pages and documents a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import BigIntegerField, Case, CharField, Q, Value, When
from django.db.models.functions import Cast
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page, PageQuerySet, PageViewRestriction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from wagtail.models import Collection

    TokenRows = QuerySet[Any, tuple[int, str, str]]

EACH = 0  # in place of a holder's key

# Who reads a page: everybody, every member, or only some, who can't be compared with others.
TO_EVERYBODY, TO_MEMBERS, TO_SOME = "everybody", "members", "some"

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


def token_rows(found: QuerySet[Any], kind: str, key: str | Combinable, *, holder: str | Combinable) -> TokenRows:
    """Select tokens with who holds them, their kind and their key: those of many kinds and members in one query.

    Where the holder is `EACH`, all hold them who are asked about.
    """
    return found.order_by().values_list(holder, Value(kind, output_field=CharField()), Cast(key, CharField()))


def restriction_rows(users: Sequence[AbstractBaseUser]) -> list[TokenRows]:
    """Select the tokens of the restrictions that members pass, of pages and of collections.

    Those with a password nobody passes.
    """
    return [rows for model, container in CONTAINERS.items() for rows in _passed(users, model, container)]


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


def is_open_to(viewer: HasTokens, page: Page) -> bool:
    """Tell whether the viewer passes all that a page at hand is closed by; where a password is asked nobody does."""
    return not any(page.path.startswith(closed.path) for closed in _closed_pages(viewer))


def reach_of(page: Page) -> str:
    """Say who reads a live page."""
    kinds = {each.restriction_type for each in _restrictions() if page.path.startswith(each.page.path)}
    if not kinds:
        return TO_EVERYBODY
    return TO_MEMBERS if kinds == {BaseViewRestriction.LOGIN} else TO_SOME


def needed_for(pages: Iterable[Page]) -> list[frozenset[str]]:
    """Name for each page the tokens of what it is closed by, itself and above it: who reads it holds all of them."""
    closing = [(each.page.path, f"restriction:{each.pk}") for each in _restrictions()]
    return [frozenset(token for path, token in closing if page.path.startswith(path)) for page in pages]


def _passed(users: Sequence[AbstractBaseUser], model: type[BaseViewRestriction], container: str) -> Iterator[TokenRows]:
    """Select what members pass: an administrator everything, others what every member does, and what is for a group."""
    passed = model.objects.exclude(restriction_type=BaseViewRestriction.PASSWORD)
    above = [user.pk for user in users if getattr(user, "is_superuser", False)]
    if others := [user.pk for user in users if user.pk not in above]:
        by_all = Q(restriction_type=BaseViewRestriction.LOGIN)
        holder = Case(When(by_all, then=Value(EACH)), default="groups__user", output_field=BigIntegerField())
        yield token_rows(passed.filter(by_all | Q(groups__user__in=others)), container, "pk", holder=holder)
    for key in above:
        yield token_rows(passed, container, "pk", holder=Value(key, output_field=BigIntegerField()))


def _restrictions() -> QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.select_related("page")


def _closed_pages(viewer: HasTokens) -> list[Page]:
    """Pages that are closed to the viewer with all below them; asked once for each viewer, that is once a request."""
    known: list[Page] | None = getattr(viewer, "_closed_pages", None)
    if known is None:
        known = [each.page for each in _restrictions() if f"restriction:{each.pk}" not in viewer.tokens]
        viewer._closed_pages = known  # type: ignore[attr-defined]
    return known
