"""The words that stories, events and topics are sorted by: one row each, named in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase


class Bilingual(models.Model):
    """A term that has, beside its Indonesian name, an English one."""

    name: models.CharField[str, str]
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language, else in Indonesian."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Named(Bilingual):
    """A term that editors name and give an address."""

    name = models.CharField(_("name (Indonesian)"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        abstract = True


class Sector(Named):
    """A field of the economy in which a region has potential: seaweed, fisheries, crafts ..."""

    icon = models.CharField(
        _("icon"), max_length=20, default="boat", help_text=_("A name from the sheet of components: seaweed, fish ...")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Tag(Bilingual, TagBase):
    """A free word on stories and topics alike; its slug is made from the name."""

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class StoryTag(ItemBase):
    """A tag on a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="story_tags")
    content_object = ParentalKey("home.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="story_tag_once")]
