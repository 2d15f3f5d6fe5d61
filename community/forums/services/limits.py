"""How long texts are, and how much somebody may write: one function for each thing that one writes.

What was written is counted in rows, also what is held, hidden or deleted by now, under a lock of the writer's: of two
windows at once the second counts what the first has written. Who writes for others is counted by what they wrote
themselves, for whomever; the staff, and moderators where they keep order, are held to lengths alone.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Case, Q, TextField, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.permissions import Viewer
from community.writing.newcomers import is_newcomer
from community.writing.services import clean_body, clean_title
from home.templatetags.time_tags import clock

from ..models import Participant, Post, Topic
from ..models.site_settings import forum_settings
from ..permissions import keeps_order_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

    from ..models import Category

FIRST_DAY = timedelta(days=1)
SOON = 60  # seconds that are said as such; what is farther away is said by the clock
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class LimitReached(ValidationError):
    """A limit is reached until a moment; the message says which, and when one may go on."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason, code="limit")
        self.until = until

    @property
    def retry_after(self) -> int:
        """In how many seconds one may go on."""
        return _seconds_until(self.until)


@dataclass(frozen=True)
class Writer:
    """Whose limits count: whoever writes, be it for somebody else; `is_free` says, when it is asked, who has none."""

    user: User
    is_free: Callable[[Viewer], bool]

    def refuse(self, reason: str, until: datetime, *, can_post: bool = False) -> None:
        """Raise `LimitReached`, unless the writer has no limits here."""
        viewer = Viewer(self.user)
        if not (viewer.is_moderator or viewer.is_staff or self.is_free(viewer)):
            raise LimitReached(f"{reason} {_when(until, self.user, can_post=can_post)}", until)


def title_minimum_for(topic: Topic | None = None) -> int:
    """Say how many characters a title has at least, in a private conversation or elsewhere."""
    found = forum_settings()
    return found.private_title_min if topic is not None and topic.is_private else found.title_min


def minimum_for(topic: Topic | None = None) -> int:
    """Say how many characters a post has at least, in a private conversation or elsewhere."""
    found = forum_settings()
    return found.private_post_min if topic is not None and topic.is_private else found.post_min


def fit_title(text: str, *, topic: Topic | None = None, before: str = "") -> str:
    """Clean a title within the bounds of the settings; raise `ValidationError` with the bound that it misses."""
    return clean_title(text, least=title_minimum_for(topic), most=forum_settings().title_max, before=before)


def fit_body(text: str, *, topic: Topic | None = None, before: str = "", least: int | None = None) -> str:
    """Clean the text of a post in the same way."""
    least = minimum_for(topic) if least is None else least
    return clean_body(text, least=least, most=forum_settings().post_max, before=before)


def require_may_start(*, author: User, acted_by: User | None, category: Category, body: str) -> None:
    """Raise `LimitReached` where a member may not begin a topic yet; in the transaction that then writes it."""
    writer = Writer(acted_by or author, category.is_moderated_by)
    lock_writer(writer.user)
    _require_pause(writer, body)
    if not _is_on_first_day(writer.user):
        return
    most = forum_settings().first_day_topics
    if _written_by(writer.user).filter(number=1, topic__is_private=False).count() >= most:
        reason = ngettext(
            "On the first day one can start %(most)s topic.", "On the first day one can start %(most)s topics.", most
        )
        writer.refuse(reason % {"most": most}, writer.user.date_joined + FIRST_DAY)


def require_may_reply(*, author: User, acted_by: User | None, topic: Topic, body: str) -> None:
    """Raise `LimitReached` where a member may not reply yet; the topic is locked already."""
    writer = Writer(acted_by or author, lambda viewer: keeps_order_in(viewer, topic))
    lock_writer(writer.user)
    is_new = is_newcomer(writer.user)
    places = _require_pause(writer, body, since=writer.user.date_joined if is_new else None)
    if not is_new:
        return
    found, joined = forum_settings(), writer.user.date_joined
    replied = [topic_id for number, topic_id in places if number > 1]
    if _is_on_first_day(writer.user) and len(replied) >= (most := found.first_day_replies):
        reason = ngettext(
            "On the first day one can write %(most)s reply.", "On the first day one can write %(most)s replies.", most
        )
        writer.refuse(reason % {"most": most}, joined + FIRST_DAY)
    is_own = topic.is_private or topic.author_id in {author.pk, writer.user.pk}
    if not is_own and replied.count(topic.pk) >= (most := found.newcomer_replies):
        reason = ngettext(
            "In a topic that somebody else began, new members can write %(most)s reply.",
            "In a topic that somebody else began, new members can write %(most)s replies.",
            most,
        )
        writer.refuse(reason % {"most": most}, joined + timedelta(days=found.newcomer_days))


def require_may_converse(*, author: User, body: str) -> None:
    """Raise `LimitReached` where a member may not begin a private conversation yet, in which nobody keeps order."""
    writer = Writer(author, lambda viewer: False)
    lock_writer(author)
    _require_pause(writer, body)
    if not is_newcomer(author):
        return
    found = forum_settings()
    settled = author.date_joined + timedelta(days=found.newcomer_days)
    begun = Topic.objects.filter(author=author, is_private=True, created_at__gt=timezone.now() - FIRST_DAY)
    latest = list(begun.order_by("-created_at").values_list("created_at", flat=True)[: found.newcomer_conversations])
    if len(latest) >= (most := found.newcomer_conversations):
        reason = ngettext(
            "New members can begin %(most)s private conversation in 24 hours.",
            "New members can begin %(most)s private conversations in 24 hours.",
            most,
        )
        writer.refuse(reason % {"most": most}, min(latest[-1] + FIRST_DAY, settled) if latest else settled)


