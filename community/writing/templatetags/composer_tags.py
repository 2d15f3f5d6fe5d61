"""What the tag of a form takes in which one writes a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils.html import format_html

from ..uploads.addresses import alternatives_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BaseForm
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def composer_attributes(context: RequestContext, form_id: str) -> SafeString:
    """Name the form, let it bring files without scripts, and have htmx send it: nothing is lost when that fails.

    What it says of itself holds for no part of it, such as the topics that are found like its title.
    """
    return format_html(
        'id="{0}" enctype="multipart/form-data" data-composer data-hx-post="{1}" data-hx-select="#{0}"'
        ' data-hx-target="this" data-hx-swap="outerHTML" data-hx-disabled-elt="find button.button"'
        ' data-hx-disinherit="*"',
        form_id,
        context["request"].path,
    )


class Fault(NamedTuple):
    """What is wrong with a form: the field with its label where one is meant, and why."""

    text: str
    label: str = ""
    field: str = ""


@register.simple_tag(takes_context=True)
def faults(context: RequestContext) -> list[Fault]:
    """Give together what is wrong with the forms that are sent as one, and with their pictures."""
    forms = [form for name in ("form", "poll_form") if (form := context.get(name)) is not None]
    pictures = context["composer"].errors if "composer" in context else []
    return [Fault(error) for error in pictures] + [fault for form in forms for fault in _of(form)]


@register.filter
def lacks_words(text: str | None) -> bool:
    """Whether a text shows a picture without saying what can be seen in it."""
    return any(not words.strip() for words in alternatives_in(text or "").values())


def _of(form: BaseForm) -> Iterator[Fault]:
    """What is wrong with one form, first as a whole, then with its fields in their order."""
    yield from (Fault(str(error)) for error in form.non_field_errors())
    for field in form:
        yield from (Fault(str(error), str(field.label), field.id_for_label or "") for error in field.errors)
