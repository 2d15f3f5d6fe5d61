"""The rules by which a text of somebody unproven waits; each says why, or nothing, after one query at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from ..reasons import ALIKE, ALL_TOGETHER, IN_A_ROW, SAME_CONTACT, SAME_LINE, SAME_NETWORK, SAME_SITE, SAME_WORDS
from .models import Arrival, Trace

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from community.members.models import User

    from ..site_settings import ModerationSettings

LONGEST_NAMED = 100  # of a site, in the reason that a text keeps
Kind = Trace.Kind


@dataclass(frozen=True)
class Written:
    """A text as it is compared: by whom, the sites it links to by their hashes, and the hashes of what else it says.

    `words` are the marks of what is long enough to vary, `lines` of what isn't.

    Of a text that is changed these are what it did not have before.
    """

    member: User | None
    writer: str
    thing: str
    is_new: bool
    sites: Mapping[str, str]
    contacts: frozenset[str]
    words: frozenset[str]
    lines: frozenset[str]

    def traces(self) -> list[Trace]:
        """Give what is kept of it."""
        facts = [(Kind.TEXT, "")] if self.is_new else []
        facts += [(Kind.SITE, value) for value in self.sites] + [(Kind.CONTACT, value) for value in self.contacts]
        facts += [(Kind.WORDS, value) for value in self.words] + [(Kind.LINE, value) for value in self.lines]
        return [Trace(kind=kind, value=value, writer=self.writer, thing=self.thing) for kind, value in facts]


def same_site(written: Written, found: ModerationSettings) -> str:
    """Name a site to which so many unproven accounts and visitors link that this one may not be the first of them."""
    if not (found.host_accounts and written.sites):
        return ""
    others = _others(written, Kind.SITE, written.sites, timezone.now() - timedelta(days=found.host_days))
    for value, name in written.sites.items():
        if others.get(value, 0) + 1 >= found.host_accounts:
            return SAME_SITE.kept(site=name[:LONGEST_NAMED])
    return ""


def same_contact(written: Written, found: ModerationSettings) -> str:
    """Say that so many unproven accounts and visitors give the same number, address, chat or brand as is set."""
    if not (found.contact_accounts and written.contacts):
        return ""
    others = _others(written, Kind.CONTACT, written.contacts, timezone.now() - timedelta(days=found.host_days))
    return SAME_CONTACT.kept() if max(others.values(), default=0) + 1 >= found.contact_accounts else ""


def same_line(written: Written, found: ModerationSettings) -> str:
    """Say that so many unproven accounts and visitors wrote the same, where it is too short not to agree by chance."""
    if not (found.line_accounts and written.lines):
        return ""
    others = _others(written, Kind.LINE, written.lines, timezone.now() - timedelta(hours=found.line_hours))
    return SAME_LINE.kept() if max(others.values(), default=0) + 1 >= found.line_accounts else ""


def alike(written: Written, found: ModerationSettings) -> str:
    """Say that so much with the same site, contact or line came already, by whomever: one account after the other."""
    values = {*written.sites, *written.contacts, *written.lines}
    if not (found.alike_texts and values):
        return ""
    since = timezone.now() - timedelta(days=found.host_days)
    kinds = (Kind.SITE, Kind.CONTACT, Kind.LINE)
    rows = Trace.objects.filter(kind__in=kinds, value__in=values, at__gt=since).exclude(thing=written.thing)
    counts = rows.values("kind", "value").annotate(count=Count("pk")).values_list("count", flat=True)
    return ALIKE.kept(count=found.alike_texts) if max(counts, default=0) >= found.alike_texts else ""


def same_words(written: Written, found: ModerationSettings) -> str:
    """Say that mostly the same stands elsewhere, by this account or another.

    Compared are texts of unproven accounts alone: of the others nothing is kept.
    """
    if not (found.repeat_days and written.words):
        return ""
    since = timezone.now() - timedelta(days=found.repeat_days)
    rows = Trace.objects.filter(kind=Kind.WORDS, value__in=written.words, at__gt=since).exclude(thing=written.thing)
    return SAME_WORDS.kept() if rows.exists() else ""


def too_many(written: Written, found: ModerationSettings) -> str:
    """Say that somebody writes more in a row than anybody unproven is likely to."""
    if not (found.burst_texts and written.is_new):
        return ""
    since = timezone.now() - timedelta(minutes=found.burst_minutes)
    if Trace.objects.filter(writer=written.writer, kind=Kind.TEXT, at__gt=since).count() < found.burst_texts:
        return ""
    return IN_A_ROW.kept(count=found.burst_texts)


def same_network(written: Written, found: ModerationSettings) -> str:
    """Say that many unproven accounts came from a network of this one's; of visitors it isn't known."""
    if not (found.network_accounts and written.is_new and written.member):
        return ""
    most = most_arrived(written.member, found)
    return SAME_NETWORK.kept(count=most) if most >= found.network_accounts else ""


def most_arrived(member: User, found: ModerationSettings) -> int:
    """Count the unproven accounts that came from a network of this one's lately, itself with them."""
    arrived = Arrival.objects.filter(at__gt=timezone.now() - timedelta(hours=found.network_hours))
    theirs = arrived.filter(user=member).values("network")
    counts = arrived.filter(network__in=theirs).values("network").annotate(count=Count("pk")).values_list("count")
    return max((count for (count,) in counts), default=0)


def all_together(written: Written, found: ModerationSettings) -> str:
    """Say that unproven accounts and visitors write more together than is likely: nothing else may agree in it.

    The last of the rules, for floods of a style that none of the others knows. What waits counts as well, since
    nobody has seen yet what it is; so while a flood goes on, what others write who are unproven waits beside it.
    """
    if not (found.newcomer_texts and written.is_new):
        return ""
    since = timezone.now() - timedelta(minutes=found.newcomer_minutes)
    lately = Trace.objects.filter(kind=Kind.TEXT, value="", at__gt=since)
    if lately[: found.newcomer_texts].count() < found.newcomer_texts:
        return ""
    return ALL_TOGETHER.kept(count=found.newcomer_texts)


def _others(written: Written, kind: Kind, values: Collection[str], since: datetime) -> dict[str, int]:
    """Count for each of these values by how many others it was written since then."""
    rows = Trace.objects.filter(kind=kind, value__in=values, at__gt=since).exclude(writer=written.writer)
    return dict(rows.values_list("value").annotate(count=Count("writer", distinct=True)))


RULES = (same_site, same_contact, same_words, same_line, alike, too_many, same_network, all_together)
