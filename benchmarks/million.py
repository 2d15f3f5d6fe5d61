"""As many entries as a grown site has, of realistic length, written into PostgreSQL's table.

The frequencies of words follow Zipf's law, as they do in any language: the words of the demo's stories come first, then
invented ones, so that some words stand in every third text and most in next to none.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from benchmarks.copying import Row, copy, tell_keys
from benchmarks.prose import SEED, Prose
from home.models import Region, Sector
from search.models import EntryTerm, PendingDelivery, SearchEntry
from search.sources import EVERYONE, with_ancestors

WORDS = 100_000
SENTENCES, SENTENCE = 200_000, 12  # how many, of so many words
SYLLABLES = [consonant + vowel for consonant in "bcdghjklmnprstwy" for vowel in "aeiou"]
AUTHORS = 20_000
DAYS = 3650
NOTHING = 1_000_000_000  # keys from here on are of no thing
HIDDEN = 0.05  # the share of what only members read
BATCH = 10_000


@dataclass(frozen=True)
class Kind:
    """How much of the site is of a kind, how many sentences it has, and under which kind it stands."""

    share: float
    sentences: int
    under: str = ""


KINDS = {
    "post": Kind(0.72, 7, "topic"),
    "region": Kind(0.10, 1),
    "comment": Kind(0.08, 3, "story"),
    "topic": Kind(0.06, 7),
    "story": Kind(0.02, 45),
    "event": Kind(0.01, 12),
    "member": Kind(0.01, 2),
}


class Mass:
    """Makes entries and their terms, the same every time."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
        self.now: datetime = timezone.now()
        self.regions = list(Region.objects.values_list("code", "latitude", "longitude"))
        self.sectors = list(Sector.objects.values_list("slug", flat=True))
        self.made: Counter[str] = Counter()
        told = Counter(word for sentence in Prose().all for word in sentence.lower().split())
        words = [word for word, _count in told.most_common()]
        while len(words) < WORDS:
            words.append("".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 5))))
        weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
        drawn = iter(self.chance.choices(words, cum_weights=weights, k=SENTENCES * SENTENCE))
        self.sentences = [" ".join(itertools.islice(drawn, SENTENCE)) for _number in range(SENTENCES)]

    def entry(self, key: int) -> tuple[Row, list[Row]]:
        """Make the next entry, with its terms."""
        kind = self.chance.choices(list(KINDS), [kind.share for kind in KINDS.values()])[0]
        code, latitude, longitude = self.chance.choice(self.regions)
        day = self.now - timedelta(days=self.chance.randrange(DAYS))
        entry = {
            "id": key,
            "kind": kind,
            "object_id": str(NOTHING + key),
            "language": "en" if key % 5 == 0 else "id",
            "title": self._title(),
            "summary": self._text(2) if kind in {"story", "event"} else "",
            "body": self._text(KINDS[kind].sentences),
            "author": "" if kind == "region" else f"Orang Contoh {key % AUTHORS}",
            "place": self._title(),
            "date": None if kind in {"region", "member"} else day,
            "ends_at": day + timedelta(days=1) if kind == "event" else None,
            "latitude": latitude,
            "longitude": longitude,
            "popularity": int(self.chance.paretovariate(1)) if kind == "topic" else 0,
            "path": f"/{kind}/{key}/",
            "group": self._group(kind),
            "version": 1,
            "is_deleted": False,
            "updated_at": day,
        }
        is_hidden = kind in {"topic", "post"} and self.chance.random() < HIDDEN
        values = {
            EntryTerm.Field.AUDIENCE: ["members" if is_hidden else EVERYONE],
            EntryTerm.Field.REGION: with_ancestors([code]),
            EntryTerm.Field.SECTOR: self.chance.sample(self.sectors, self.chance.randrange(3)),
            EntryTerm.Field.AUTHOR: [] if kind == "region" else [f"user:{key % AUTHORS}"],
        }
        return entry, [
            {"entry_id": key, "field": field.value, "value": value} for field, each in values.items() for value in each
        ]

    def _title(self) -> str:
        return " ".join(self.chance.choice(self.sentences).split()[:5])

    def _text(self, sentences: int) -> str:
        """Half to one and a half times as many sentences."""
        count = self.chance.randint((sentences + 1) // 2, sentences + sentences // 2)
        return ". ".join(self.chance.choices(self.sentences, k=count))

    def _group(self, kind: str) -> str:
        """The group that the next thing of a kind is found in: that of a thing it stands under, or its own."""
        if above := KINDS[kind].under:
            return f"{above}:{self.chance.randrange(max(1, round(self.count * KINDS[above].share)))}"
        self.made[kind] += 1
        return f"{kind}:{self.made[kind]}"


def write_entries(count: int) -> Iterator[int]:
    """Write entries of all kinds, none of which Elasticsearch knows; say how many there are after every batch."""
    mass = Mass(count)
    first = (SearchEntry.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for start in range(0, count, BATCH):
        made = [mass.entry(first + number) for number in range(start, min(start + BATCH, count))]
        with transaction.atomic():
            copy(SearchEntry, [entry for entry, _terms in made])
            copy(EntryTerm, [term for _entry, terms in made for term in terms])
            copy(PendingDelivery, [{"entry_id": entry["id"], "version": 1} for entry, _terms in made])
        yield start + len(made)
    tell_keys(SearchEntry)
