"""The pages of regions, and which page tells of which region."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock

from .media import CustomImage
from .regions import Region
from .restrictions import RestrictedInOneQuery
from .vocabulary import Sector


class PageRegion(models.Model):
    """Which regions a page tells of, derived from its place in the tree and its further regions; 0 is its place."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="page_regions")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="page_regions")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["page", "region"], name="page_region_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.region_id}"


class FurtherRegion(Orderable):
    """A region that a page tells of besides the one it stands under."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))

    class Meta(Orderable.Meta):
        abstract = True


class RegionIndexPage(RestrictedInOneQuery, Page):
    """All regions: the map of the country and the provinces."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "home/region_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.RegionPage"]

    class Meta:
        verbose_name = _("index of regions")


class RegionPageForm(WagtailAdminPageForm):
    """Keeps the tree of pages like the tree of regions, with one page per region and language."""

    def clean(self) -> dict[str, Any]:
        """Refuse a region that lies elsewhere or has its page already."""
        cleaned: dict[str, Any] = super().clean()
        region = cleaned.get("region")
        if region and self.parent_page:
            parent = self.parent_page.specific
            if not is_region_below(region, parent):
                self.add_error("region", _("%(region)s doesn't lie in the region above.") % {"region": region})
            others = RegionPage.objects.filter(region=region, locale=parent.locale).exclude(pk=self.instance.pk)
            if others.exists():
                self.add_error("region", _("%(region)s has a page already.") % {"region": region})
        return cleaned


class RegionPage(RestrictedInOneQuery, Page):
    """What there is to know and to do in one region."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="pages", verbose_name=_("region"))
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    cover = models.ForeignKey(
        CustomImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    base_form_class = RegionPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("region"),
        FieldPanel("introduction"),
        FieldPanel("cover"),
        InlinePanel("key_facts", label=_("Key fact"), heading=_("Key facts"), max_num=8),
        InlinePanel("potentials", label=_("Potential"), heading=_("Potentials by sector"), max_num=12),
        InlinePanel("gallery", label=_("Picture"), heading=_("Gallery"), max_num=24),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    override_translatable_fields = [SynchronizedField("cover")]
    template = "home/region_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.RegionIndexPage", "home.RegionPage"]

    class Meta:
        verbose_name = _("region page")

    def can_move_to(self, parent: Page) -> bool:
        """Allow a move only below the page of a region that this one lies in."""
        return super().can_move_to(parent) and is_region_below(self.region, parent.specific)

    def clean(self) -> None:
        """One page per region and language, however it is made."""
        super().clean()
        if self.region_id and self.locale_id:
            others = RegionPage.objects.filter(region=self.region_id, locale=self.locale_id).exclude(pk=self.pk)
            if others.exists():
                raise ValidationError({"region": _("%(region)s has a page already.") % {"region": self.region}})


class KeyFact(TranslatableMixin, Orderable):
    """A figure of a region, with its source and year."""

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="key_facts")
    label = models.CharField(_("label"), max_length=60)
    value = models.CharField(_("value"), max_length=80)
    source = models.CharField(_("source"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    panels = [FieldPanel("label"), FieldPanel("value"), FieldPanel("source"), FieldPanel("year")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Potential(TranslatableMixin, Orderable):
    """What a region can do in one sector."""

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="potentials")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="potentials", verbose_name=_("sector"))
    text = models.CharField(_("text"), max_length=240)

    panels = [FieldPanel("sector"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class GalleryImage(TranslatableMixin, Orderable):
    """A picture of a region."""

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="+", verbose_name=_("image"))
    caption = models.CharField(_("caption"), max_length=255, blank=True)

    panels = [FieldPanel("image"), FieldPanel("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


def is_region_below(region: Region, parent: Page) -> bool:
    """Whether a page of this region may stand under this page: a province under the index, else below its own."""
    if isinstance(parent, RegionPage):
        return region.code.startswith(f"{parent.region.code}.")
    return region.kind == Region.Kind.PROVINCE
