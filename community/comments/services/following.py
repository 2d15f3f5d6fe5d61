"""Following a discussion by mail: members by a `Watch`, visitors once they confirmed their address; and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from community.comments.kinds import place_of, places_of
from community.comments.models import Discussion, VisitorFollow
from community.comments.rules import discussion_at, discussions_seen_by, is_shown
from community.members.following import services as following
from community.members.following.kinds import Levels, followable
from community.members.following.models import Watch
from community.members.models import User
from community.members.permissions import Refused, Viewer
from community.writing.kinds import everyone

from .states import locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.models import Page

    from community.comments.kinds import Place
    from community.comments.models import VisitorFollowQuerySet

KIND = "discussion"
BEGIN_SALT, END_SALT, UNDO_SALT = "comments.follow", "comments.unfollow", "comments.unfollow.undo"
VALID, UNDOABLE = timedelta(days=7), timedelta(days=3)  # a link to begin, an undo; a link to end never grows too old


@dataclass(frozen=True)
class Follower:
    """Whom mails about a discussion reach: a member, or a visitor by the row that holds their address.

    Links name the row, not the address: those of pages end in logs, and the row stays when somebody's address changes.
    """

    discussion: Discussion
    user: User | None = None
    row: VisitorFollow | None = None

    @property
    def follows(self) -> bool:
        """Whether they get mails now."""
        if self.user:
            return following.follows(self.user, KIND, self.discussion.pk)
        return self.row is not None and VisitorFollow.objects.running().filter(pk=self.row.pk).exists()

    @property
    def viewer(self) -> Viewer:
        """Who they are to whom shows things."""
        return Viewer(self.user or AnonymousUser())

    @property
    def language(self) -> str:
        """In which language they are written to."""
        return self.user.language if self.user else self.row.language if self.row else settings.LANGUAGE_CODE

    @property
    def address(self) -> str:
        """Where they are written to."""
        return (self.user.email if self.user else self.row.email if self.row else "") or ""

    def marks(self) -> list[int]:
        """Give what a token says of them."""
        return [self.discussion.pk, self.user.pk if self.user else 0, self.row.pk if self.row else 0]


def require_followable(place: Place) -> None:
    """Raise `Refused` where comments are switched off."""
    discussion = discussion_at(place.key)
    if not is_shown(discussion, place.kind):
        raise Refused(_("This is no longer there, or not open to you."))


@transaction.atomic
def follow(*, user: User, place: Place) -> Watch:
    """Have a member mailed of new comments; a second time changes nothing."""
    require_followable(place)
    return following.follow(user=user, kind=KIND, key=locked(place.key, title=place.title).pk)


@transaction.atomic
def ask_to_follow(*, place: Place, email: str) -> VisitorFollow:
    """Mail a visitor the link with which they begin to follow; who follows already gets it, too.

    It says when it was asked for, by which it is told from those that were used (`begin_by_link`).
    """
    require_followable(place)
    row = _row_of(locked(place.key, title=place.title), email)
    token = signing.dumps([row.pk, timezone.now().isoformat()], salt=BEGIN_SALT)
    address = settings.BASE_URL + reverse("comments:follow_confirm", args=[token])
    context = {"place": place, "site_name": settings.SITE_NAME, "url": address}
    EmailMessage(
        subject=render_to_string("comments/email/follow_subject.txt", context).strip(),
        body=render_to_string("comments/email/follow_message.txt", context).strip() + "\n",
        to=[row.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
    return row


@dataclass(frozen=True)
class Asked:
    """What a link to begin says: which row of a visitor, and when they asked; None in links of an earlier version."""

    row: VisitorFollow
    at: datetime | None

    @property
    def follower(self) -> Follower:
        """The visitor, as whom the mails reach."""
        return Follower(self.row.discussion, row=self.row)

    def is_used(self) -> bool:
        """Whether the link begins nothing any more: mails began, or were ended, after it was asked for."""
        return not _waiting(self).exists()


def asked_by(token: str) -> Asked | None:
    """Read who asked to follow what from a link; None when it is forged or too old, or what it was about is gone."""
    try:
        said = signing.loads(token, salt=BEGIN_SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    at: datetime | None = None
    match said:
        case [int(key), str(asked)]:
            at = datetime.fromisoformat(asked)
        case int(key):
            pass
        case _:
            return None
    row = VisitorFollow.objects.filter(pk=key).select_related("discussion").first()
    if row is None or not discussions_seen_by(everyone()).filter(pk=row.discussion_id).exists():
        return None
    return Asked(row, at)


def begin_by_link(asked: Asked) -> bool:
    """Have a visitor who asked for it mailed of new comments, once for each link; return whether they begin now.

    One that was used, also by whoever comes upon it later, begins nothing after the mails were ended: who wants them
    again asks again. In one statement, so that an ending at that moment isn't undone.
    """
    return bool(_waiting(asked).update(confirmed_at=timezone.now(), ended_at=None))


def begin(row: VisitorFollow) -> None:
    """Have a visitor who proved their address mailed of new comments; a second time changes nothing."""
    VisitorFollow.objects.filter(pk=row.pk).exclude(confirmed_at__isnull=False, ended_at=None).update(
        confirmed_at=timezone.now(), ended_at=None
    )


def _waiting(asked: Asked) -> VisitorFollowQuerySet:
    """Select the row of a link as long as that may begin the mails."""
    waiting = VisitorFollow.objects.filter(pk=asked.row.pk)
    if asked.at is None:
        return waiting.filter(confirmed_at=None)
    earlier = Q(confirmed_at=None) | Q(confirmed_at__lt=asked.at, ended_at__lt=asked.at)
    return waiting.filter(earlier)


def begin_with(*, discussion: Discussion, email: str) -> VisitorFollow:
    """Have who proved the address mailed, as by the link of a comment of theirs."""
    row = _row_of(discussion, email)
    begin(row)
    return row


def token_of(follower: Follower) -> str:
    """Sign for whom a link is that ends the mails; whoever has the mail may, so it never grows too old."""
    return signing.dumps(follower.marks(), salt=END_SALT)


def follower_of(token: str) -> Follower | None:
    """Find whom a link to end the mails is for; None when it is forged, or what it was about is gone."""
    try:
        return _follower(signing.loads(token, salt=END_SALT))
    except signing.BadSignature:
        return None


def stop(follower: Follower) -> None:
    """End the mails."""
    if follower.user:
        following.unfollow(user=follower.user, kind=KIND, key=follower.discussion.pk)
    elif follower.row:
        VisitorFollow.objects.running().filter(pk=follower.row.pk).update(ended_at=timezone.now())


def undo_mark(follower: Follower) -> str:
    """Give what begins the mails again, for who has just ended them."""
    return signing.dumps(follower.marks(), salt=UNDO_SALT)


def take_back(follower: Follower, undo: str) -> bool:
    """Begin the mails again that were ended; return whether this is what undoes it, pressed once or again."""
    try:
        meant = signing.loads(undo, salt=UNDO_SALT, max_age=UNDOABLE)
    except signing.BadSignature:
        return False
    if meant != follower.marks() or not discussions_seen_by(follower.viewer).filter(pk=follower.discussion.pk).exists():
        return False
    if follower.user:
        following.follow(user=follower.user, kind=KIND, key=follower.discussion.pk)
    elif follower.row:
        begin(follower.row)
    return True


def forget_unused() -> int:
    """Delete what was asked for and never confirmed, and what was ended, once their links no longer work."""
    now = timezone.now()
    unused = Q(confirmed_at=None) | Q(ended_at__lt=now - UNDOABLE)
    return VisitorFollow.objects.filter(unused, created_at__lt=now - VALID).delete()[0]


def follow_title(*, page: Page) -> None:
    """Call the discussion of a page as it is called now, in the language of the site, where everybody may read that."""
    if page.locale.language_code == settings.LANGUAGE_CODE and place_of(str(page.translation_key), everyone()):
        Discussion.objects.filter(key=str(page.translation_key)).update(title=page.title[:255])


def name_in_readers_language(viewer: Viewer, discussions: Sequence[Discussion]) -> None:
    """Call discussions as the reader finds what they stand under."""
    places = places_of([discussion.key for discussion in discussions], viewer)
    for discussion in discussions:
        discussion.shown_title = places[discussion.key].title if discussion.key in places else ""


def register() -> None:
    """Let members follow discussions, by mail."""
    followable(
        KIND,
        label=_lazy("Comments"),
        brings=_lazy("New comments, by mail and by the bell."),
        visible_to=discussions_seen_by,
        page=lambda discussion: reverse("comments:threads", args=[discussion.key]),
        prepare=name_in_readers_language,
        levels=Levels({}),
    )


def _row_of(discussion: Discussion, email: str) -> VisitorFollow:
    """Find the row of an address, or begin one that waits to be confirmed; one that waits already waits anew."""
    language = get_language() or settings.LANGUAGE_CODE
    row, is_new = VisitorFollow.objects.get_or_create(
        discussion=discussion, email=email.lower(), defaults={"language": language}
    )
    if not is_new and not (row.confirmed_at and row.ended_at is None):
        row.created_at, row.language = timezone.now(), language
        row.save(update_fields=["created_at", "language"])
    return row


def _follower(marks: object) -> Follower | None:
    match marks:
        case [int(key), int(user_id), int(row_id)]:
            discussion = Discussion.objects.filter(pk=key).first()
            user = User.objects.filter(pk=user_id, erased_at=None).first() if user_id else None
            row = VisitorFollow.objects.filter(pk=row_id, discussion=key).first() if row_id else None
            return Follower(discussion, user, row) if discussion and (user or row) else None
    return None
