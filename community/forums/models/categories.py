"""The rooms of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.members.permissions import EVERYONE, MEMBERS
from home.models.vocabulary import Named

if TYPE_CHECKING:
    from community.members.permissions import Viewer


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, by whom they are for."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose topics the viewer may read; all for moderators."""
        return self if viewer.is_moderator else self.filter(audience_see__in=viewer.own_tokens)


class Category(Named):
    """A room: what it is about, who may read there and who may start topics. Members of its audience may reply."""

    description = models.CharField(_("description (Indonesian)"), max_length=200, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=200, blank=True)
    icon = models.CharField(
        _("icon"), max_length=20, default="house", help_text=_("The name of a drawing in templates/icons.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    audience_see = models.CharField(_("who may read"), max_length=40, default=EVERYONE)
    audience_start = models.CharField(_("who may start topics"), max_length=40, default=MEMBERS)
    topic_count = models.PositiveIntegerField(_("topics"), default=0, editable=False)
    post_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)
    last_post_at = models.DateTimeField(_("last post"), null=True, blank=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    @property
    def local_description(self) -> str:
        """The description in the reader's language, else in Indonesian."""
        return self.description_en if get_language() == "en" and self.description_en else self.description

    def get_absolute_url(self) -> str:
        """Lead to the list of its topics."""
        return reverse("forums:category", args=[self.slug])
