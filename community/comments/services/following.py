"""Following a discussion by mail: members by a `Watch`, visitors once they confirmed their address; and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from community.comments.models import Discussion, VisitorFollow
from community.comments.rules import discussions_seen_by, is_shown
from community.members.following import services as following
from community.members.following.kinds import Levels, followable
from community.members.following.models import Watch
from community.members.models import User
from community.members.permissions import Refused, Viewer

from .states import locked

if TYPE_CHECKING:
    from wagtail.models import Page

    from community.comments.kinds import Place

KIND = "discussion"
BEGIN_SALT, END_SALT, UNDO_SALT = "comments.follow", "comments.unfollow", "comments.unfollow.undo"
VALID = 7 * 86_400  # seconds for which a link to begin works; one to end never grows too old


@dataclass(frozen=True)
class Follower:
    """Whom mails about a discussion reach: a member, or a visitor by their address."""

    discussion: Discussion
    user: User | None = None
    email: str = ""
    language: str = ""

    @property
    def follows(self) -> bool:
        """Whether they get mails now."""
        if self.user:
            return following.follows(self.user, KIND, self.discussion.pk)
        return VisitorFollow.objects.filter(discussion=self.discussion, email=self.email).exists()

    @property
    def viewer(self) -> Viewer:
        """Who they are to whom shows things."""
        return Viewer(self.user or AnonymousUser())

    def marks(self) -> list[object]:
        """Give what a token says of them."""
        return [self.discussion.pk, self.user.pk if self.user else 0, self.email, self.language]


def require_followable(place: Place) -> None:
    """Raise `Refused` where comments are switched off."""
    discussion = Discussion.objects.filter(key=place.key).first() or Discussion(key=place.key)
    if not is_shown(discussion, place.kind):
        raise Refused(_("This is no longer there, or not open to you."))


@transaction.atomic
def follow(*, user: User, place: Place) -> Watch:
    """Have a member mailed of new comments; a second time changes nothing."""
    require_followable(place)
    return following.follow(user=user, kind=KIND, key=locked(place.key, title=place.title).pk)


@transaction.atomic
def ask_to_follow(*, place: Place, email: str) -> None:
    """Mail a visitor the link with which they follow; nothing is kept of them until they open it."""
    require_followable(place)
    email, language = email.lower(), get_language() or settings.LANGUAGE_CODE
    discussion = locked(place.key, title=place.title)
    token = signing.dumps([discussion.pk, email, language], salt=BEGIN_SALT)
    address = settings.BASE_URL + reverse("comments:follow_confirm", args=[token])
    context = {"place": place, "site_name": settings.SITE_NAME, "url": address}
    EmailMessage(
        subject=render_to_string("comments/email/follow_subject.txt", context).strip(),
        body=render_to_string("comments/email/follow_message.txt", context).strip() + "\n",
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def asked_by(token: str) -> Follower | None:
    """Read who asked to follow what from a link; None when it is forged or too old, or the discussion is gone."""
    try:
        key, email, language = signing.loads(token, salt=BEGIN_SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    discussion = discussions_seen_by(Viewer(AnonymousUser())).filter(pk=key).first()
    return Follower(discussion, email=email, language=language) if discussion else None


def begin(follower: Follower) -> None:
    """Have a visitor who proved their address mailed of new comments; a second time changes nothing."""
    row = {"discussion": follower.discussion, "email": follower.email.lower()}
    VisitorFollow.objects.get_or_create(**row, defaults={"language": follower.language})


def token_of(follower: Follower) -> str:
    """Sign for whom a link is that ends the mails; whoever has the mail may, so it never grows too old."""
    return signing.dumps(follower.marks(), salt=END_SALT)


def follower_of(token: str, *, salt: str = END_SALT) -> Follower | None:
    """Find whom a link to end the mails is for; None when it is forged, or account or discussion are gone."""
    try:
        key, user_id, email, language = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    discussion = Discussion.objects.filter(pk=key).first()
    user = User.objects.filter(pk=user_id, erased_at=None).first() if user_id else None
    if discussion is None or (user_id and user is None):
        return None
    return Follower(discussion, user, email, language)


def stop(follower: Follower) -> None:
    """End the mails."""
    if follower.user:
        following.unfollow(user=follower.user, kind=KIND, key=follower.discussion.pk)
    else:
        VisitorFollow.objects.filter(discussion=follower.discussion, email=follower.email).delete()


def undo_mark(follower: Follower) -> str:
    """Give what begins the mails again."""
    return signing.dumps(follower.marks(), salt=UNDO_SALT)


def take_back(follower: Follower, undo: str) -> bool:
    """Begin the mails again that were ended; return whether this is what undoes it."""
    meant = follower_of(undo, salt=UNDO_SALT)
    if meant != follower or not discussions_seen_by(follower.viewer).filter(pk=follower.discussion.pk).exists():
        return False
    if follower.user:
        following.follow(user=follower.user, kind=KIND, key=follower.discussion.pk)
    else:
        begin(follower)
    return True


def follow_title(*, page: Page) -> None:
    """Call the discussion of a page as it is called now, in the language of the site."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        Discussion.objects.filter(key=str(page.translation_key)).update(title=page.title[:255])


def register() -> None:
    """Let members follow discussions, by mail."""
    followable(
        KIND,
        label=_lazy("Comments"),
        brings=_lazy("a mail about new comments"),
        visible_to=discussions_seen_by,
        page=lambda discussion: reverse("comments:threads", args=[discussion.key]),
        levels=Levels({}),
    )
