"""The blocks that stories, events, regions and plain pages are written in; each knows its own template."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


class FigureBlock(blocks.StructBlock):
    """A picture with a caption; its alternative text and credit come from the picture unless told otherwise here."""

    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)
    alt = blocks.CharBlock(
        label=_("Other alternative text"),
        required=False,
        max_length=255,
        help_text=_("Only if the picture's own text doesn't fit here."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "home/blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    """Words of a person, set apart."""

    text = blocks.TextBlock(label=_("Text"), max_length=600)
    source = blocks.CharBlock(label=_("Person"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Quote")
        template = "home/blocks/quote.html"


class VideoValue(blocks.StructValue):
    """A video, and where its player is."""

    @property
    def host(self) -> str:
        """Where the video lies: `youtube`, `vimeo` or `file`."""
        if self.get("file"):
            return "file"
        return "vimeo" if urlsplit(self.get("url") or "").hostname in VIMEO_HOSTS else "youtube"

    @property
    def player_url(self) -> str:
        """The address of the player, which nothing loads before the reader asks for it."""
        if self.get("file"):
            return str(self["file"].url)
        key = video_key(self.get("url") or "")
        if self.host == "vimeo":
            return f"https://player.vimeo.com/video/{key}?dnt=1"
        return f"https://www.youtube-nocookie.com/embed/{key}?rel=0"

    @property
    def watch_url(self) -> str:
        """The address for a reader without JavaScript."""
        return str(self["file"].url) if self.get("file") else str(self.get("url") or "")

    @property
    def minutes(self) -> int:
        """Whole minutes of the length."""
        return int((self.get("length") or "0:00").split(":")[0])

    @property
    def seconds(self) -> int:
        """Seconds beyond the whole minutes."""
        return int((self.get("length") or "0:00").split(":")[1])


class VideoBlock(blocks.StructBlock):
    """A film on YouTube or Vimeo, or an uploaded file, shown as a card that loads nothing until it is pressed."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("What it shows"), required=False, max_length=400)
    url = blocks.URLBlock(label=_("Address at YouTube or Vimeo"), required=False)
    file = DocumentChooserBlock(label=_("Or an uploaded file"), required=False, help_text=_("MP4 or WebM."))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    length = blocks.CharBlock(
        label=_("Length"),
        max_length=7,
        help_text=_("Minutes and seconds: 6:12."),
        validators=[RegexValidator(r"^\d{1,4}:[0-5]\d$", _("Write the length as minutes and seconds, as in 6:12."))],
    )
    transcript = blocks.TextBlock(label=_("Spoken words"), required=False, help_text=_("For all who can't hear it."))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "home/blocks/video.html"
        value_class = VideoValue

    def clean(self, value: Any) -> Any:
        """Exactly one source, and one we know."""
        cleaned = super().clean(value)
        url, file = cleaned.get("url"), cleaned.get("file")
        if bool(url) == bool(file):
            text = _("Give either an address at YouTube or Vimeo or an uploaded file.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(text)})
        if url and not video_key(url):
            text = _("This is no address of a video at YouTube or Vimeo.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(text)})
        if file and file.file_extension.lower() not in VIDEO_TYPES:
            text = _("This file is no video: MP4 and WebM can be played.")
            raise StructBlockValidationError(block_errors={"file": ValidationError(text)})
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its kind and size."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Other title"), required=False, max_length=160)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "home/blocks/document.html"


class FactRowBlock(blocks.StructBlock):
    """One line of a fact box."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    value = blocks.CharBlock(label=_("Value"), max_length=160)


class FactBoxBlock(blocks.StructBlock):
    """The figures of a story at a glance, in the margin."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    rows = blocks.ListBlock(FactRowBlock(), label=_("Rows"), min_num=1, max_num=12)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "list-ul"
        label = _("Fact box")
        template = "home/blocks/fact_box.html"


class NextStepValue(blocks.StructValue):
    """A next step, and where it leads."""

    @cached_property
    def target_url(self) -> str:
        """Address of the page, region or path that was chosen; empty when it is gone."""
        if page := self.get("page"):
            return page.localized.url if page.live else ""
        if region := self.get("region"):
            return str(region.get_absolute_url())
        return self.get("path") or ""


class NextStepBlock(blocks.StructBlock):
    """What the reader can do now: read on, follow a region, attend an event, answer a question."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("read", _("Read on")),
            ("follow", _("Get to know the region")),
            ("attend", _("Attend")),
            ("answer", _("Answer")),
        ],
        default="read",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=400)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    region = SnippetChooserBlock("home.Region", label=_("Or a region"), required=False)
    path = blocks.CharBlock(label=_("Or a path on this site"), required=False, max_length=300, help_text="/forum/")

    class Meta:
        icon = "arrow-right"
        label = _("Next step")
        template = "home/blocks/next_step.html"
        value_class = NextStepValue

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words on its card, without those of the button; where what it leads to is gone, no card is shown."""
        shown = (value.get("title"), value.get("text")) if value.target_url else ()
        return [str(words) for words in shown if words]

    def clean(self, value: Any) -> Any:
        """Exactly one target, on this site."""
        cleaned = super().clean(value)
        if sum(bool(cleaned.get(name)) for name in ("page", "region", "path")) != 1:
            text = _("Give one target: a page, a region or a path.")
            raise StructBlockValidationError(block_errors={"page": ValidationError(text)})
        if cleaned.get("path"):
            cleaned["path"] = path = cleaned["path"].strip().removeprefix(settings.BASE_URL)
            if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
                text = _("Only paths on this site are possible, beginning with a slash: /forum/")
                raise StructBlockValidationError(block_errors={"path": ValidationError(text)})
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """Everything a story, an event or a page can hold."""

    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), icon="pilcrow", features=TEXT_FEATURES, template="home/blocks/paragraph.html"
    )
    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=120, template="home/blocks/heading.html")
    image = FigureBlock()
    gallery = blocks.ListBlock(
        FigureBlock(), label=_("Gallery"), icon="image", min_num=2, max_num=24, template="home/blocks/gallery.html"
    )
    quote = QuoteBlock()
    video = VideoBlock()
    document = DocumentBlock()
    fact_box = FactBoxBlock()
    next_step = NextStepBlock()


def video_key(url: str) -> str:
    """Return the key of a video in an address at YouTube or Vimeo; empty for every other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    words = parts.path.strip("/").split("/")
    if parts.hostname in YOUTUBE_HOSTS:
        key = parse_qs(parts.query).get("v", [words[-1]])[0]
        return key if re.fullmatch(r"[\w-]{11}", key) else ""
    if parts.hostname in VIMEO_HOSTS:
        return next((word for word in words if re.fullmatch(r"\d{6,12}", word)), "")
    return ""
