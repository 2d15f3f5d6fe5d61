"""What members write, in templates: whole as HTML, or its first words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.writing import services

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Show a text of a member as safe HTML."""
    return services.render_markdown(text)


@register.filter
def excerpt(text: str, length: int = 160) -> str:
    """Show the first words of a text of a member, without its marks."""
    return services.plain_text(text, length)
