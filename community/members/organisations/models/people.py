"""Who belongs to an organisation, and how one comes to: invited by its people, or by asking them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organisations import Organisation

INVITATION_VALID = timedelta(days=14)


class Membership(models.Model):
    """A member of an organisation, and what they may do there."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        MEMBER = "member", _("Member")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("member")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]
        indexes = [
            models.Index(fields=["organisation", "role"], name="membership_by_role"),
            models.Index(fields=["organisation", "joined_at", "id"], name="membership_by_joining"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def runs(self) -> bool:
        """Whether it lets one edit the organisation, look after its people and speak in its name."""
        return self.role in (self.Role.OWNER, self.Role.MANAGER)


class Answer(models.TextChoices):
    """What became of an invitation or a request."""

    WAITING = "waiting", _("waits")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


class Invitation(models.Model):
    """Someone is asked to join, a member by their handle or anyone by e-mail; the link of the mail works once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="organisation_invitations",
        verbose_name=_("member"),
    )
    # As it was typed: until somebody joins, those who invite learn no more of them.
    handle = models.CharField(_("handle"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    # An owner's place is offered: once it is taken, who offered it is a manager.
    hands_over = models.BooleanField(_("in the place of who asks"), default=False, editable=False)
    language = models.CharField(_("language"), max_length=10, default="id")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state="waiting"), name="invitation_one_waiting_per_user"
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state="waiting") & ~Q(email=""),
                name="invitation_one_waiting_per_email",
            ),
        ]
        indexes = [models.Index(fields=["email", "created_at"], name="invitation_of_address", condition=~Q(email=""))]

    def __str__(self) -> str:
        return f"{self.whom} · {self.organisation}"

    @property
    def whom(self) -> str:
        """Whom it names to those who sent it."""
        return f"@{self.handle}" if self.handle else self.email

    @property
    def expires_at(self) -> datetime:
        """Until when it can be answered."""
        return self.created_at + INVITATION_VALID

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state == Answer.WAITING and self.expires_at > timezone.now()


class MembershipRequest(models.Model):
    """A member asks to join; an owner or a manager answers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="requests", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_requests", verbose_name=_("member")
    )
    text = models.CharField(_("a few words"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state="waiting"), name="membership_request_one_waiting"
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="membership_request_by_state")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
