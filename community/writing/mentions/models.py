"""Who is mentioned where, and which texts lead to whose page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mention(models.Model):
    """A member or an organisation is mentioned in a text that they may read; they hear of it once.

    The text is named by its kind (`post`, `comment`) and its key. The row stays when the text is changed, so that
    nobody hears twice. For an organisation hear its people, each as far as they may read it.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        verbose_name=_("member"),
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        null=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        verbose_name=_("organisation"),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "user"], condition=Q(user__isnull=False), name="mention_of_member_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "organisation"],
                condition=Q(organisation__isnull=False),
                name="mention_of_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                name="mention_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(user__isnull=False), name="mention_of_member"),
            models.Index(
                fields=["organisation", "-id"],
                condition=Q(organisation__isnull=False),
                name="mention_of_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class MentionLink(models.Model):
    """A stored text has a handle in it, and leads to its owner or, while nobody shall find them, does not.

    By these rows texts are rendered anew when that changes: who is told of a mention is another question.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    handle = models.ForeignKey("members.Handle", on_delete=models.CASCADE, related_name="+", verbose_name=_("handle"))
    is_link = models.BooleanField(_("is a link"))

    class Meta:
        verbose_name = _("handle in a text")
        verbose_name_plural = _("handles in texts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "handle"], name="mention_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
