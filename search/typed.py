"""What is typed as `kind:event` or `before:2026-01-01`, in English or Indonesian, taken out of the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Handle
from home.models import Region, Tag
from home.services.named import regions_by_code, sectors_by_slug

from .engines.words import EXCLUDED, PHRASE, Words
from .kind_names import kind_named
from .models import EntryTerm, SearchEntry
from .phrases import folded
from .region_codes import dotted
from .sources import SOURCES
from .wording import synonyms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES = {
    **dict.fromkeys(("kind", "jenis"), "kind"),
    **dict.fromkeys(("region", "wilayah"), "region"),
    **dict.fromkeys(("sector", "sektor", "bidang"), "sector"),
    **dict.fromkeys(("tag", "label"), "tag"),
    **dict.fromkeys(("author", "penulis"), "author"),
    **dict.fromkeys(("before", "sebelum"), "until"),
    **dict.fromkeys(("after", "sesudah"), "since"),
    **dict.fromkeys(("near", "dekat"), "near"),
}
MOST_OF_A_NAME = 50
IN_FULL = {"kab": "kabupaten", "prov": "provinsi", "kec": "kecamatan", "kep": "kepulauan"}
A_REGION = re.compile(
    r"(kabupaten|kab|kota|provinsi|prov|kecamatan|kec|kelurahan|desa|ohoi|negeri|pulau|regency|city|province|district"
    r"|village|island)\b\.?\s+",
    re.IGNORECASE,
)
YEARS = range(1000, 9999)  # of which each day has a moment before and behind it, in any zone
# One that nothing follows, or a space, is meant as one too: it is taken out of the words and told of.
OPERATOR = re.compile(rf"(?<!\S)(-?)({'|'.join(NAMES)}):(?:{PHRASE}|(\S*))", re.IGNORECASE)
QUOTE = re.compile(r'(?<!\w)["“”„]')  # behind a word it is no quote


@dataclass
class Typed:
    """The words that are left, what the operators demand, and those that were not understood, each with the reason.

    Of what was demanded several times, as `kind:event kind:story`, one must fit; `authors` are tokens or names, too.
    Of several days the narrowest counts, of several places the last; `notes` tell which were left out for it.
    """

    words: str = ""
    demanded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    near: Region | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> Typed:
        """Read what was typed."""
        typed = cls(words=" ".join(OPERATOR.sub(" ", text).split()))
        once: dict[str, list[tuple[str, Any]]] = {}
        for minus, operator, quoted, bare in OPERATOR.findall(text):
            name, value = NAMES[operator.lower()], (quoted or bare).strip()
            written = f"{minus}{operator}:{value}"
            if minus:
                typed._leave_out(written, REASONS["minus"])
            elif not value:
                typed._leave_out(written, NOTHING_BEHIND % {"example": EXAMPLES[name]})
            elif name not in ONE_OF:
                typed._demand(name, value, written)
            elif read := READ[name](value):
                once.setdefault(name, []).append((written, read))
            else:
                typed._leave_out(written, REASONS[name])
        for name, given in once.items():
            typed._choose(name, given)
        return typed

    @property
    def is_demanding(self) -> bool:
        """Whether an operator was understood."""
        return bool(self.demanded or self.authors or self.since or self.until or self.near)

    def _demand(self, name: str, value: str, written: str) -> None:
        understood = getattr(self, f"_demand_{name}")(value)
        if not understood:
            self._leave_out(written, REASONS[name])

    def _choose(self, name: str, given: list[tuple[str, Any]]) -> None:
        """Let one of several days or places count, and tell which do not."""
        chosen = ONE_OF[name]([value for _written, value in given])
        setattr(self, name, chosen)
        passed_over = dict.fromkeys(written for written, value in given if value != chosen)
        self.notes += [left_out(written, ONE_PLACE if name == "near" else ONE_DAY) for written in passed_over]

    def _leave_out(self, written: str, reason: str | _StrPromise) -> None:
        self.problems.append(left_out(written, reason))

    def _demand_kind(self, value: str) -> bool:
        kind = kind_named(value)
        return self._demand_one("kind", kind if kind in SOURCES else "")

    def _demand_region(self, value: str) -> bool:
        region = region_named(value)
        return self._demand_one("region", region.code if region else "")

    def _demand_sector(self, value: str) -> bool:
        sector = next(
            (
                sector
                for slug, sector in sectors_by_slug().items()
                if value.lower() in {slug, sector.name.lower(), sector.name_en.lower()}
            ),
            None,
        )
        return self._demand_one("sector", sector.slug if sector else "")

    def _demand_tag(self, value: str) -> bool:
        """Demand a tag by its name in either language, a synonym, or its slug, as documents and stories have it."""
        value = value.removeprefix("#").replace("\0", "")
        named = Tag.called([value]).get(value)
        return self._demand_one("tag", named.slug if named else slugify(value, allow_unicode=True))

    def _demand_one(self, facet: str, value: str) -> bool:
        if value:
            self.demanded[facet] = (*self.demanded.get(facet, ()), value)
        return bool(value)

    def _demand_author(self, value: str) -> bool:
        # A token has a colon, so a name must not.
        name = value.replace(":", " ").strip() if re.search(r"\w", value) else ""
        author = token_called(value) if value.startswith("@") else name
        if author and author not in self.authors:
            self.authors = (*self.authors, author)
        return bool(author)


def is_more_than_words(text: str) -> bool:
    """Whether a text has an operator, a phrase in quotes or a word to leave out."""
    return any(sign.search(text) for sign in (OPERATOR, EXCLUDED, QUOTE))


def left_out(written: str, reason: str | _StrPromise) -> str:
    """Say why a part of what was typed does not count."""
    return _("“%(written)s” was left out: %(reason)s") % {"written": written, "reason": reason}


REASONS = {
    "kind": gettext_lazy("there is no such kind."),
    "region": gettext_lazy("no region has this code or name."),
    "sector": gettext_lazy("there is no such sector."),
    "tag": gettext_lazy("a tag has letters or digits."),
    "author": gettext_lazy("no member or organisation that is shown has this handle."),
    "since": gettext_lazy("a day is written as 2026-01-31."),
    "until": gettext_lazy("a day is written as 2026-01-31."),
    "minus": gettext_lazy("the minus leaves out words only. Choose in the filter what you want to see."),
    "near": gettext_lazy("no region with a place on the map has this code or name."),
}
NOTHING_BEHIND = gettext_lazy("nothing stands right behind the colon. Write it without a space, such as %(example)s.")
EXAMPLES = {
    "kind": gettext_lazy("kind:event"),
    "region": gettext_lazy("region:81.02"),
    "sector": gettext_lazy("sector:fisheries"),
    "tag": gettext_lazy("tag:cooperative"),
    "author": gettext_lazy("author:@maria"),
    "since": gettext_lazy("after:2026-01-31"),
    "until": gettext_lazy("before:2026-07-01"),
    "near": gettext_lazy("near:81.72"),
}
ONE_DAY = gettext_lazy("of several days the one counts that leaves the fewest results.")
ONE_PLACE = gettext_lazy("of several places the last one counts.")


def token_called(handle: str) -> str:
    """Name whoever has a handle by a token; empty where nobody has it, and where they are not shown, alike."""
    shown = Q(user__is_active=True, user__profile__is_listed=True)
    shown |= Q(organisation__isnull=False, organisation__suspended_at=None)
    meant = Handle.objects.known_as(handle.removeprefix("@").replace("\0", ""))
    found = Handle.objects.filter(shown, pk__in=meant).first()
    if found is None:
        return ""
    return f"organisation:{found.organisation_id}" if found.organisation_id else f"user:{found.user_id}"


def day(text: str) -> date | None:
    """Read a day, a month's or a year's first day, as ISO 8601 writes them; None if it is none."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text, re.ASCII)
    try:
        read = date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1)) if parts else None
        return read if read and read.year in YEARS else None
    except ValueError:
        return None


