"""The home page, plain pages, and what the site says of itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from home.blocks import BodyBlock

from .media import CustomImage
from .regions import Region
from .restrictions import RestrictedInOneQuery


class HomePage(RestrictedInOneQuery, Page):
    """The first page in one language: the chart, the newest stories, the next events, an invitation."""

    hero_title = models.CharField(_("title on the chart"), max_length=90)
    hero_text = models.TextField(_("text on the chart"), max_length=240, blank=True)
    hero_primary = models.CharField(_("first button"), max_length=40, blank=True)
    hero_primary_page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("leads to")
    )
    hero_secondary = models.CharField(_("second button"), max_length=40, blank=True)
    hero_secondary_page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("leads to")
    )
    featured_story = models.ForeignKey(
        "home.StoryPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("featured story"),
        help_text=_("Stands first; without one, the newest does."),
    )
    join_title = models.CharField(_("title of the invitation"), max_length=90, blank=True)
    join_text = models.TextField(_("text of the invitation"), max_length=300, blank=True)
    join_image = models.ForeignKey(
        CustomImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    join_page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page to read before")
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("hero_primary"),
                FieldPanel("hero_primary_page"),
                FieldPanel("hero_secondary"),
                FieldPanel("hero_secondary_page"),
            ],
            heading=_("Chart"),
        ),
        InlinePanel("regions", label=_("Region"), heading=_("Regions on the chart")),
        FieldPanel("featured_story"),
        MultiFieldPanel(
            [
                FieldPanel("join_title"),
                FieldPanel("join_text"),
                FieldPanel("join_image"),
                FieldPanel("join_page"),
            ],
            heading=_("Invitation"),
        ),
    ]
    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class HomeRegion(Orderable):
    """A region on the chart of the home page: already active, or planned."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PLANNED = "planned", _("Planned")

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("region"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)

    panels = [FieldPanel("region"), FieldPanel("state")]


class StandardPage(RestrictedInOneQuery, Page):
    """A plain page: about the programme, guidelines, privacy."""

    class Menu(models.TextChoices):
        NONE = "", _("In no menu")
        FOOTER = "footer", _("Help, in the footer")
        LEGAL = "legal", _("Last line of the footer")

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    menu = models.CharField(_("menu"), max_length=6, choices=Menu.choices, blank=True, default=Menu.NONE)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    promote_panels = [*Page.promote_panels, FieldPanel("menu")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("plain page")


@register_setting(icon="site")
class SiteSettings(BaseGenericSetting):
    """What the site says of itself on every page."""

    organisation = models.CharField(_("organisation"), max_length=120, default="Negeri Mandiri")
    contact_email = models.EmailField(_("contact address"), blank=True)
    footer_text = models.TextField(_("text in the footer (Indonesian)"), max_length=300, blank=True)
    footer_text_en = models.TextField(_("text in the footer (English)"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("site settings")

    @property
    def local_footer_text(self) -> str:
        """The text in the reader's language, else in Indonesian."""
        return self.footer_text_en if get_language() == "en" and self.footer_text_en else self.footer_text
