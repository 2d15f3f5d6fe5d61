"""A role that a member was granted; what each role may do is said in `community.members.permissions`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
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
        on_delete=models.CASCADE,
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
