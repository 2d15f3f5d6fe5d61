"""Mails about new comments: what appeared in some minutes is told together, to each follower by one mail.

The discussion notes until when all was told, in the transaction that begins the telling; this goes on in steps, by the
keys of members and then of visitors, so that nobody is left out and nobody told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from outbox.services import start_sweep

from community.comments.kinds import place_of, readers_among
from community.comments.models import Comment, Discussion, VisitorFollow
from community.comments.rules import is_shown
from community.members.able import in_use
from community.members.blocking.models import Block
from community.members.following.models import Watch
from community.members.mailable import has_confirmed_address
from community.members.models import User
from community.members.permissions import viewers_of

from .following import KIND, Follower, token_of

if TYPE_CHECKING:
    from community.comments.kinds import Place

TASK = "community.comments.tasks.mail_followers"
STEP = 100  # followers
A_RUN = 100  # discussions
SHOWN = 5  # comments of which one mail gives the words
MEMBERS, VISITORS = "m", "v"


def tell_due() -> int:
    """Begin to mail of the discussions that are due; return how many."""
    due = Discussion.objects.filter(mails_due_at__lte=timezone.now()).order_by("mails_due_at")
    keys = list(due.values_list("pk", flat=True)[:A_RUN])
    for key in keys:
        with transaction.atomic():
            discussion = Discussion.objects.select_for_update().get(pk=key)
            if discussion.mails_due_at is None:
                continue
            now = timezone.now()
            since = discussion.mailed_until or discussion.mails_due_at
            discussion.mailed_until, discussion.mails_due_at = now, None
            discussion.save(update_fields=["mailed_until", "mails_due_at"])
            start_sweep(TASK, scope=f"{key} {since.isoformat()} {now.isoformat()}", cursor=[MEMBERS, 0])
    return len(keys)


def mail_step(*, scope: str, cursor: Sequence[object]) -> list[object] | None:
    """Mail some of the followers of what appeared between two moments; return where to go on."""
    key, since, until = scope.split(" ")
    discussion = Discussion.objects.filter(pk=int(key)).first()
    comments = _appeared(discussion, since, until) if discussion else []
    if discussion is None or not comments:
        return None
    of, beyond = str(cursor[0]), int(str(cursor[1]))
    if of == MEMBERS:
        watches = Watch.objects.filter(
            kind=KIND, object_id=discussion.pk, level__gte=Watch.Level.TRACKING, user_id__gt=beyond
        )
        begun = dict(watches.order_by("user_id").values_list("user_id", "created_at")[:STEP])
        _mail_members(discussion, comments, begun)
        return [MEMBERS, max(begun)] if len(begun) == STEP else [VISITORS, 0]
    rows = list(VisitorFollow.objects.running().filter(discussion=discussion, pk__gt=beyond).order_by("pk")[:STEP])
    _mail_visitors(discussion, comments, rows)
    return [VISITORS, rows[-1].pk] if len(rows) == STEP else None


def _appeared(discussion: Discussion, since: str, until: str) -> list[Comment]:
    between = {"news_at__gt": datetime.fromisoformat(since), "news_at__lte": datetime.fromisoformat(until)}
    comments = Comment.objects.filter(discussion=discussion, is_live=True, **between)
    return list(comments.select_related("user", "acted_by", "organisation", "discussion").order_by("news_at", "pk"))


def _mail_members(discussion: Discussion, comments: list[Comment], begun: Mapping[int, datetime]) -> None:
    """Mail members, each from when they began to follow: what was there before is no news to them."""
    users = list(User.objects.filter(in_use(), pk__in=begun, erased_at=None))
    readers = {viewer.user_id for viewer in readers_among(discussion.key, viewers_of(users))}
    writers = {comment.user_id for comment in comments}
    blocks = set(Block.objects.filter(user__in=readers, blocked__in=writers).values_list("user", "blocked"))
    for user in users:
        if user.pk not in readers or not has_confirmed_address(user):
            continue
        news = [
            comment
            for comment in comments
            if user.pk not in (comment.user_id, comment.acted_by_id)
            and (user.pk, comment.user_id) not in blocks
            and _is_since(comment, begun[user.pk])
        ]
        _mail(Follower(discussion, user), news)


def _mail_visitors(discussion: Discussion, comments: list[Comment], rows: Iterable[VisitorFollow]) -> None:
    for row in rows:
        others = [comment for comment in comments if comment.user_email.lower() != row.email]
        news = [comment for comment in others if _is_since(comment, row.confirmed_at)]
        _mail(Follower(discussion, row=row), news)


def _is_since(comment: Comment, moment: datetime | None) -> bool:
    return bool(moment and comment.news_at and comment.news_at > moment)


def _mail(follower: Follower, news: Sequence[Comment]) -> None:
    """Write one mail, with a button that ends them (RFC 8058), unless there is nothing to tell."""
    with override(follower.language):
        place = place_of(follower.discussion.key, follower.viewer)
        if not news or place is None or not is_shown(follower.discussion, place.kind):
            return
        stop_url = settings.BASE_URL + reverse("comments:unfollow", args=[token_of(follower)])
        thread = f"<discussion-{follower.discussion.pk}@{urlsplit(settings.BASE_URL).hostname}>"
        EmailMessage(
            subject=render_to_string("comments/email/news_subject.txt", _context(place, news, stop_url)).strip(),
            body=render_to_string("comments/email/news_message.txt", _context(place, news, stop_url)).strip() + "\n",
            to=[follower.address],
            headers={
                "Auto-Submitted": "auto-generated",
                "References": thread,
                "In-Reply-To": thread,
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        ).send()


def _context(place: Place, news: Sequence[Comment], stop_url: str) -> dict[str, object]:
    told = [
        (_writer(comment), comment.comment, settings.BASE_URL + comment.get_absolute_url()) for comment in news[:SHOWN]
    ]
    return {
        "place": place,
        "told": told,
        "more": len(news[SHOWN:]),
        "count": len(news),
        "stop_url": stop_url,
        "site_name": settings.SITE_NAME,
    }


def _writer(comment: Comment) -> str:
    """Name who wrote it, in whose name, and who wrote it for them, as its place does."""
    name, organisation = comment.writer.name, comment.organisation
    if organisation is not None and organisation.is_public:
        name = _("%(member)s for %(organisation)s") % {"member": name, "organisation": organisation.name}
    if comment.acted_by:
        name = _("%(author)s (written by %(mentor)s)") % {"author": name, "mentor": comment.acted_by.name}
    return name
