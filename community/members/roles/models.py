"""Roles that members were granted, and the word of mentors for new ones; what each may do is in `acts`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """What a member was trusted with: everywhere, or in a region and all below it."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MODERATOR = "moderator", _("Moderator")
        EDITOR = "editor", _("Editor")
        ADMINISTRATOR = "administrator", _("Administrator")

    # Roles that may be held for a region: who has one there has no say elsewhere.
    OF_REGIONS = (Kind.MODERATOR, Kind.EDITOR)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="roles",
        verbose_name=_("member"),
    )
    kind = models.CharField(_("role"), max_length=15, choices=Kind)
    region = models.ForeignKey(
        "home.Region",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in the region"),
        help_text=_("With everything below it. Empty: everywhere."),
    )
    granted_at = models.DateTimeField(_("granted"), default=timezone.now, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("granted by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        # Held by the group of regional moderators; in which regions is told by the roles.
        permissions = [("moderate_region", "Can moderate in regions")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "region"], name="role_once_in_a_region", condition=Q(region__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], name="role_once_everywhere", condition=Q(region__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(region=None) | Q(kind__in=["moderator", "editor"]), name="role_of_a_region"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "kind"], name="role_of_user"),
            models.Index(fields=["kind", "-granted_at"], name="role_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.region}" if self.region_id else str(self.get_kind_display())


class Vouch(models.Model):
    """A mentor's word that a member would make a good mentor; the second one makes them so."""

    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("mentor")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=400)
    created_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    # A vouch counts once: for the role that was granted then, be it by vouches or by staff.
    counted_at = models.DateTimeField(_("counted"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    class Meta:
        verbose_name = _("vouch")
        verbose_name_plural = _("vouches")
        constraints = [
            models.UniqueConstraint(fields=["member", "mentor"], name="vouch_once"),
            models.CheckConstraint(condition=~Q(mentor=F("member")), name="vouch_for_another"),
        ]
        indexes = [models.Index(fields=["-created_at"], name="vouch_latest")]

    def __str__(self) -> str:
        return f"{self.mentor} → {self.member}"

    @property
    def stands(self) -> bool:
        """Whether it waits for another one, and can be taken back."""
        return self.counted_at is None and self.withdrawn_at is None
