"""What the results page needs to tell that a result was opened."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from search import insight

register = template.Library()


@register.simple_tag
def click_token(text: str) -> str:
    """Sign a text that was looked for in the reader's language; empty where clicks aren't counted."""
    return insight.click_token(text=text, language=get_language() or "id")
