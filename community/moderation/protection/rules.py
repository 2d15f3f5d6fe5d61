"""The four rules by which a text of somebody new waits; each says why, or nothing, after one query at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from ..reasons import IN_A_ROW, SAME_NETWORK, SAME_SITE, SAME_WORDS
from .models import Arrival, Trace

if TYPE_CHECKING:
    from community.members.models import User

    from ..site_settings import ModerationSettings

LONGEST_NAMED = 100  # of a site, in the reason that a text keeps
Kind = Trace.Kind


@dataclass(frozen=True)
class Written:
    """A text as it is compared: by whom, the sites it links to by their hashes, the marks of its words.

    Of a text that is changed these are what it did not have before.
    """

    member: User | None
    writer: str
    thing: str
    is_new: bool
    sites: Mapping[str, str]
    words: frozenset[str]

    def traces(self) -> list[Trace]:
        """Give what is kept of it."""
        facts = [(Kind.TEXT, "")] if self.is_new else []
        facts += [(Kind.SITE, value) for value in self.sites] + [(Kind.WORDS, value) for value in self.words]
        return [Trace(kind=kind, value=value, writer=self.writer, thing=self.thing) for kind, value in facts]


def same_site(written: Written, found: ModerationSettings) -> str:
    """Name a site to which so many new accounts and visitors link that this one may not be the first of them."""
    if not (found.host_accounts and written.sites):
        return ""
    since = timezone.now() - timedelta(days=found.host_days)
    rows = Trace.objects.filter(kind=Kind.SITE, value__in=written.sites, at__gt=since).exclude(writer=written.writer)
    others = dict(rows.values_list("value").annotate(count=Count("writer", distinct=True)))
    for value, name in written.sites.items():
        if others.get(value, 0) + 1 >= found.host_accounts:
            return SAME_SITE.kept(site=name[:LONGEST_NAMED])
    return ""


def same_words(written: Written, found: ModerationSettings) -> str:
    """Say that mostly the same stands elsewhere, by this account or another.

    Compared are texts of new accounts alone: of the others nothing is kept.
    """
    if not (found.repeat_days and written.words):
        return ""
    since = timezone.now() - timedelta(days=found.repeat_days)
    rows = Trace.objects.filter(kind=Kind.WORDS, value__in=written.words, at__gt=since).exclude(thing=written.thing)
    return SAME_WORDS.kept() if rows.exists() else ""


def too_many(written: Written, found: ModerationSettings) -> str:
    """Say that somebody writes more in a row than anybody new is likely to."""
    if not (found.burst_texts and written.is_new):
        return ""
    since = timezone.now() - timedelta(minutes=found.burst_minutes)
    if Trace.objects.filter(writer=written.writer, kind=Kind.TEXT, at__gt=since).count() < found.burst_texts:
        return ""
    return IN_A_ROW.kept(count=found.burst_texts)


def same_network(written: Written, found: ModerationSettings) -> str:
    """Say that many new accounts came from a network of this one's; nothing is known of where visitors come from."""
    if not (found.network_accounts and written.is_new and written.member):
        return ""
    arrived = Arrival.objects.filter(at__gt=timezone.now() - timedelta(hours=found.network_hours))
    theirs = arrived.filter(user=written.member).values("network")
    counts = arrived.filter(network__in=theirs).values("network").annotate(count=Count("pk")).values_list("count")
    most = max((count for (count,) in counts), default=0)
    return SAME_NETWORK.kept(count=most) if most >= found.network_accounts else ""


RULES = (same_site, same_words, too_many, same_network)
