"""Starting private conversations, and the list of those one takes part in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.models import User
from community.members.permissions import Viewer, require_writer
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import require_few_links

from ..models import Category, Participant, Reading, Topic
from ..models.categories import PARTICIPANTS
from .beginning import begin_topic
from .levels import muted
from .limits import fit_body, fit_title, require_may_converse
from .participants import enter, require_few, require_reachable
from .quoted_words import quoted_by
from .unread import MOST_COUNTED, CountUpTo, ordinary_posts

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

    from ..models.topics import TopicQuerySet

SLUG = "_private"  # its slug, which no address leads to


@transaction.atomic
def start_conversation(
    *,
    author: User,
    people: Collection[User],
    groups: Collection[Group] = (),
    title: str,
    body: str,
    language: str = "id",
) -> Topic:
    """Write to members and groups, in a topic that only they see.

    Raises `Refused`, `ValidationError`, and `LimitReached` where it has to wait.
    """
    require_writer(author)
    people = [user for user in dict.fromkeys(people) if user.pk != author.pk]
    groups = list(dict.fromkeys(groups))
    if not (people or groups):
        raise ValidationError(_("Please name at least one other member to whom you write."), code="nobody")
    require_few(1 + len(people) + len(groups))
    require_reachable(by=author, people=people, groups=groups)
    topic = Topic(
        author=author,
        category=private_category(),
        is_private=True,
        is_listed=False,
        language=language,
        created_at=timezone.now(),
    )
    topic.title, body = fit_title(title, topic=topic), fit_body(body, topic=topic)
    require_few_mentions(author=author, text=body)
    require_few_links(author=author, text=body, quoted=quoted_by(author))
    require_may_converse(author=author, body=body)

    def let_them_in() -> None:
        enter(topic=topic, by=author, people=[author, *people], groups=groups)

    return begin_topic(topic, body=body, beside=let_them_in)


def private_category() -> Category:
    """Give the category in which private conversations stand for order's sake, made when it is first needed."""
    facts = {"name": "Pesan pribadi", "name_en": "Private messages", "icon": "envelope", "order": 999}
    closed = dict.fromkeys(("audience_see", "audience_reply", "audience_start"), PARTICIPANTS)
    category, _made = Category.objects.get_or_create(slug=SLUG, defaults={**facts, **closed})
    return category


def same_conversation(*, author: User, people: Iterable[User], groups: Iterable[Group] = ()) -> Topic | None:
    """Find the latest conversation of exactly these, in which they could go on."""
    users = {author.pk, *(user.pk for user in people)}
    keys = {group.pk for group in groups}
    own = Topic.objects.conversations_of(Viewer(author)).filter(locked_at=None, archived_at=None)
    rows = Participant.objects.active().filter(topic__in=own.values("pk")).order_by().values("topic")
    meant = Count("pk", filter=Q(user__in=users) | Q(group__in=keys))
    count = len(users) + len(keys)
    exact = rows.annotate(everybody=Count("pk"), meant=meant).filter(everybody=count, meant=count).values("topic")
    found: Topic | None = own.filter(pk__in=exact).order_by("-last_post_at", "-pk").first()
    return found


def conversations(viewer: Viewer) -> TopicQuerySet:
    """Select the conversations that a member takes part in with what a row shows, the latest first."""
    there = Participant.objects.active().select_related("user", "group").order_by("pk")
    found = Topic.objects.conversations_of(viewer).select_related("last_post_author")
    return found.prefetch_related(Prefetch("participants", there, to_attr="taking_part")).order_by(
        "-last_post_at", "-pk"
    )


def mark_unread(topics: Iterable[Topic], viewer: Viewer) -> list[Topic]:
    """Tell each row how much in it the viewer has not read, and where they go on, in one query.

    Of what they muted nothing counts as unread, as in the count of all.
    """
    rows = list(topics)
    mine = Reading.objects.filter(user=viewer.user_id, topic=OuterRef("pk")).values("last_read")[:1]
    asked = Topic.objects.filter(pk__in=[topic.pk for topic in rows])
    asked = asked.annotate(read=Coalesce(Subquery(mine), Value(0)))
    newer = ordinary_posts().filter(topic=OuterRef("pk"), number__gt=OuterRef("read")).exclude(author=viewer.user_id)
    unread = CountUpTo(newer.order_by().values("pk")[:MOST_COUNTED])
    counted = Case(When(~muted(viewer), then=unread), default=Value(0))
    known = {
        key: (read, count) for key, read, count in asked.annotate(unread=counted).values_list("pk", "read", "unread")
    }
    for topic in rows:
        topic.last_read, topic.unread = known.get(topic.pk, (0, 0))
        number = min(topic.last_read + 1, topic.post_count)
        topic.resume_url = topic.url_at(number) if number > 1 else topic.get_absolute_url()
        topic.others = [str(row) for row in topic.taking_part if row.user_id != viewer.user_id]
    return rows
