"""The words that stories, events and topics are sorted by: one row each, named in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

TAG_SEPARATORS = re.compile(r"[,;\n]")


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
    """A free word on stories and topics alike; its slug is made from the name.

    One that means the same as another is its synonym: it leads there, and nothing carries it.
    """

    name = models.CharField(_("name (Indonesian)"), max_length=100, unique=True)
    synonym_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="synonyms",
        verbose_name=_("synonym of"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    @classmethod
    def called(cls, names: Iterable[str], *, besides: Tag | None = None) -> dict[str, Tag]:
        """Find the tags that names in either language or slugs mean, by what was asked; synonyms give their tag.

        With `besides`, as if that one had no name.
        """
        asked = {name: (name.lower(), slugify(name, allow_unicode=True)) for name in names if name}
        if not asked:
            return {}
        folded, slugs = [each for each, _slug in asked.values()], [slug for _each, slug in asked.values() if slug]
        rows = cls.objects.annotate(folded=Lower("name"), folded_en=Lower("name_en")).select_related("synonym_of")
        rows = rows.filter(Q(folded__in=folded) | Q(slug__in=slugs) | Q(folded_en__in=folded))
        if besides is not None:
            rows = rows.exclude(pk=besides.pk)
        by_name: dict[str, Tag] = {}
        by_slug: dict[str, Tag] = {}
        by_english: dict[str, Tag] = {}
        for tag in rows:
            meant = tag.synonym_of or tag
            by_name[tag.folded], by_slug[tag.slug], by_english[tag.folded_en] = meant, meant, meant
        found = {
            name: by_name.get(lower) or by_slug.get(slug) or by_english.get(lower)
            for name, (lower, slug) in asked.items()
        }
        return {name: tag for name, tag in found.items() if tag is not None}


class StoryTag(ItemBase):
    """A tag on a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="story_tags")
    content_object = ParentalKey("home.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="story_tag_once")]


def names_in(text: str) -> list[str]:
    """Read names of tags as one types them: `bibit, #rumput laut`; each once."""
    names = (" ".join(part.split()).lstrip("#").strip() for part in TAG_SEPARATORS.split(text))
    return list({name.casefold(): name for name in names if name}.values())
