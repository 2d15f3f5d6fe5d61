"""What the search says as JSON, and how an address asks for it."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from django.conf import settings
from ninja import Field, Schema

from .addresses import address_of
from .engines import Hit
from .facets import Option

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MOST_RESULTS = 50


class Parameters(Schema):
    """What an address may ask; all but the last three as on the page of results, where `Filters` reads them."""

    q: str = Field("", description="Words, “phrases”, -words, and operators such as kind:event.")
    kind: list[str] = Field([], description="Kinds of things, such as story or event; one must fit.")
    region: list[str] = Field([], description="Codes of regions; what is in a part of a region is in the region.")
    sector: list[str] = Field([], description="Sectors, as in the addresses of the site.")
    language: list[str] = Field([], description="Languages that things are written in.")
    year: list[str] = Field([], description="Years.")
    when: list[str] = Field([], description="Of events: coming or past.")
    since: str = Field("", description="The first day, as 2026-01-31.")
    until: str = Field("", description="The day after the last, as 2026-01-31.")
    near: str = Field("", description="The code of the region that `nearest` sorts from.")
    sort: str = Field("", description="best, newest, oldest or nearest.")
    after: str = Field("", description="Where to go on: stands in `next` of the answer before.")
    limit: int = Field(20, ge=1, le=MOST_RESULTS, description="How many results at most.")
    reader: str = Field(
        settings.LANGUAGE_CODE, pattern=f"^({'|'.join(LANGUAGES)})$", description="The language to answer in."
    )


class Result(Schema):
    """One thing that was found."""

    kind: str
    title: str
    title_html: str = Field(description="Safe HTML, with <mark> around what was looked for.")
    excerpt: str
    excerpt_html: str = Field(description="Safe HTML, with <mark> around what was looked for.")
    url: str
    language: str
    place: str
    author: str
    date: datetime | None
    is_folded: bool = Field(description="Whether it is by somebody whom whoever asks has blocked.")

    @classmethod
    def of(cls, hit: Hit) -> Result:
        """Tell of a hit, in the active language."""
        entry = hit.entry
        return cls(
            kind=entry.kind,
            title=entry.title,
            title_html=str(hit.title),
            excerpt=_plain(hit.excerpt),
            excerpt_html=str(hit.excerpt),
            url=settings.BASE_URL + address_of(entry),
            language=entry.language,
            place=entry.place,
            author=entry.written_by,
            date=entry.date,
            is_folded=hit.is_folded,
        )


class FacetValue(Schema):
    """A value to narrow the search by."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @classmethod
    def below(cls, options: list[Option]) -> list[FacetValue]:
        """List options, each before those below it."""
        values: list[FacetValue] = []
        for option in options:
            own = cls(value=option.value, label=option.label, count=option.count, is_chosen=option.is_chosen)
            values += [own, *cls.below(option.below)]
        return values


class Found(Schema):
    """A page of results."""

    total: int = Field(description="How many things were found and may be seen by whoever asks.")
    is_capped: bool = Field(
        description="Whether there are more; all that is counted is then of the best only, and where nothing is next, "
        "only these can be reached."
    )
    is_partial: bool = Field(description="Whether the counts of the facets are of the best only.")
    is_stand_in: bool = Field(description="Whether the database answered, because Elasticsearch is away or catches up.")
    is_behind: bool = Field(description="Whether what was written in the last minutes may be missing.")
    meant: str = Field(description="What was perhaps meant; empty if nothing else.")
    is_meant: bool = Field(description="Whether that was looked for instead.")
    results: list[Result]
    facets: dict[str, list[FacetValue]] = Field(description="Facets that can narrow the search, or do.")
    problems: list[str] = Field(description="Why operators were left out, or nothing can be found.")
    next: str | None = Field(description="The address of the next page.")


class Refusal(Schema):
    """Why there is no answer."""

    detail: str
    refused: list[str] = Field([], description="Parts of the address that name nothing or are too many, as name=value.")


def _plain(marked: str) -> str:
    return unescape(marked.replace("<mark>", "").replace("</mark>", ""))
