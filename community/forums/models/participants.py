"""Who takes part in a private conversation: members, and groups with whoever is in them now."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.roles.names import local_name


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants, by whether they still take part, and whom they let read.

    Who left for themselves is let in by no group either.
    """

    def active(self) -> Self:
        """Those who have not left."""
        return self.filter(left_at=None)

    def of(self, user_id: int | None) -> Self:
        """Those by which a member takes part now: they themselves, or a group they are in; nobody for visitors."""
        if not user_id:
            return self.none()
        groups = Group.objects.filter(user=user_id).values("pk")
        by_group = Q(group__in=groups) & ~Exists(_stays_out(user_id))
        return self.active().filter(Q(user=user_id) | by_group)

    def topics_of(self, user_id: int | None) -> models.QuerySet[Participant, Any]:
        """Give the topics of all these, each of the two ways by its own index: an OR of both would read every row."""
        if not user_id:
            return self.none().values("topic")
        active, groups = self.active().order_by(), Group.objects.filter(user=user_id).values("pk")
        by_group = active.filter(~Exists(_stays_out(user_id)), group__in=groups)
        return active.filter(user=user_id).values("topic").union(by_group.values("topic"))


def _stays_out(user_id: int) -> models.QuerySet[Participant]:
    """Select that a member left the conversation of a row around it."""
    return Participant.objects.filter(topic=OuterRef("topic"), user=user_id, stays_out=True)


def title_for(user_id: int, *, topic: str = "topic") -> Case:
    """Give a topic's title for a copy of a member's data; "" of a private conversation in which they take no part now.

    It may have been changed since they left. `topic` is the field with the topic.
    """
    own = Participant.objects.of(user_id).filter(topic=OuterRef(topic))
    is_open = Q(**{f"{topic}__is_private": False}) | Q(Exists(own))
    return Case(When(is_open, then=F(f"{topic}__title")), default=Value(""))


class Participant(models.Model):
    """That a member or a group takes part in a private conversation; who left and is added again is the same row."""

    topic = models.ForeignKey(
        "forums.Topic", on_delete=models.CASCADE, db_index=False, related_name="participants", verbose_name=_("topic")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        verbose_name=_("member"),
    )
    group = models.ForeignKey(
        Group, null=True, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name=_("group")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, editable=False)
    # Set when a member leaves for themselves, also one who took part by a group: nobody adds them until they allow it.
    stays_out = models.BooleanField(_("stays out"), default=False, db_default=False, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["topic", "user"], name="participant_once"),
            models.UniqueConstraint(fields=["topic", "group"], name="participant_group_once"),
            models.CheckConstraint(
                condition=Q(user=None, group__isnull=False) | Q(user__isnull=False, group=None),
                name="participant_member_or_group",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "topic"], name="participant_of_member"),
            models.Index(fields=["group", "topic"], name="participant_of_group"),
        ]

    def __str__(self) -> str:
        return local_name(self.group.name) if self.group else str(self.user)
