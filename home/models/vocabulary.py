"""The words that stories, events and topics are sorted by: one row each, named in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A term with an Indonesian and an English name."""

    name = models.CharField(_("name (Indonesian)"), max_length=80, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language, else in Indonesian."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Sector(Named):
    """A field of the economy in which a region has potential: seaweed, fisheries, crafts ..."""

    icon = models.CharField(_("icon"), max_length=20, default="boat")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Tag(Named):
    """A free word on stories and topics alike."""

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
