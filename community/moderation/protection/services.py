"""Looking at what unproven accounts write, and keeping of it what the next texts are compared with.

Unproven (`writing.newcomers.is_unproven`) is who is of trust level 0, however long ago they joined, and of level 1 in
their first days; the reasons and settings say *new accounts*. Staff and moderators are free whatever their level.

Rows are written when a text is about to be saved, held or not, in the transaction that saves it: of one that is refused
after that nothing stays. A text of somebody unproven costs at most thirteen queries here: who they are, what they
quote, two locks, one of each rule, and one that writes; one that is changed asks what it said before instead of the
last three rules. A text of anybody else costs none.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from guard.limits import address_of

from community.forums.models import Post, Topic
from community.forums.services.limits import LOCK, lock_writer
from community.forums.services.quoting import quoted, references_in
from community.members.models import User
from community.members.organisations.models import Organisation
from community.writing.hosts import site_of
from community.writing.newcomers import by_settled, is_bound, is_on_probation, is_unproven
from community.writing.open_sites.services import is_open

from ..reasons import SAME_NETWORK
from ..services.disguises import folded
from ..site_settings import moderation_settings
from .fingerprints import hosts_in, is_made_of, keyed, letters_of, marks_of, network_mark, reached_in
from .models import Arrival, Trace
from .rules import RULES, Written, most_arrived

JUST_NOW = timedelta(minutes=1)  # an organisation is compared once it is kept, unlike texts
MOST_NAMED = 50  # of those who came from one network
DIGITS = re.compile(r"(?<=[a-z])[0-9]+|[0-9]+(?=[a-z])")  # in a name, not in the address of a machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from ..site_settings import ModerationSettings


def why_held(*, author: User | None, text: str, thing: Any) -> str:
    """Note what a text of somebody unproven says, and say why it must wait, as that is kept; empty where it need not.

    Of two that are written at the same moment the second sees what the first one noted.
    """
    if author and not is_unproven(author):
        return ""
    found = moderation_settings()
    if not (_compares(found) and _is_compared(author, thing)):
        return ""
    said_by_others = _quoted(text, thing)
    _wait_for_others(_member(author, thing))
    written = _read(author, text, thing, quoted=said_by_others, found=found)
    reason = next((reason for rule in RULES if (reason := rule(written, found))), "")
    Trace.objects.bulk_create(written.traces(), ignore_conflicts=True)
    return reason


def note_arrival(*, user: User, request: HttpRequest | None) -> None:
    """Note from which network somebody unproven signs up or in."""
    if request is None or not is_unproven(user) or not moderation_settings().network_accounts:
        return
    if network := network_mark(address_of(request)):
        Arrival.objects.bulk_create(
            [Arrival(user=user, network=network)],
            update_conflicts=True,
            unique_fields=["user", "network"],
            update_fields=["at"],
        )


def why_looked_at(*, user: User) -> str:
    """Say why a moderator should look at who has just come in, as that is kept; empty where nobody need.

    Asked once it is noted, in a statement of its own: so of many who come at once the later ones count the earlier.
    """
    found = moderation_settings()
    if not (found.network_accounts and is_unproven(user)):
        return ""
    most = most_arrived(user, found)
    return SAME_NETWORK.kept(count=most) if most >= found.network_accounts and is_on_probation(user) else ""


def arrived_with(user: User) -> list[User]:
    """Give the accounts that came from a network of this one's lately, without itself, the latest first."""
    since = timezone.now() - timedelta(hours=moderation_settings().network_hours)
    arrived = Arrival.objects.filter(at__gt=since)
    with_them = arrived.filter(network__in=arrived.filter(user=user).values("network")).exclude(user=user)
    return list(User.objects.filter(pk__in=with_them.values("user"), erased_at=None).order_by("-pk")[:MOST_NAMED])


def forget_old() -> int:
    """Delete what is older than any rule looks back; return how many rows went."""
    found, now = moderation_settings(), timezone.now()
    longest = max(
        timedelta(days=max(found.host_days, found.repeat_days)),
        timedelta(hours=found.line_hours),
        timedelta(minutes=max(found.burst_minutes, found.newcomer_minutes)),
    )
    gone = Trace.objects.filter(at__lt=now - longest).delete()[0]
    return gone + Arrival.objects.filter(at__lt=now - timedelta(hours=found.network_hours)).delete()[0]


def writer_of(author: User | None, thing: Any = None) -> str:
    """Name who writes: a member, or a visitor by the address that they confirmed."""
    return keyed(f"member:{author.pk}" if author else f"visitor:{thing.user_email.lower()}")


def _is_compared(author: User | None, thing: Any) -> bool:
    """Tell whether who writes is held to anything, as each visitor is; a mentor counts for whom they write for.

    Who may write for others was chosen for it, so of those only newcomers are held, and none for their level alone.
    What is said in private conversations is compared with nothing: no moderator could let it pass.
    """
    if getattr(getattr(thing, "topic", thing), "is_private", False):
        return False
    if mentor := getattr(thing, "acted_by", None):
        return is_bound(mentor)
    return author is None or is_on_probation(author)


