"""What the first letters may become: things by their names, and sectors and tags, which lead to what carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from home.models import Sector, Tag

from .addresses import address_of
from .engines import SUGGESTIONS
from .engines import Suggestion as Found
from .engines.breaker import suggest
from .engines.excerpts import mark
from .engines.words import Words
from .folding import without_blocked
from .models import EntryTerm, SearchEntry
from .sources import SOURCES

if TYPE_CHECKING:
    from community.members.permissions import Viewer

TermT = TypeVar("TermT", Sector, Tag)
MOST_TERMS = 2  # sectors, and as many tags
SHORTEST_TERM = 2  # letters


@dataclass(frozen=True)
class Suggestion:
    """A thing to go to: its name as text and, with what was typed marked, as HTML; its kind, and where it stands."""

    name: str
    title: SafeString
    kind: str
    icon: str
    url: str
    place: str = ""

    @property
    def told(self) -> str:
        """The kind and the place in one line."""
        return f"{self.kind} · {self.place}" if self.place else self.kind


def suggestions(text: str, *, viewer: Viewer, language: str) -> list[Suggestion]:
    """Suggest a few things that the viewer may see; sectors and tags come last, instead of the least likely things."""
    terms = _terms(text.strip().removeprefix("#"), viewer.tokens)
    found = without_blocked(suggest(text, viewer.tokens, language), viewer)[: SUGGESTIONS - len(terms)]
    return [*map(_thing, found), *terms]


def _thing(found: Found) -> Suggestion:
    entry, source = found.entry, SOURCES[found.entry.kind]
    return Suggestion(entry.title, found.title, str(source.label), source.icon, address_of(entry), entry.place)


def _terms(text: str, tokens: frozenset[str]) -> list[Suggestion]:
    """The sectors and tags of which a word begins so, and which something carries that the viewer may see."""
    if len(text) < SHORTEST_TERM or "\0" in text:
        return []
    words = Words.parse(text)
    sectors = _begun(Sector.objects.order_by("order", "name"), EntryTerm.Field.SECTOR, text, tokens)
    tags = _begun(Tag.objects.order_by("name"), EntryTerm.Field.TAG, text, tokens)
    return [*(_sector(sector, words) for sector in sectors), *(_tag(tag, words) for tag in tags)]


def _begun(terms: QuerySet[TermT], field: str, text: str, tokens: frozenset[str]) -> QuerySet[TermT]:
    carriers = EntryTerm.objects.filter(field=field, value=OuterRef("slug"))
    visible = carriers.filter(entry__in=SearchEntry.objects.findable_by(tokens))
    ways = {"name__istartswith": text, "name_en__istartswith": text}
    ways |= {"name__icontains": f" {text}", "name_en__icontains": f" {text}"}
    begun = Q(*ways.items(), _connector=Q.OR)
    return terms.filter(begun).filter(Exists(visible))[:MOST_TERMS]


def _sector(sector: Sector, words: Words) -> Suggestion:
    url = f"{reverse('search:results')}?{urlencode({'sector': sector.slug})}"
    return Suggestion(sector.local_name, mark(sector.local_name, words), _("Sector"), sector.icon, url)


def _tag(tag: Tag, words: Words) -> Suggestion:
    url = f"{reverse('search:results')}?{urlencode({'q': f'tag:{tag.slug}'})}"
    return Suggestion(tag.local_name, mark(tag.local_name, words), _("Tag"), "tag", url)
