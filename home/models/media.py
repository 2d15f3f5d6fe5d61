"""Pictures and documents of the site, with what a reader must be told of them, in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with alternative text and credit."""

    alt = models.CharField(
        _("alternative text (Indonesian)"),
        max_length=255,
        help_text=_("What the picture shows, for people who can't see it."),
    )
    alt_en = models.CharField(_("alternative text (English)"), max_length=255, blank=True)
    credit = models.CharField(_("credit (Indonesian)"), max_length=120, help_text=_("Who made the picture."))
    credit_en = models.CharField(_("credit (English)"), max_length=120, blank=True)
    caption = models.CharField(_("caption (Indonesian)"), max_length=255, blank=True)
    caption_en = models.CharField(_("caption (English)"), max_length=255, blank=True)

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "alt",
        "alt_en",
        "credit",
        "credit_en",
        "caption",
        "caption_en",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """Alternative text in the reader's language, else in Indonesian."""
        return self._local("alt")

    @property
    def local_caption(self) -> str:
        """Caption in the reader's language, else in Indonesian."""
        return self._local("caption")

    @property
    def local_credit(self) -> str:
        """Credit in the reader's language, else as in Indonesian."""
        return self._local("credit")

    def _local(self, field: str) -> str:
        english: str = getattr(self, f"{field}_en")
        indonesian: str = getattr(self, field)
        return english if english and get_language() == "en" else indonesian


class CustomRendition(AbstractRendition):
    """A picture at one size and format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class CustomDocument(AbstractDocument):
    """A file to download, with its language and who made it."""

    language = models.CharField(
        _("language"), max_length=10, default="id", choices=[("id", "Indonesia"), ("en", "English")]
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "language", "credit")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
