"""Pages that are discussed: one discussion for all languages, in the regions that the page tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Func, Min, Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import PageRegion, RegionPage
from home.models.regions import within_any
from home.permissions import is_open_to, needed_for, pages_visible_to, reach_of

from . import FAMILIES, Keys, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.utils.functional import _StrPromise
    from wagtail.models import PageQuerySet

    from community.members.permissions import Viewer


class KeyText(Func):
    """A translation key as discussions write it: with hyphens, which SQLite stores it without."""

    output_field = CharField()
    template = "(%(expressions)s)::text"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Put the hyphens in."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        text = " || '-' || ".join(f"SUBSTR(%(expressions)s, {start}, {length})" for start, length in parts)
        return self.as_sql(compiler, connection, template=f"({text})", **context)


class Pages:
    """All kinds of pages, which one query finds together."""

    def __init__(self) -> None:
        self.models: dict[str, type[Page]] = {}
        self.labels: dict[str, str | _StrPromise] = {}

    def add(self, name: str, label: str | _StrPromise, model: type[Page]) -> None:
        """Let pages of a kind be discussed."""
        self.models[name], self.labels[name] = model, label

    def place_under(self, page: Any) -> Place | None:
        """Describe a page that is at hand."""
        if not isinstance(page, Page):
            return None
        kind = next((name for name, model in self.models.items() if issubclass(page.specific_class, model)), None)
        if kind is None:
            return None
        return Place(kind, str(page.translation_key), page.title, page.url or "", page, is_draft=not page.live)

    def since(self, page: Any) -> datetime | None:
        """Say when the first of its languages was published."""
        found = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
        moment: datetime | None = found.aggregate(since=Min("first_published_at"))["since"]
        return moment

    def is_open(self, page: Page, viewer: Viewer) -> bool:
        """Ask what the page lies under: where a password is asked it is open to nobody who is known by name."""
        return is_open_to(viewer, page)

    def reach(self, page: Page) -> str:
        """Ask what the page lies under."""
        return reach_of(page)

    def all_at(self, key: str) -> list[Place]:
        """Find all languages of a page, drafts too."""
        pages = list(self._discussed(Page.objects.filter(alias_of=None), [key]).select_related("locale").order_by("pk"))
        pages.sort(key=lambda page: page.locale.language_code != get_language())
        return [place for page in pages if (place := self.place_under(page))]

    def owns(self, key: str) -> bool:
        """Say whether a key is one of a page."""
        return _uuid(key) is not None

    def places(self, keys: Collection[str], viewer: Viewer) -> dict[str, Place]:
        """Find the pages: in the reader's language, or what stands for them there, else in the site's, else in any."""
        pages: dict[str, list[Page]] = {}
        for page in self._discussed(pages_visible_to(viewer), keys).select_related("locale").order_by("pk"):
            pages.setdefault(str(page.translation_key), []).append(page)
        language = get_language()
        spoken = {key: _in(language, its) for key, its in pages.items()}
        aliases = _aliases_of([page for key, its in pages.items() if not spoken[key] for page in its], language)
        usual = {key: _in(settings.LANGUAGE_CODE, its) or its[0] for key, its in pages.items()}
        found = {key: spoken[key] or aliases.get(key) or page for key, page in usual.items()}
        return {key: place for key, page in found.items() if (place := self.place_under(page))}

    def readers(self, key: str, viewers: Sequence[Viewer]) -> list[Viewer]:
        """Give those who may see one of its languages."""
        needed = needed_for(self._discussed(Page.objects.live().filter(alias_of=None), [key]))
        return [viewer for viewer in viewers if any(tokens <= viewer.own_tokens for tokens in needed)]

    def keys_seen_by(self, viewer: Viewer, kinds: Collection[str]) -> Keys:
        """Select the keys of pages."""
        return [_keys(self._of_kinds(pages_visible_to(viewer), kinds))]

    def keys_kept_by(self, viewer: Viewer) -> Keys:
        """Select the keys of pages that tell of the viewer's regions, as far as the viewer may read them."""
        told = PageRegion.objects.filter(within_any(viewer.moderated_codes, "region__"))
        regions = RegionPage.objects.filter(within_any(viewer.moderated_codes, "region__"))
        found = pages_visible_to(viewer).filter(Q(pk__in=told.values("page")) | Q(pk__in=regions.values("pk")))
        return [_keys(found)]

    def codes(self, key: str) -> list[str]:
        """Give the codes of the regions of the page, or of the region that it is about itself."""
        if (known := _uuid(key)) is None:
            return []
        told = PageRegion.objects.filter(page__translation_key=known).values_list("region__code", flat=True)
        own = RegionPage.objects.filter(translation_key=known).values_list("region__code", flat=True)
        return sorted({*told, *own})

    def _discussed(self, pages: PageQuerySet, keys: Iterable[str]) -> PageQuerySet:
        return self._of_kinds(pages, self.models).filter(translation_key__in=filter(None, map(_uuid, keys)))

    def _of_kinds(self, pages: PageQuerySet, kinds: Iterable[str]) -> PageQuerySet:
        types = ContentType.objects.get_for_models(*(self.models[kind] for kind in kinds)).values()
        return pages.filter(content_type__in=types)


PAGES = Pages()
FAMILIES.append(PAGES)


def _uuid(key: str) -> UUID | None:
    """Read a key; another spelling of the same one is none: a second discussion would begin under it."""
    try:
        found = UUID(key)
    except ValueError:
        return None
    return found if str(found) == key else None


def _keys(pages: PageQuerySet) -> QuerySet[Any, Any]:
    return pages.order_by().annotate(key=KeyText("translation_key")).values("key")


def _in(language: str | None, pages: Iterable[Page]) -> Page | None:
    return next((page for page in pages if page.locale.language_code == language), None)


def _aliases_of(pages: list[Page], language: str | None) -> dict[str, Page]:
    """Find what stands for some pages in another language until they are translated, where it is open to all."""
    if not pages:
        return {}
    aliases = Page.objects.live().filter(alias_of__in=pages, locale__language_code=language)
    found = list(aliases.select_related("locale").order_by("pk"))
    return {
        str(alias.translation_key): alias for alias, needed in zip(found, needed_for(found), strict=True) if not needed
    }
