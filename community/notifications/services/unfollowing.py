"""The link in a mail that ends the mails about a topic or a discussion without signing in, and its undoing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction

from community.comments.services.following import KIND as DISCUSSION
from community.members.following.kinds import TOPIC
from community.members.following.models import Watch
from community.members.following.services import follow_by_itself
from community.members.models import User
from community.members.permissions import Viewer

from ..models import Notification
from ..things import COMMENT, POST, THINGS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..things import Container

SALT, UNDO_SALT = "notifications.unfollow", "notifications.unfollow.undo"
MUTED = Watch.Level.MUTED
PLACES = {TOPIC: POST, DISCUSSION: COMMENT}  # what mails are about, by what is written there


@dataclass(frozen=True)
class Subscription:
    """Whom mails about which topic or discussion reach; what it is called is told only while they may see it."""

    user: User
    kind: str
    key: int

    @property
    def container(self) -> Container | None:
        """The topic, or what is discussed, if it is still there and open to the member."""
        return THINGS[PLACES[self.kind]].container_of(Viewer(self.user), self.key)

    @property
    def is_muted(self) -> bool:
        """Whether the member hears nothing of it."""
        return self.watches().filter(level=MUTED).exists()

    def watches(self) -> QuerySet[Watch]:
        """Select the row, if there is one, that says how closely the member follows it."""
        return Watch.objects.filter(user=self.user, kind=self.kind, object_id=self.key)


def token_of(*, user_id: int, container: str) -> str:
    """Sign for whom a link is, and for what; whoever has the mail may end the mails, so it never grows too old."""
    return signing.dumps([user_id, *_marks(container)], salt=SALT)


def subscription_of(token: str) -> Subscription | None:
    """Find what a token names; None when it is forged, or the account is gone.

    What was said in a topic that was merged since goes on in the other one, of which mails come from then on.
    """
    try:
        marks = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    match marks:
        case [int(user_id), int(key)]:
            kind = TOPIC
        case [int(user_id), int(key), str(kind)] if kind in PLACES:
            pass
        case _:
            return None
    user = User.objects.filter(pk=user_id, erased_at=None).first()
    return Subscription(user, kind, THINGS[PLACES[kind]].goes_on_at(key)) if user else None


@transaction.atomic
def stop(subscription: Subscription) -> None:
    """Mute it for the member, and drop what waits to be mailed of it.

    The level before is kept for who undoes it: mail programs press the button unseen, so that may be days later.
    """
    watch, _is_new = Watch.objects.select_for_update().get_or_create(
        user=subscription.user, kind=subscription.kind, object_id=subscription.key, defaults={"level": MUTED}
    )
    if watch.level != MUTED:
        watch.muted_from, watch.level = watch.level, MUTED
        watch.save(update_fields=["level", "muted_from"])
    container = f"{subscription.kind}:{subscription.key}"
    waiting = Notification.objects.filter(recipient=subscription.user, container=container)
    waiting.exclude(mail_due_at=None).update(mail_due_at=None)


@transaction.atomic
def take_back(subscription: Subscription, undo: str) -> bool:
    """Let the member hear of it as before; return whether this is what undoes it, pressed once or again."""
    try:
        meant = signing.loads(undo, salt=UNDO_SALT)
    except signing.BadSignature:
        return False
    user_id, key, kind = meant if len(meant) == 3 else (*meant, TOPIC)
    if (user_id, kind) != (subscription.user.pk, subscription.kind):
        return False
    if THINGS[PLACES[kind]].goes_on_at(key) != subscription.key:
        return False
    if key != subscription.key:
        _go_along(subscription, key)
    watch = subscription.watches().select_for_update().filter(level=MUTED).first()
    if watch is None:
        return True
    if watch.muted_from is None:
        watch.delete()
    else:
        watch.level, watch.muted_from = watch.muted_from, None
        watch.save(update_fields=["level", "muted_from"])
    return True


def undo_mark(subscription: Subscription) -> str:
    """Give what lets the member hear as before of what they muted."""
    return signing.dumps([subscription.user.pk, *_marks(f"{subscription.kind}:{subscription.key}")], salt=UNDO_SALT)


def _marks(container: str) -> list[int | str]:
    """Give what a token says of a container; of topics the key alone, as in all mails before there were others."""
    kind, _colon, key = container.partition(":")
    return [int(key)] if kind == TOPIC else [int(key), kind]


def _go_along(subscription: Subscription, topic_id: int) -> None:
    """Let the member follow the topic into which one was merged, as closely as that before they muted it."""
    of_merged = Watch.objects.filter(user=subscription.user, kind=TOPIC, object_id=topic_id, level=MUTED)
    muted = of_merged.first()
    if muted is None:
        return
    if muted.muted_from:
        key, level = subscription.key, muted.muted_from
        follow_by_itself(user_id=subscription.user.pk, kind=TOPIC, key=key, level=level)
    of_merged.delete()