def require_may_let_in(*, by: User, count: int, most: int) -> None:
    """Raise `LimitReached` where somebody new would let more members into conversations than those they may begin hold.

    Each of them hears of it; who takes people out and others in would write to as many as they like. `most` is what one
    conversation holds.
    """
    lock_writer(by)
    if not is_newcomer(by):
        return
    found, since = forum_settings(), timezone.now() - FIRST_DAY
    let_in = Participant.objects.filter(added_by=by, added_at__gt=since).order_by("added_at")
    latest = list(let_in.values_list("added_at", flat=True))
    excess = len(latest) + count - (most := most * found.newcomer_conversations)
    if excess > 0:
        reason = ngettext(
            "New members can let %(most)s member into private conversations in 24 hours.",
            "New members can let %(most)s members into private conversations in 24 hours.",
            most,
        )
        settled = by.date_joined + timedelta(days=found.newcomer_days)
        until = min(latest[excess - 1] + FIRST_DAY, settled) if excess <= len(latest) else settled
        Writer(by, lambda viewer: False).refuse(reason % {"most": most}, until)


def require_may_say(*, editor: User, post: Post, topic: Topic, body: str) -> None:
    """Raise `LimitReached` where a changed post would say what its writer has just said elsewhere."""
    if not (minutes := forum_settings().same_text_minutes):
        return
    writer = Writer(editor, lambda viewer: keeps_order_in(viewer, topic))
    lock_writer(editor)
    others = _written_by(editor, timezone.now() - timedelta(minutes=minutes)).exclude(pk=post.pk)
    _require_new_text(writer, list(others.values_list("created_at", "body")), body)


def _require_pause(writer: Writer, body: str, *, since: datetime | None = None) -> list[tuple[int, int]]:
    """Refuse what comes too soon after the last post, and what was said in the last minutes already; in one query.

    With a moment `since` when it also returns which number of which topic whatever was written after it has.
    """
    found, now = forum_settings(), timezone.now()
    seconds = found.newcomer_seconds_between if is_newcomer(writer.user) else found.seconds_between
    pause, memory = timedelta(seconds=seconds), timedelta(minutes=found.same_text_minutes)
    lately = now - max(pause, memory)  # what is older is only counted
    text = Case(When(created_at__gt=lately, then="body"), default=Value(""), output_field=TextField())
    written = _written_by(writer.user, min(lately, since or lately))
    known = list(written.values_list("created_at", text, "number", "topic_id"))
    rows = [(at, said) for at, said, *_place in known if at > lately]
    last = max((at for at, _text in rows), default=None)
    if last is not None and last + pause > now:
        reason = ngettext(
            "Between two posts there must be %(count)s second.",
            "Between two posts there must be %(count)s seconds.",
            seconds,
        )
        writer.refuse(reason % {"count": seconds}, last + pause, can_post=True)
    _require_new_text(writer, [row for row in rows if row[0] + memory > now], body)
    return [(number, topic_id) for at, _said, number, topic_id in known if since and at > since]


def _require_new_text(writer: Writer, rows: list[tuple[datetime, str]], body: str) -> None:
    """Refuse a text that one of these rows has, however it was spaced."""
    said = _bare(body)
    if same := [at for at, text in rows if _bare(text) == said]:
        minutes = forum_settings().same_text_minutes
        reason = ngettext(
            "You have just written the same; a text is taken once in %(count)s minute. Please use other words.",
            "You have just written the same; a text is taken once in %(count)s minutes. Please use other words.",
            minutes,
        )
        writer.refuse(reason % {"count": minutes}, max(same) + timedelta(minutes=minutes))


def lock_writer(writer: User) -> None:
    """Wait until nothing else that somebody writes is being counted; the end of the transaction lets go.

    A lock of its own, taken between those of the topic and the category: whoever holds the row of a member (as deleting
    an account does) may be waiting for a topic. Other databases let only one write at all.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"forums.limits:{writer.pk}"])


def _written_by(writer: User, since: datetime | None = None) -> QuerySet[Post]:
    """Select what somebody wrote by themselves, for whomever; each of the two ways reads an index."""
    late = Q(created_at__gt=since or writer.date_joined)
    return Post.objects.written().filter(Q(late, author=writer, acted_by=None) | Q(late, acted_by=writer))


def _is_on_first_day(writer: User) -> bool:
    return is_newcomer(writer) and writer.date_joined > timezone.now() - FIRST_DAY


def _bare(text: str) -> str:
    """Give a text as it is compared: without case, spacing, and signs that are not seen."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.casefold().split())


def _seconds_until(moment: datetime) -> int:
    return max(1, math.ceil((moment - timezone.now()).total_seconds()))


def _when(moment: datetime, reader: User, *, can_post: bool) -> str:
    """Say when one may go on: in so many seconds, or by the clock of the reader's zone."""
    seconds = _seconds_until(moment)
    if seconds <= SOON and can_post:
        said = ngettext("You can post again in %(count)s second.", "You can post again in %(count)s seconds.", seconds)
        return said % {"count": seconds}
    if seconds <= SOON:
        said = ngettext("You can go on in %(count)s second.", "You can go on in %(count)s seconds.", seconds)
        return said % {"count": seconds}
    zone = ZoneInfo(reader.zone)
    # The next whole minute: at the one that is said it must be possible.
    local = (moment + timedelta(seconds=59, microseconds=999_999)).astimezone(zone)
    days = (local.date() - timezone.now().astimezone(zone).date()).days
    words = {0: _("You can go on today at %(time)s."), 1: _("You can go on tomorrow at %(time)s.")}
    said = words.get(days, _("You can go on at %(time)s on %(day)s."))
    return said % {"time": f"{clock(local)} {local.tzname()}", "day": date_format(local, "j F Y")}
