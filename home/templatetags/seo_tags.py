"""What the head of a page tells search engines and those who share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings

from home.services import structured

if TYPE_CHECKING:
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString
    from wagtail.models import Page

    from home.models import Region

register = template.Library()


@register.inclusion_tag("includes/open_graph.html", takes_context=True)
def seo_head(context: RequestContext, page: Page) -> dict[str, Any]:
    """Write the card that is shown where a page is shared."""
    holders = (page, "cover"), (getattr(page, "original", None), "cover"), (page, "join_image")
    image = next((image for holder, name in holders if (image := getattr(holder, name, None))), None)
    description = page.search_description or _first(page, "intro", "introduction", "hero_text")
    return {
        "request": context["request"],
        "url": structured.address(page) if page.pk else "",
        "type": "article" if hasattr(page, "authors") else "website",
        "title": page.seo_title or _first(page, "hero_title", "title"),
        "description": description,
        "image_url": structured.picture(image),
        "image_alt": image.default_alt_text if image else "",
    }


@register.simple_tag
def page_address(page: Page) -> str:
    """Give the whole address of a page, on the host that the site is known by."""
    return structured.address(page)


@register.simple_tag
def json_ld(page: Page) -> SafeString | str:
    """Write what a page is (Article, Event, Place) and the way to it as JSON-LD; a draft in preview has none."""
    things = structured.describe(page) if page.pk and page.live else []
    return structured.script(things) if things else ""


@register.simple_tag
def region_json_ld(region: Region, crumbs: list[tuple[str, str]]) -> SafeString:
    """Write what an entry of the gazetteer is, and the way to it, as JSON-LD."""
    way = [*crumbs, (region.full_name, region.get_absolute_url())]
    trail = structured.trail((name, f"{settings.BASE_URL}{url}") for name, url in way)
    return structured.script([structured.gazetteer_place(region), trail])


def _first(page: Page, *names: str) -> str:
    """Return the first of these texts that a page has."""
    return next((text for name in names if (text := getattr(page, name, ""))), "")
