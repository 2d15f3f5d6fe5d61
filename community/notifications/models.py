"""What happened, who is told of it, and of what they want mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.blocking.models import Block

from .things import THINGS, about

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from .things import ThingKind


class Activity(models.Model):
    """Something that others may want to hear of, written in the transaction in which it happened.

    What it is about is of one of the kinds in `things`. `container` names what that belongs to (`topic:12`), `number`
    its place there. The fan-out notes how far it has come.
    """

    kind = models.CharField(_("kind"), max_length=20)  # as it is registered in `kinds`
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("by")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        verbose_name=_("in the name of"),
    )
    object_kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    container = models.CharField(max_length=60)
    number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    # The last member, by key, who was asked for; nobody yet: None. Those meant by name come first of all.
    told_up_to = models.BigIntegerField(null=True)
    fanned_out_at = models.DateTimeField(_("told to all"), null=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["id"], condition=Q(fanned_out_at=None), name="activity_pending"),
            models.Index(fields=["object_kind", "object_id"], name="activity_of_object"),
            models.Index(fields=["created_at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_kind}:{self.object_id}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, by whose they are and whether what they tell of still stands."""

    def unread_by(self, user_id: int) -> Self:
        """Those of a member that they have not read."""
        return self.filter(recipient=user_id, read_at=None)

    def visible_to(self, viewer: Viewer, kind: ThingKind, *, exactly: bool = True) -> Self:
        """Those of what is of a kind, stands and is open to the viewer, by nobody whom they have blocked.

        Where it isn't to be `exactly` so, the last is left out for what lies where that takes queries of its own.
        """
        return self.filter(about(viewer, kind, exactly=exactly), _is_by_no_blocked(viewer))

    def with_visibility(self, viewer: Viewer) -> Self:
        """All of them, each knowing whether it is one of those (`is_visible`), not exactly."""
        seen = [
            When(about(viewer, kind, exactly=False) & _is_by_no_blocked(viewer), then=Value(True))
            for kind in THINGS.values()
        ]
        return self.annotate(is_visible=Case(*seen, default=Value(False)))


class Notification(models.Model):
    """That a member is told of an activity, and why; read once they were there."""

    class Reason(models.TextChoices):
        """Why somebody hears of it; a kind of activity says which goes before which."""

        MENTION = "mention"
        QUOTE = "quote"
        REPLY = "reply"
        WATCHING = "watching"
        REACTION = "reaction"
        ACCEPTED = "accepted"
        POLL = "poll"
        BOOKMARK = "bookmark"
        MODERATED = "moderated"
        REPORTED = "reported"
        LEVEL = "level"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        verbose_name=_("member"),
    )
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notifications")
    container = models.CharField(max_length=60)  # the activity's, so that one index finds what is unread there
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    read_at = models.DateTimeField(_("read"), null=True)
    mail_due_at = models.DateTimeField(_("mail is due"), null=True)  # None: there is none, or it was decided about
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        # The first is also what a member's list is read from; the second counts, and finds what is unread in a topic.
        constraints = [models.UniqueConstraint(fields=["recipient", "activity"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "container"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["mail_due_at"], condition=~Q(mail_due_at=None), name="notification_mail_due"),
            models.Index(fields=["read_at"], condition=~Q(read_at=None), name="notification_read"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.activity_id}"


MAILED = (Notification.Reason.MENTION, Notification.Reason.QUOTE, Notification.Reason.REPLY)


class Preference(models.Model):
    """Of what a member wants mails; who has chosen nothing gets those that mean them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("member")
    )
    mail_mention = models.BooleanField(default=True)
    mail_quote = models.BooleanField(default=True)
    mail_reply = models.BooleanField(default=True)
    mail_reminder = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")

    def __str__(self) -> str:
        return str(self.user_id)

    def wants(self, reason: str) -> bool:
        """Tell whether a mail for this reason is wanted."""
        return reason in MAILED and bool(getattr(self, f"mail_{reason}"))


def _is_by_no_blocked(viewer: Viewer) -> Q:
    return Q(~Exists(Block.objects.filter(user=viewer.user_id, blocked=OuterRef("activity__actor"))))
