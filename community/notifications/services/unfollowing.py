"""The link in a mail that ends the mails about a topic without signing in, and its undoing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction

from community.forums.models import Topic
from community.forums.services.merged import merged_into
from community.members.following.kinds import TOPIC
from community.members.following.models import Watch
from community.members.following.services import follow_by_itself
from community.members.models import User
from community.members.permissions import Viewer

from ..models import Notification, container_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

SALT, UNDO_SALT = "notifications.unfollow", "notifications.unfollow.undo"
MUTED = Watch.Level.MUTED


@dataclass(frozen=True)
class Subscription:
    """Whom mails about which topic reach; the title is told only while they may see it."""

    user: User
    topic_id: int

    @property
    def topic(self) -> Topic | None:
        """The topic, if it is still there and open to the member."""
        found: Topic | None = Topic.objects.visible_to(Viewer(self.user)).live().filter(pk=self.topic_id).first()
        return found

    @property
    def is_muted(self) -> bool:
        """Whether the member hears nothing of it."""
        return self.watches().filter(level=MUTED).exists()

    def watches(self) -> QuerySet[Watch]:
        """Select the row, if there is one, that says how closely the member follows it."""
        return Watch.objects.filter(user=self.user, kind=TOPIC, object_id=self.topic_id)


def token_of(*, user_id: int, topic_id: int) -> str:
    """Sign for whom a link is, and for what; whoever has the mail may end the mails, so it never grows too old."""
    return signing.dumps([user_id, topic_id], salt=SALT)


def subscription_of(token: str) -> Subscription | None:
    """Find what a token names; None when it is forged, or the account is gone.

    What was said in a topic that was merged since goes on in the other one, of which mails come from then on.
    """
    try:
        user_id, topic_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_id, erased_at=None).first()
    return Subscription(user, merged_into(topic_id)) if user else None


@transaction.atomic
def stop(subscription: Subscription) -> None:
    """Mute the topic for the member, and drop what waits to be mailed of it.

    The level before is kept for who undoes it: mail programs press the button unseen, so that may be days later.
    """
    watch, _is_new = Watch.objects.select_for_update().get_or_create(
        user=subscription.user, kind=TOPIC, object_id=subscription.topic_id, defaults={"level": MUTED}
    )
    if watch.level != MUTED:
        watch.muted_from, watch.level = watch.level, MUTED
        watch.save(update_fields=["level", "muted_from"])
    waiting = Notification.objects.filter(recipient=subscription.user, container=container_of(subscription.topic_id))
    waiting.exclude(mail_due_at=None).update(mail_due_at=None)


@transaction.atomic
def take_back(subscription: Subscription, undo: str) -> bool:
    """Let the member hear of the topic as before; return whether this is what undoes it, pressed once or again."""
    try:
        meant = signing.loads(undo, salt=UNDO_SALT)
    except signing.BadSignature:
        return False
    user_id, topic_id = meant
    if (user_id, merged_into(topic_id)) != (subscription.user.pk, subscription.topic_id):
        return False
    if topic_id != subscription.topic_id:
        _go_along(subscription, topic_id)
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
    """Give what lets the member hear of a muted topic as before."""
    return signing.dumps([subscription.user.pk, subscription.topic_id], salt=UNDO_SALT)


def _go_along(subscription: Subscription, topic_id: int) -> None:
    """Let the member follow the topic into which one was merged, as closely as that before they muted it."""
    of_merged = Watch.objects.filter(user=subscription.user, kind=TOPIC, object_id=topic_id, level=MUTED)
    muted = of_merged.first()
    if muted is None:
        return
    if muted.muted_from:
        key, level = subscription.topic_id, muted.muted_from
        follow_by_itself(user_id=subscription.user.pk, kind=TOPIC, key=key, level=level)
    of_merged.delete()
