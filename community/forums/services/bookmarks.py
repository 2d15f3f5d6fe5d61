"""Posts that members keep, and the reminders of them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from guard.keys import LARGEST
from outbox.claims import locked

from community.members.models import User
from community.members.permissions import Refused, Viewer, is_active, is_suspended, require_part

from ..models import Bookmark, Post
from ..models.bookmarks import LONGEST_NOTE
from ..signals import bookmark_due
from .reminder_mail import mail_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models.posts import PostQuerySet

logger = logging.getLogger(__name__)
SALT = "forums.reminders.stop"
MOST_BOOKMARKS = 2_000  # by one member
LATEST = timedelta(days=2 * 366)
BATCH = 200
AGAIN = timedelta(hours=1)  # after which a reminder that failed is tried again


@transaction.atomic
def bookmark_post(*, user: User, post: Post, note: str = "", remind_at: datetime | None = None) -> Bookmark:
    """Keep a post that one may see, with a note and a reminder; a second time replaces both.

    Raises `Refused`, and `ValidationError` for a moment that is past or too far, and when the member keeps too many.
    """
    require_part(user)
    if not Post.objects.visible_to(Viewer(user)).written().filter(pk=post.pk).exists():
        raise Refused(_("This is no longer there, or not open to you."))
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # so that nobody passes the limit by doing two at once
    known = Bookmark.objects.filter(user=user, post=post).first()
    if known is None and Bookmark.objects.filter(user=user).count() >= MOST_BOOKMARKS:
        raise ValidationError(
            _("You keep %(count)d posts already. Please remove some, then this one has room.")
            % {"count": MOST_BOOKMARKS},
            code="many",
        )
    bookmark = known or Bookmark(user=user, post=post)
    if remind_at != bookmark.remind_at:
        bookmark.remind_at = _checked(remind_at)
    bookmark.note = _clean_note(note)
    bookmark.save()
    return bookmark


def remove_bookmark(*, user: User, post_id: int) -> bool:
    """Keep a post no longer, be it still there or not; tell whether one kept it."""
    return post_id <= LARGEST and bool(Bookmark.objects.filter(user=user, post=post_id).delete()[0])


def bookmarks_of(user: User, *, words: str = "") -> QuerySet[Bookmark]:
    """Select what a member keeps, the latest first; with `words` what has them in its note."""
    kept = Bookmark.objects.filter(user=user).order_by("-created_at", "-pk")
    if words:
        kept = kept.filter(note__icontains=words)
    return kept


def with_bookmarks(posts: PostQuerySet, viewer: Viewer) -> PostQuerySet:
    """Have posts know the key of the viewer's bookmark (`bookmark_id`), without a query of its own."""
    if not viewer.user_id:
        return posts
    kept = Bookmark.objects.filter(user=viewer.user_id, post=OuterRef("pk")).values("pk")[:1]
    return posts.annotate(bookmark_id=Subquery(kept))


def remind_due(*, now: datetime) -> int:
    """Remind of what is due, each in a transaction of its own and once; return how many are done.

    One that fails waits for an hour, so that the others have their turn.
    """
    due = Bookmark.objects.filter(remind_at__lte=now).order_by("remind_at", "pk")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        try:
            _remind(key, now)
        except Exception:  # one reminder may fail in any way; the others must go on
            logger.exception("The reminder of the bookmark %s failed", key)
            Bookmark.objects.filter(pk=key, remind_at__lte=now).update(remind_at=now + AGAIN)
    return len(keys)


def stop_reminders(*, token: str) -> User | None:
    """Take back all reminders of the member whom a token from such a mail names; their bookmarks stay."""
    user = user_of(token)
    if user:
        Bookmark.objects.filter(user=user, remind_at__isnull=False).update(remind_at=None)
    return user


def token_of(user: User) -> str:
    """Sign the key of a member; whoever has their mail may stop their reminders, so the token never grows too old."""
    return signing.dumps(user.pk, salt=SALT)


def user_of(token: str) -> User | None:
    """Find the member whom a token names; None when it is forged or the account is gone."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, erased_at=None).first()


def _remind(key: int, now: datetime) -> None:
    """Remind of one; another worker who was here first has emptied the moment."""
    with transaction.atomic():
        rows = Bookmark.objects.filter(pk=key, remind_at__lte=now)
        bookmark = locked(rows).first()
        if bookmark is None:
            return
        bookmark.remind_at, bookmark.reminded_at = None, now
        bookmark.save(update_fields=["remind_at", "reminded_at"])
        user = bookmark.user
        sees = Post.objects.visible_to(Viewer(user)).filter(pk=bookmark.post_id).exists()
        if not sees or not is_active(user) or is_suspended(user):
            return
        answers = bookmark_due.send(sender=Bookmark, bookmark=bookmark)
        if not any(answer for _receiver, answer in answers) and user.email:
            mail_of(bookmark, token_of(user)).send()


def _checked(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    now = timezone.now()
    if moment <= now:
        raise ValidationError(_("This moment is past already. Please choose a later one."), code="past")
    if moment > now + LATEST:
        raise ValidationError(_("Please choose a day within the next two years."), code="far")
    return moment


def _clean_note(note: str) -> str:
    """One line without signs that can't be seen: notes stand in the subjects of mails."""
    readable = "".join(sign if sign.isprintable() else " " for sign in note)
    return " ".join(readable.split())[:LONGEST_NOTE].strip()
