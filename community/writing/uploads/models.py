"""Pictures in texts, and the texts in which they stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A picture that a member sent for a text. It begins in the private store, open to its owner alone.

    Its name is its address, whichever store it lies in, and says its size: a text needs no query to be drawn.
    """

    class Store(models.TextChoices):
        PUBLIC = "public", _("public")
        PRIVATE = "private", _("private")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent on behalf by"),
    )
    name = models.CharField(_("file"), max_length=60, unique=True, editable=False)
    alt = models.CharField(_("alternative text"), max_length=300, blank=True)
    store = models.CharField(_("store"), max_length=10, choices=Store, default=Store.PRIVATE, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    # When it was put into a text; None while it stands in none, which it has done since `changed_at`.
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="upload_of_owner"),
            models.Index(fields=["changed_at"], condition=Q(used_at=None), name="upload_unused"),
        ]

    def __str__(self) -> str:
        return self.name


class UploadUse(models.Model):
    """A text of its owner in which a picture stands: whoever may see one of them may see the picture."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, db_index=False, related_name="uses")
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [models.UniqueConstraint(fields=["upload", "kind", "object_id"], name="upload_use_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="upload_use_of_text")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
