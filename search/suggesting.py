"""What the first letters may become: things by their names, and tags, which lead to what carries them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from home.models import Tag

from .addresses import address_of
from .engines import SUGGESTIONS
from .engines import Suggestion as Found
from .engines.breaker import suggest
from .engines.excerpts import mark
from .engines.words import Words
from .models import EntryTerm, SearchEntry
from .sources import SOURCES

MOST_TAGS = 2
SHORTEST_TAG = 2  # letters


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


def suggestions(text: str, *, tokens: frozenset[str], language: str) -> list[Suggestion]:
    """Suggest a few things that the viewer may see; tags come last, and at the cost of the least likely things."""
    tags = _tags(text.strip().removeprefix("#"), tokens)
    found = suggest(text, tokens, language)[: SUGGESTIONS - len(tags)]
    return [*map(_thing, found), *tags]


def _thing(found: Found) -> Suggestion:
    entry, source = found.entry, SOURCES[found.entry.kind]
    return Suggestion(entry.title, found.title, str(source.label), source.icon, address_of(entry), entry.place)


def _tags(text: str, tokens: frozenset[str]) -> list[Suggestion]:
    """The tags whose name begins so, and which something carries that the viewer may see."""
    if len(text) < SHORTEST_TAG or "\0" in text:
        return []
    carriers = EntryTerm.objects.filter(field=EntryTerm.Field.TAG, value=OuterRef("slug"))
    visible = carriers.filter(entry__in=SearchEntry.objects.findable_by(tokens))
    begun = Tag.objects.filter(Q(name__istartswith=text) | Q(name_en__istartswith=text)).filter(Exists(visible))
    words = Words.parse(text)
    return [_tag(tag, words) for tag in begun.order_by("name")[:MOST_TAGS]]


def _tag(tag: Tag, words: Words) -> Suggestion:
    url = f"{reverse('search:results')}?{urlencode({'q': f'tag:{tag.slug}'})}"
    return Suggestion(tag.local_name, mark(tag.local_name, words), _("Tag"), "tag", url)