def _member(author: User | None, thing: Any) -> User | None:
    """Give the member who writes: where a mentor does it for somebody, it is the mentor."""
    return getattr(thing, "acted_by", None) or author


def _compares(found: ModerationSettings) -> bool:
    counted = (found.host_accounts, found.contact_accounts, found.line_accounts, found.burst_texts)
    return any((*counted, found.repeat_days, found.network_accounts, found.newcomer_texts))


def _wait_for_others(member: User | None) -> None:
    """Let one text of somebody unproven be compared at a time, until the end of its transaction.

    It comes after the locks of the topic or discussion and of the writer, which who changes a title and a text would
    take later, and before that of the category. Other databases let only one write at all.
    """
    if member:
        lock_writer(member)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK, ["moderation.protection"])


def _quoted(text: str, thing: Any) -> list[str]:
    """Read the posts that a text in the forum quotes, of members who are settled: these words may stand in many texts.

    What is only marked as a quote, and what accounts of a flood quote of each other, counts as their own.
    """
    if not isinstance(thing, Topic | Post) or not (references := references_in(text)):
        return []
    posts = quoted(references, thing.topic_id if isinstance(thing, Post) else None)
    return list(posts.filter(by_settled("author")).values_list("body", flat=True))


def _read(author: User | None, text: str, thing: Any, *, quoted: Sequence[str], found: ModerationSettings) -> Written:
    """Read what is compared of a text; of one that is changed only what it did not say before."""
    sites = _sites(text, quoted, found)
    contacts = set(_contacts(text, quoted, found)) if found.contact_accounts else set()
    words, lines = _words(text, thing, quoted, found)
    member = _member(author, thing)
    writer = writer_of(member, thing)
    key, is_new = _key(writer, thing), thing.pk is None
    if not is_new:
        own = set(Trace.objects.filter(thing=key).values_list("value", flat=True))
        is_new = isinstance(thing, Organisation) and not own and thing.created_at > timezone.now() - JUST_NOW
        sites = {value: host for value, host in sites.items() if value not in own}
        contacts, lines = contacts - own, lines - own
        words = set() if words & own else words
    return Written(member, writer, key, is_new, sites, frozenset(contacts), frozenset(words), frozenset(lines))


def _key(writer: str, thing: Any) -> str:
    """Name a text by who wrote it and when: a topic and its first post, which are changed one by one, share a moment.

    What has no moment (a profile) has a key, and an organisation is written by several.
    """
    if isinstance(thing, Organisation):
        return keyed(f"organisation:{thing.pk}")
    made = getattr(thing, "created_at", None)
    return keyed(f"{writer}:{made.timestamp() if made else f'{type(thing).__name__} {thing.pk}'}")


def _sites(text: str, quoted: Sequence[str], found: ModerationSettings) -> dict[str, str]:
    """Name the sites of a text by their hashes; a chat is none where whom it leads to is compared.

    Names that differ by digits alone are one: `toko1.example` and `toko2.example` are bought together.
    """
    if not found.host_accounts:
        return {}
    hosts = hosts_in(text, quoted=quoted, with_chats=not found.contact_accounts)
    sites = [site_of(host) for host in hosts if not is_open(host)]
    return {keyed(f"site:{DIGITS.sub('', site)}"): site for site in sites}


def _contacts(text: str, quoted: Sequence[str], found: ModerationSettings) -> list[str]:
    """Give the contacts of a text, but for mailboxes at sites that everybody may link to, and words that all say."""
    contacts = reached_in(text, quoted=quoted)
    everyday = set(folded(found.everyday_words).split()) if contacts else set()
    return [
        keyed(f"contact:{each}")
        for each in contacts
        if not is_open(each.rpartition("@")[2]) and each.partition(":")[2] not in everyday
    ]


def _words(text: str, thing: Any, quoted: Sequence[str], found: ModerationSettings) -> tuple[set[str], set[str]]:
    """Give the marks of what is long in a text, and the hashes of what is short, but for what everybody says.

    The name of somebody may be that of others, too, where it is short. What an organisation tells of itself its people
    say elsewhere in the same words: of that only sites and contacts are compared.
    """
    if isinstance(thing, Organisation):
        return set(), set()
    words: set[str] = set()
    lines: set[str] = set()
    for part, is_name in _parts(text, thing):
        letters = letters_of(part, quoted=quoted)
        if is_made_of(part, found.everyday_words, quoted=quoted):
            continue
        if len(letters) >= found.repeat_letters:
            words |= marks_of(letters) if found.repeat_days else set()
        elif len(letters) >= found.line_letters and not is_name:
            lines.add(keyed(f"line:{letters}"))
    return words, lines if found.line_accounts else set()


def _parts(text: str, thing: Any) -> list[tuple[str, bool]]:
    """Divide what was typed: a title, or the name of a visitor, is varied easily, and what follows is the same.

    With each part stands whether it is the name of somebody.
    """
    title, name = str(getattr(thing, "title", "")), str(getattr(thing, "user_name", ""))
    head = title or name
    if head and text.startswith(head):
        return [(head, not title), (text[len(head) :], False)]
    return [(text, isinstance(thing, User))]
