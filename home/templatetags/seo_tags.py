"""What the head of a page tells search engines and those who share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from home.services import structured

if TYPE_CHECKING:
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString
    from wagtail.models import Page

register = template.Library()


@register.inclusion_tag("includes/open_graph.html", takes_context=True)
def seo_head(context: RequestContext, page: Page) -> dict[str, Any]:
    """Write the card that is shown where a page is shared."""
    image = getattr(page, "cover", None)
    description = page.search_description or getattr(page, "intro", "") or getattr(page, "introduction", "")
    return {
        "request": context["request"],
        "type": "article" if hasattr(page, "authors") else "website",
        "title": page.seo_title or page.title,
        "description": description,
        "image_url": structured.picture(image),
        "image_alt": image.default_alt_text if image else "",
    }


@register.simple_tag
def json_ld(page: Page) -> SafeString | str:
    """Write what a page is (Article, Event, Place) and the way to it as JSON-LD; a draft in preview has none."""
    return structured.script(page) if page.pk and page.live else ""
