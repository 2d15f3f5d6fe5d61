"""What members keep to find it again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .posts import Post

LONGEST_NOTE = 200


class Bookmark(models.Model):
    """A post that a member keeps, with a note to themselves; `remind_at` is emptied once they were reminded."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    remind_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="bookmark_once")]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="bookmark_list"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="bookmark_due"),
        ]

    def __str__(self) -> str:
        return self.note or f"{self.user_id}: {self.post_id}"
