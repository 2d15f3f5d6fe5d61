"""What forms need from the border."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guard.idempotency import FIELD, new_key

register = template.Library()


@register.simple_tag(takes_context=True)
def idempotency_field(context: RequestContext) -> SafeString:
    """Render the hidden field with the form's key; a form shown again after an error keeps the key it had."""
    request = context.get("request")
    key = (request.POST.get(FIELD) if request else "") or new_key()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)
