"""Keep the entries true to the things they describe; called in the transaction that changes the thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from outbox.services import enqueue, enqueue_once
from wagtail.models import Page

from community.forums.models import Post, Topic
from home.models import EventPage, Region, RegionPage, StandardPage, StoryPage

from .columns import WRITTEN, columns_of, says, terms_of, write_terms
from .indexing.client import is_used
from .models import EntryTerm, SearchEntry, SearchEntryQuerySet, Term
from .models.entries import wait_for_delivery
from .permissions import public_tokens
from .sources import SOURCES, Source
from .spelling import learn

BATCH = 500
SPOKEN = ("topic", "post", "comment")  # kinds that may be written in the name of an organisation
SMALLER_BATCHES = {
    "document": 50,  # the texts of a thing are long, and all of a batch are in memory at once
    "comment": 100,  # all are described anew when a kind of pages is switched, while others write
}

# Which kind of entry a page has; a page of a region speaks in the entry of its region.
PAGE_KINDS: dict[type[Page], str] = {StoryPage: "story", EventPage: "event", StandardPage: "page"}


def refresh(kind: str, thing: Any) -> None:
    """Bring the entries of one thing up to date, whatever happened to it."""
    refresh_many(kind, [thing])


def refresh_many(kind: str, things: Iterable[Any]) -> int:
    """Bring the entries of many things up to date, in batches; returns how many things were read."""
    source = SOURCES[kind]
    iterator, count = iter(things), 0
    while batch := list(islice(iterator, SMALLER_BATCHES.get(kind, BATCH))):
        _write(source, batch)
        count += len(batch)
    return count


def forget(kind: str, object_ids: Iterable[str]) -> None:
    """Leave tombstones where things were: an engine of its own must hear of them too."""
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids), is_deleted=False)
    _entomb(entries, title="", summary="", body="", author="")


def rebuild(kinds: Iterable[str], on_progress: Callable[[str, int, int], None]) -> None:
    """Describe everything of some kinds anew, and forget what is no longer there.

    `on_progress(kind, done, total)` is called after every batch.
    """
    for kind in kinds:
        source = SOURCES[kind]
        things = source.things()
        # Keys are read whole: SQLite refuses to write while a read that began before another's write is still open.
        # Entries are read before things: one that is made meanwhile is not taken for stale.
        known = list(SearchEntry.objects.filter(kind=kind, is_deleted=False).values_list("object_id", flat=True))
        keys = list(things.values_list("pk", flat=True))
        total, done, seen = len(keys), 0, set[str]()
        on_progress(kind, 0, total)
        for batch in _batches(keys, SMALLER_BATCHES.get(kind, BATCH)):
            seen.update(_write_anew(source, batch))
            done += len(batch)
            on_progress(kind, done, total)
        for stale in _batches([key for key in known if key not in seen]):
            _write_anew(source, _keys_of_things(stale), entries=stale)


@transaction.atomic
def follow_page(page: Page) -> None:
    """Bring the entries of a page, of its translations and of the comments under it up to date."""
    if isinstance(page, RegionPage):
        refresh_many("region", SOURCES["region"].things().filter(pk=page.region_id))
    elif kind := PAGE_KINDS.get(type(page)):
        refresh_many(kind, SOURCES[kind].things().filter(translation_key=page.translation_key))
    refresh_many("comment", _comments_under(page))


def follow_region_pages(pages: Iterable[RegionPage]) -> None:
    """Bring the entries of the regions of new pages up to date together: hundreds are made at once."""
    refresh_many("region", SOURCES["region"].things().filter(pk__in=[page.region_id for page in pages]))


@transaction.atomic
def follow_discussion(key: str) -> None:
    """Bring the entries of all comments of a discussion up to date."""
    refresh_many("comment", SOURCES["comment"].things().filter(discussion__key=key))


@transaction.atomic
def forget_page(page: Page) -> None:
    """Forget a page that is about to be deleted; its comments stay found only under a translation, by its title."""
    if isinstance(page, RegionPage):
        _forget_told(page)
    elif kind := PAGE_KINDS.get(type(page)):
        forget(kind, [str(page.pk)])
    others = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
    if others.exists():
        enqueue("search.tasks.refresh_discussion", str(page.translation_key))
    else:
        forget("comment", [str(pk) for pk in _comments_under(page).values_list("pk", flat=True)])


@transaction.atomic
def follow_topic(topic: Topic) -> None:
    """Bring a topic's entry up to date; its posts follow only where title, audience or place changed.

    When the topic disappears, its posts do at once; when it appears, a job describes them.
    """
    before = _shared_with_posts(topic)
    refresh("topic", topic)
    after = _shared_with_posts(topic)
    if before == after:
        return
    posts = SearchEntry.objects.filter(kind="post", group=f"topic:{topic.pk}")
    if not topic.is_live or not topic.is_listed:
        _entomb(posts.filter(is_deleted=False))
        return
    if before and set(before[1]) != set(after[1] if after else []):
        _entomb(posts.filter(is_deleted=False))
    if topic.post_count > 1:
        enqueue("search.tasks.refresh_topic_posts", topic.pk)


def refresh_topic(topic_id: int) -> None:
    """Describe a topic anew that somebody replied in: how much, and when last."""
    _refresh_later("topic", [topic_id])


def refresh_posts_of(topic_id: int) -> int:
    """Describe all posts of a topic anew; returns how many."""
    keys = list(SOURCES["post"].things().filter(topic=topic_id).values_list("pk", flat=True))
    for batch in _batches(keys, BATCH):
        _refresh_later("post", batch)
    return len(keys)


def follow_moved_posts(keys: Iterable[int], *, source: Topic, into: Topic) -> None:
    """Describe posts anew that went to another topic, by a job; until then none is found by who may not read that."""
    for batch in _batches(keys):
        if source.category_id != into.category_id or not into.is_listed:
            _entomb(SearchEntry.objects.filter(kind="post", object_id__in=map(str, batch), is_deleted=False))
        enqueue("search.tasks.refresh_posts", batch)


def refresh_posts(keys: Iterable[int]) -> None:
    """Describe posts anew; one that opens a topic is found as that one, which is described with its own change."""
    keys = list(keys)
    first = Post.objects.filter(pk__in=keys, number=1).values_list("pk", flat=True)
    forget("post", map(str, first))
    _refresh_later("post", keys)


def refresh_region_entries(region_id: int) -> None:
    """Describe a region, those around it and everything that stands there anew: they repeat its name."""
    region = Region.objects.filter(pk=region_id).first()
    if region is None:
        return
    around = Q(pk__in=Region.objects.within(region.code).values("pk")) | Q(pk=region.parent_id)
    refresh_many("region", SOURCES["region"].things().filter(around))
    refresh_carriers(EntryTerm.Field.REGION, region.code)


def refresh_carriers(field: str, value: str) -> None:
    """Describe everything anew that carries a term, since it repeats a name that changed; regions but themselves."""
    carriers = SearchEntry.objects.filter(is_deleted=False).carrying(field, [value])
    for kind in SOURCES:
        if kind != "region":
            for keys in _batches(carriers.filter(kind=kind).values_list("object_id", flat=True).iterator()):
                _refresh_later(kind, keys)


def refresh_spoken(organisation_id: int) -> None:
    """Describe everything anew that was written in the name of an organisation: it repeats the name of one in view."""
    for kind in SPOKEN:
        things = SOURCES[kind].things()
        for keys in _batches(list(things.filter(organisation=organisation_id).values_list("pk", flat=True))):
            _refresh_later(kind, keys)


@transaction.atomic
def _refresh_later(kind: str, keys: list[Any]) -> None:
    """Describe things anew in a job, which holds no lock on them; their keys are those of their entries.

    What is said of them is locked before they are read: whoever hides one meanwhile is seen, or has the last word.
    """
    _lock_entries(kind, map(str, keys))
    refresh_many(kind, SOURCES[kind].things().filter(pk__in=keys))


@transaction.atomic
def _write_anew(source: Source, keys: list[Any], *, entries: Iterable[str] = ()) -> set[str]:
    """Describe things of these keys anew, and forget those of `entries` that are no longer of any; as `_refresh_later`.

    Returns the keys of the entries that they can have. A thing that had none when the locks were taken, and got one in
    another transaction before this one wrote it, is read once more: then its entry is there to be locked.
    """
    for is_second in (False, True):
        _lock_entries(source.kind, {key for each in keys for key in _possible_keys(source, each)} | set(entries))
        found = list(source.things().filter(pk__in=keys))
        try:
            with transaction.atomic():
                _write(source, found)
            break
        except IntegrityError:
            if is_second:
                raise
    seen = {key for thing in found for key in source.keys(thing)}
    forget(source.kind, [key for key in entries if key not in seen])
    return seen


def _lock_entries(kind: str, object_ids: Iterable[str]) -> None:
    said = SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids))
    list(said.select_for_update().order_by("pk").values_list("pk", flat=True))


def _possible_keys(source: Source, key: Any) -> list[str]:
    """Give the keys of the entries that a thing can have, before it is read."""
    return source.keys(source.models[0](pk=key))


def _keys_of_things(object_ids: Iterable[str]) -> list[int]:
    """Give the keys of the things whose entries these are, once each."""
    keys = {object_id.partition(":")[0] for object_id in object_ids}
    return sorted(int(key) for key in keys if key.isdecimal())


def _forget_told(page: RegionPage) -> None:
    """Describe a region without a page of it that is about to be deleted, and in the table still."""
    regions = list(SOURCES["region"].things().filter(pk=page.region_id))
    for region in regions:
        region.told = [told for told in region.told if told.pk != page.pk]
    refresh_many("region", regions)


@transaction.atomic
def _entomb(entries: SearchEntryQuerySet, **emptied: str) -> None:
    """Turn entries into tombstones of a newer version; a topic may have a hundred thousand posts."""
    for keys in _batches(list(entries.select_for_update().order_by("pk").values_list("pk", flat=True)), BATCH):
        going = SearchEntry.objects.filter(pk__in=keys)
        going.update(is_deleted=True, version=F("version") + 1, updated_at=timezone.now(), **emptied)
        _deliver_soon(going)


def _comments_under(page: Page) -> QuerySet[Any]:
    return SOURCES["comment"].things().filter(discussion__key=str(page.translation_key))


def _shared_with_posts(topic: Topic) -> tuple[str, list[str]] | None:
    """What the entries of a topic's posts repeat of the topic's own: title, and terms; None while it has no entry."""
    entry = SearchEntry.objects.filter(kind="topic", object_id=str(topic.pk), is_deleted=False).first()
    if entry is None:
        return None
    terms = entry.terms.exclude(field=EntryTerm.Field.TAG).order_by("field", "value")
    return entry.title, [f"{field}={value}" for field, value in terms.values_list("field", "value")]


def _batches(things: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


def _write(source: Source, things: list[Any]) -> None:
    """Write the entries of things, and leave those untouched that say already what they should."""
    described = [description for thing in things for description in source.describe(thing)]
    gone = {key for thing in things for key in source.keys(thing)} - {entry.object_id for entry in described}
    now = timezone.now()
    with transaction.atomic():
        known = {
            entry.object_id: entry
            for entry in SearchEntry.objects.select_for_update().filter(
                kind=source.kind, object_id__in=[description.object_id for description in described]
            )
        }
        carried = EntryTerm.objects.by_entry(entry.pk for entry in known.values())
        changed: list[SearchEntry] = []
        new: list[SearchEntry] = []
        terms: dict[str, set[Term]] = {}
        for description in described:
            key = description.object_id
            entry = known.get(key) or SearchEntry(kind=source.kind, object_id=key, version=0)
            columns, described_terms = columns_of(description), terms_of(description)
            if not entry.is_deleted and carried.get(entry.pk) == described_terms and says(entry, columns):
                continue
            for name, value in columns.items():
                setattr(entry, name, value)
            entry.is_deleted = False
            entry.version += 1
            entry.updated_at = now
            terms[key] = described_terms
            (changed if entry.pk else new).append(entry)
        if terms:
            SearchEntry.objects.bulk_create(new)
            SearchEntry.objects.bulk_update(changed, [*WRITTEN, "is_deleted", "version", "updated_at"])
            write_terms(changed, new, terms)
            wait_for_delivery(sorted((entry.pk, entry.version) for entry in (*changed, *new)))
            _wake_delivery()
        if titled := [text for text in described if not text.is_under_title]:
            public = public_tokens()
            learn(word for text in titled if not public.isdisjoint(text.audience) for word in (text.title, *text.names))
        if gone:
            forget(source.kind, gone)


def _deliver_soon(changed: SearchEntryQuerySet) -> None:
    """Have what changed brought to Elasticsearch after this transaction; where there is none yet, it waits for one."""
    changed.queue()
    _wake_delivery()


def _wake_delivery() -> None:
    if is_used():
        enqueue_once("search.tasks.deliver")
