"""Who accompanies whom, on what agreement, and the code on paper by which the person takes the account over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..roles.holders import held_by

if TYPE_CHECKING:
    from ..models import User


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    """Assistances, with the one question that everything asks: does it still hold?"""

    def running(self) -> Self:
        """Those by which a mentor may act: not ended, the role still held, the person there and without an address.

        While a mentor is suspended none of theirs is; after that they go on.
        """
        return self.filter(held_by("mentor"), ended_at=None, person__is_active=True, person__email=None)

    def of(self, mentor: User, person: User) -> Self:
        """The one by which this mentor may act for this person, if there is one."""
        return self.running().filter(mentor=mentor, person=person)


class Assistance(models.Model):
    """A mentor accompanies a person who has no e-mail address; the person agreed to it in these words."""

    class End(models.TextChoices):
        CLAIMED = "claimed", _("the person took the account over")
        HANDED_OVER = "handed_over", _("another mentor goes on")
        ENDED = "ended", _("ended by the mentor")
        LEFT = "left", _("the mentor's account was deleted")
        ADDRESS = "address", _("the person got an address of their own")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assistances", verbose_name=_("person")
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("mentor"),
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    consent_on = models.DateField(_("agreed on"))
    consent_place = models.CharField(_("agreed at"), max_length=120)
    consent_language = models.CharField(_("language"), max_length=10)
    consent_version = models.CharField(_("version"), max_length=20)
    consent_text = models.TextField(_("words agreed to"))
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    # The last time that the mentor did something for the person; the person never signs in.
    active_at = models.DateTimeField(_("last act"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_how = models.CharField(_("how it ended"), max_length=12, choices=End, blank=True, editable=False)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance")
        verbose_name_plural = _("assisted people")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="assistance_one_at_a_time")
        ]
        indexes = [
            models.Index(fields=["mentor", "-registered_at"], name="assistance_of_mentor"),
            models.Index(fields=["-registered_at"], name="assistance_by_date"),
            models.Index(fields=["active_at"], condition=Q(ended_at=None), name="assistance_by_act"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ClaimCode(models.Model):
    """The one code that opens the account of a person without an address; only its hash is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claim_code", verbose_name=_("person")
    )
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used"), null=True)
    # Where the link was mailed that goes on; kept here, since addresses of pages end in logs. Empty once it is over.
    email = models.EmailField(blank=True, editable=False)

    class Meta:
        verbose_name = _("claim code")
        verbose_name_plural = _("claim codes")
        indexes = [models.Index(fields=["expires_at"], condition=~Q(email=""), name="claim_code_with_address")]

    def __str__(self) -> str:
        return f"{self.issued_at:%Y-%m-%d}"

    @property
    def is_good(self) -> bool:
        """Whether it still opens the account."""
        return self.used_at is None and self.expires_at > timezone.now()
