"""Who follows what: the one table for all kinds of things, which `kinds` names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Watch(models.Model):
    """That a member follows a thing: the kind of thing, as it is registered, and its key."""

    class Level(models.IntegerChoices):
        """Discourse's levels of notification, by its numbers; who tracks or watches a thing follows it."""

        MUTED = 0, _("muted")
        NORMAL = 1, _("normal")
        TRACKING = 2, _("tracking")
        WATCHING = 3, _("watching")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="watches",
        verbose_name=_("member"),
    )
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.WATCHING)
    muted_from = models.PositiveSmallIntegerField(null=True, editable=False)  # the level that a mail's link took away
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        # The first answers what a member follows, the second who follows a thing, by pages of members' keys.
        constraints = [models.UniqueConstraint(fields=["user", "kind", "object_id"], name="watch_once")]
        indexes = [models.Index(fields=["kind", "object_id", "user"], name="watch_of_thing")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
