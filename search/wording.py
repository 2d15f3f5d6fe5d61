"""What editors taught the search, as the engines ask for it: remembered for a minute, read anew after a change.

Each process holds it; in the cache is only which edition is in force, since every search needs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from .models import Promotion, ProtectedWord, SynonymGroup
from .phrases import folded, unaccented
from .stemming import stemmed_keys

SECONDS = 60
MOST_PROMOTED = 3
KEYS: dict[type[Model], str] = {
    SynonymGroup: "search.synonyms",
    ProtectedWord: "search.protected_words",
    Promotion: "search.promotions",
}
# A group of entries, and the days between which it is promoted.
Promoted = tuple[str, date | None, date | None]


def synonyms() -> Mapping[str, frozenset[str]]:
    """Return, for each phrase that editors gave synonyms, the other phrases of its groups; all of them folded.

    A phrase stands under each of its `stemmed_keys`, without accents, as it is looked up.
    """
    return _read_synonyms(_edition(SynonymGroup))


def protected_words() -> frozenset[str]:
    """Return the words that are never stemmed, in lower case and without accents."""
    return _read_protected(_edition(ProtectedWord))


def promotions_for(text: str) -> list[str]:
    """Return the groups of the entries that editors put first for just this text today, the newest first.

    Whether the reader may see them is still to be asked.
    """
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    groups = [
        group
        for group, starts_on, ends_on in _read_promotions(_edition(Promotion)).get(_compared(text), ())
        if (starts_on is None or starts_on <= today) and (ends_on is None or today <= ends_on)
    ]
    return list(dict.fromkeys(groups))[:MOST_PROMOTED]


def forget_wording(model: type[Model]) -> None:
    """Have one kind of wording read anew; once more after the commit, in case someone read it between."""
    key = KEYS[model]
    cache.delete(key)
    transaction.on_commit(lambda: cache.delete(key))


def let_editors_word(*, group: Group) -> None:
    """Give a group of editors the rights to change synonyms, protected words and promoted results."""
    kinds = ContentType.objects.get_for_models(*KEYS).values()
    group.permissions.add(*Permission.objects.filter(content_type__in=kinds))


def _edition(model: type[Model]) -> str:
    """Name what is in force of one kind of wording."""
    return str(cache.get_or_set(KEYS[model], lambda: uuid4().hex, SECONDS))


@lru_cache(maxsize=1)
def _read_synonyms(_edition: str) -> dict[str, frozenset[str]]:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for group in SynonymGroup.objects.all():
        phrases = {folded(phrase) for phrase in group.phrases}
        for phrase in phrases:
            for key in stemmed_keys(tuple(unaccented(phrase).split())):
                meanings[key] |= phrases - {phrase}
    return {key: frozenset(others) for key, others in meanings.items()}


@lru_cache(maxsize=1)
def _read_protected(_edition: str) -> frozenset[str]:
    return frozenset(map(unaccented, ProtectedWord.objects.values_list("word", flat=True)))


@lru_cache(maxsize=1)
def _read_promotions(_edition: str) -> dict[str, list[Promoted]]:
    promoted: defaultdict[str, list[Promoted]] = defaultdict(list)
    live = Promotion.objects.filter(entry__is_deleted=False).select_related("entry").order_by("-pk")
    for promotion in live.only("words", "starts_on", "ends_on", "entry__group"):
        for phrase in promotion.phrases:
            promoted[_compared(phrase)].append((promotion.entry.group, promotion.starts_on, promotion.ends_on))
    return dict(promoted)


def _compared(text: str) -> str:
    """Give a text as what editors list and what visitors type are compared."""
    return unaccented(folded(text))
