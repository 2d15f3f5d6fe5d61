"""Who reacted to what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reaction(models.Model):
    """How a member reacted to a thing: the kind of thing, as it is registered, and its key; one to each thing.

    They are counted where they are shown, by one query for a page: no thing has a column for it, nobody who reacts
    waits for another, and nothing can be miscounted.
    """

    class Name(models.TextChoices):
        """The small set, in the order in which they are shown."""

        AGREE = "agree", pgettext_lazy("reaction", "I agree")
        THANKS = "thanks", pgettext_lazy("reaction", "Thank you")
        INSIGHT = "insight", pgettext_lazy("reaction", "Insightful")
        CELEBRATE = "celebrate", pgettext_lazy("reaction", "Hurray")

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="reactions",
        verbose_name=_("member"),
    )
    name = models.CharField(_("reaction"), max_length=20, choices=Name.choices)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        # The first finds a member's own; the second counts those of a thing and lists who it was, by pages of keys; the
        # third finds what was liked lately.
        constraints = [models.UniqueConstraint(fields=["user", "kind", "object_id"], name="reaction_once")]
        indexes = [
            models.Index(fields=["kind", "object_id", "name", "id"], name="reaction_to_thing"),
            models.Index(fields=["kind", "created_at"], name="reaction_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}:{self.object_id}"


ICONS = {
    Reaction.Name.AGREE: "hand-thumb-up",
    Reaction.Name.THANKS: "heart",
    Reaction.Name.INSIGHT: "light-bulb",
    Reaction.Name.CELEBRATE: "sparkles",
}
