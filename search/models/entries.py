"""The one table of everything that can be found; the durable truth that every engine reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

QUEUED_AT_ONCE = 10_000
# Stands in a body before the names that a thing is found by, though its text does not have them; and between whoever
# wrote it, the organisation in whose name, and the mentor who wrote it for them.
BESIDE = "⁋"
Term = tuple[str, str]
"""A field of `EntryTerm` and a value."""


def year_of(date: datetime | None) -> str:
    """Give the year of a moment in the zone of the site, so that it is counted alike for every reader."""
    return str(timezone.localtime(date, timezone.get_default_timezone()).year) if date else ""


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries, by what they carry."""

    def findable_by(self, tokens: frozenset[str]) -> Self:
        """Entries that are not tombstones and whose audience overlaps the viewer's tokens."""
        return self.filter(is_deleted=False).carrying(EntryTerm.Field.AUDIENCE, tokens)

    def queue(self) -> None:
        """Let these entries wait for Elasticsearch as they are now; called in the transaction that changes them."""
        wait_for_delivery(self.order_by("pk").values_list("pk", "version").iterator(chunk_size=QUEUED_AT_ONCE))

    def carrying(self, field: str, values: frozenset[str] | list[str]) -> Self:
        """Entries that carry at least one of the values in a field of terms."""
        terms = EntryTerm.objects.filter(entry=OuterRef("pk"), field=field, value__in=values)
        return self.filter(Exists(terms))


def wait_for_delivery(entries: Iterable[tuple[int, int]]) -> None:
    """Let entries wait for Elasticsearch, by key and version, in the order of their keys."""
    rows = iter(entries)
    while batch := list(islice(rows, QUEUED_AT_ONCE)):
        PendingDelivery.objects.bulk_create(
            [PendingDelivery(entry_id=key, version=version) for key, version in batch],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["version"],
        )


class SearchEntry(models.Model):
    """One findable thing, flat: made by its adapter in `search.sources`, replaced as a whole when the thing changes."""

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.CharField(_("key"), max_length=64)
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=255)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    author = models.CharField(_("author"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    date = models.DateTimeField(_("date"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("Of an event, its last day."))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    cover = models.ForeignKey("home.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    popularity = models.PositiveIntegerField(_("popularity"), default=0)
    path = models.CharField(
        _("address"), max_length=400, help_text=_("Without the language's prefix where a thing has one page for both.")
    )
    size = models.PositiveBigIntegerField(
        _("size of the file"), null=True, blank=True, help_text=_("In bytes, where the thing is a file.")
    )
    group = models.CharField(_("group"), max_length=80, help_text=_("Of several hits in a group one is shown."))
    version = models.PositiveBigIntegerField(_("version"), default=1)
    is_deleted = models.BooleanField(_("deleted"), default=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_kind_object")]
        indexes = [
            models.Index(fields=["group"], name="search_entry_group"),
            models.Index(fields=["-date", "-id"], condition=models.Q(is_deleted=False), name="search_entry_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"

    @property
    def written_by(self) -> str:
        """Who wrote it, in whose name, and which mentor for them, in the reader's language."""
        member, organisation, mentor, *_rest = (*(part.strip() for part in self.author.split(BESIDE)), "", "")
        named = member or organisation
        if member and organisation:
            named = gettext("%(member)s for %(organisation)s") % {"member": member, "organisation": organisation}
        return gettext("%(author)s (written by %(mentor)s)") % {"author": named, "mentor": mentor} if mentor else named

    @property
    def told(self) -> str:
        """What an excerpt may show of the body."""
        return self.body.partition(BESIDE)[0].strip()

    @property
    def year(self) -> str:
        """The year of its date, empty where it has none."""
        return year_of(self.date)


class EntryTermQuerySet(models.QuerySet["EntryTerm"]):
    """Terms, without an object for each: an entry has many."""

    def by_entry(self, keys: Iterable[int]) -> dict[int, set[Term]]:
        """Give the terms of each of the entries with these keys."""
        found: dict[int, set[Term]] = {key: set() for key in keys}
        for key, field, value in self.filter(entry__in=found).values_list("entry_id", "field", "value"):
            found[key].add((field, value))
        return found


class EntryTerm(models.Model):
    """An exact value that an entry is filtered and counted by."""

    class Field(models.TextChoices):
        AUDIENCE = "audience", _("Audience")
        REGION = "region", _("Region")
        SECTOR = "sector", _("Sector")
        TAG = "tag", _("Tag")
        AUTHOR = "author", _("Author")
        NAME = "name", _("Name")

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="terms", db_index=False)
    field = models.CharField(max_length=10, choices=Field.choices)
    value = models.CharField(max_length=80)

    objects = EntryTermQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field", "value"], name="search_term_once")]
        indexes = [models.Index(fields=["field", "value", "entry"], name="search_term_by_value")]

    def __str__(self) -> str:
        return f"{self.field}={self.value}"


class PendingDelivery(models.Model):
    """An entry that Elasticsearch has not taken in this version; a tombstone waits like any other.

    A table of its own: to note in the wide row that it was taken would write its text index anew.
    """

    entry = models.OneToOneField(SearchEntry, primary_key=True, on_delete=models.CASCADE, related_name="delivery")
    version = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.entry_id} in version {self.version}"


class EntryText(models.Model):
    """SQLite's full-text index of the entries (FTS5), seen as a table; PostgreSQL keeps a column instead."""

    entry = models.OneToOneField(
        SearchEntry,
        primary_key=True,
        db_column="rowid",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="text",
    )
    everything = models.TextField(db_column="search_entrytext")
    rank = models.FloatField()

    class Meta:
        managed = False
        db_table = "search_entrytext"

    def __str__(self) -> str:
        return str(self.entry_id)


@models.TextField.register_lookup
class Matches(models.Lookup[bool]):
    """`column MATCH query` of SQLite's FTS5."""

    lookup_name = "matches"

    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        """Write the comparison."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)