def region_named(text: str) -> Region | None:
    """Find a region by its code, a former code, or one of its names, with what it is before it or not.

    Of several with one name it is the highest; where it is said what it is (`Kota Sorong`), the one called just so.
    """
    if re.fullmatch(r"[\d.]+", text, re.ASCII):
        return region_coded(text)
    named = SearchEntry.objects.filter(kind="region", is_deleted=False)
    named = named.carrying(EntryTerm.Field.NAME, _ways_to_say(text.lower().replace("\0", "")))
    keys = [key for key in named.values_list("object_id", flat=True)[:MOST_OF_A_NAME] if key.isdigit()]
    regions = list(Region.objects.filter(pk__in=keys).order_by(Length("code"), "code") if keys else ())
    called = folded(_whole(text)) if A_REGION.match(text) else ""
    return next((region for region in regions if folded(str(region)) == called), next(iter(regions), None))


def place_named(text: str) -> Region | None:
    """Find a region as `region_named` does, if it has a place on the map."""
    region = region_named(text)
    return region if region and region.latitude is not None else None


def _ways_to_say(name: str) -> list[str]:
    """Give a name as typed, without what the region is (`Kabupaten`), and with its words spelled otherwise (`Kai`)."""
    ways = list(dict.fromkeys([name, A_REGION.sub("", name)]))
    for way in tuple(ways):
        terms = Words.parse(way, synonyms()).terms
        said = ([" ".join(meaning) for meaning in term.meanings] for term in terms)
        ways += [" ".join(each) for each in islice(product(*said), MOST_OF_A_NAME)]
    return list(dict.fromkeys(ways))


def _whole(name: str) -> str:
    """Write out what a region is, where it was shortened."""
    short = A_REGION.match(name)
    return name if short is None else f"{IN_FULL.get(short[1].lower(), short[1])} {name[short.end() :]}"


def region_coded(code: str) -> Region | None:
    """Find a region by its code, with or without dots, or by one that it had."""
    if not re.fullmatch(r"\d[\d.]{0,19}", code, re.ASCII):
        return None
    code = dotted(code) or code
    region = regions_by_code([code]).get(code)
    return region or Region.objects.filter(former_codes__icontains=f'"{code}"').order_by("code").first()


# Of what counts only once: how it is read, and which of several counts.
READ: dict[str, Callable[[str], Any]] = {"since": day, "until": day, "near": place_named}
ONE_OF: dict[str, Callable[[list[Any]], Any]] = {"since": max, "until": min, "near": lambda places: places[-1]}
