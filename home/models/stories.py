"""Stories: articles, vlogs and photo essays of a region, and their index."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock

from .authorship import StoryPageForm
from .media import CustomImage
from .region_pages import FurtherRegion
from .restrictions import RestrictedInOneQuery
from .vocabulary import Sector, StoryTag


class StoryIndexPage(RestrictedInOneQuery, Page):
    """All stories of the country, newest first."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "home/story_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.StoryPage"]

    class Meta:
        verbose_name = _("index of stories")


class StoryPage(RestrictedInOneQuery, Page):
    """A story of a region: told in words, as a film or in pictures."""

    class Format(models.TextChoices):
        ARTICLE = "article", _("Article")
        VLOG = "vlog", _("Vlog")
        PHOTO_ESSAY = "photo_essay", _("Photo essay")

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices, default=Format.ARTICLE)
    intro = models.TextField(_("introduction"), max_length=400)
    cover = models.ForeignKey(
        CustomImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=255, blank=True)
    is_example = models.BooleanField(_("example"), default=False, help_text=_("People and figures in it are invented."))
    sectors = ParentalManyToManyField(Sector, blank=True, related_name="stories", verbose_name=_("sectors"))
    tags = ClusterTaggableManager(through=StoryTag, blank=True, verbose_name=_("tags"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("date"), FieldPanel("format"), FieldPanel("is_example")], heading=_("Kind")),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_caption")], heading=_("Cover")),
        InlinePanel("authors", label=_("Author"), heading=_("Authors"), min_num=1, max_num=8),
        MultipleChooserPanel(
            "further_regions", label=_("Region"), heading=_("Further regions"), chooser_field_name="region"
        ),
        FieldPanel("sectors"),
        FieldPanel("tags"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.FilterField("date")]
    override_translatable_fields = [
        SynchronizedField("cover"),
        SynchronizedField("date"),
        SynchronizedField("format"),
        SynchronizedField("is_example"),
    ]
    base_form_class = StoryPageForm
    template = "home/story_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.StoryIndexPage", "home.RegionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("story")

    @cached_property
    def reading_minutes(self) -> int:
        """How long one reads, at 200 words a minute."""
        text = " ".join(str(part) for part in self.body.stream_block.get_searchable_content(self.body))
        return max(1, round(len(f"{self.intro} {text}".split()) / 200))

    @property
    def video_minutes(self) -> int:
        """Length of the first video in whole minutes, 0 without one; reads nothing but the stored body."""
        lengths = [block["value"].get("length", "") for block in self.body.raw_data if block["type"] == "video"]
        minutes, _colon, seconds = (lengths[0] if lengths else "0:00").partition(":")
        return int(minutes or 0) + (int(seconds or 0) >= 30)


class StoryAuthor(Orderable):
    """Who tells a story: a member, or a name."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("member"),
    )
    name = models.CharField(_("or a name"), max_length=80, blank=True)

    panels = [FieldPanel("user"), FieldPanel("name")]

    def __str__(self) -> str:
        return self.name or str(self.user or "")

    def clean(self) -> None:
        """Someone must be named."""
        super().clean()
        if not self.user_id and not self.name.strip():
            raise ValidationError(_("Choose a member or write a name."))


class StoryRegion(FurtherRegion):
    """A region that a story tells of besides the one it stands under."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="further_regions")
