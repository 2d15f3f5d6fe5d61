"""Comments that go on as topics."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Continuation(models.Model):
    """That what began with a comment goes on in a topic of the forum."""

    comment = models.OneToOneField("comments.Comment", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("forums.Topic", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("comment that goes on in the forum")
        verbose_name_plural = _("comments that go on in the forum")

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.topic_id}"
