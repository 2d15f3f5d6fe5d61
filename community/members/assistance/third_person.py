"""The words of a profile's form where a mentor fills it in: they name the person instead of saying "you" and "me"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from ..audiences import PARTS, Audience, audience_field

if TYPE_CHECKING:
    from django import forms


def speak_of(form: forms.Form, name: str) -> None:
    """Name the person in labels, helps and choices of the fields that are there."""
    for field, label in _labels(name).items():
        if field in form.fields:
            form.fields[field].label = label
    for field, text in _helps(name).items():
        if field in form.fields:
            form.fields[field].help_text = text
    choices = _audiences(name)
    for part in PARTS:
        asked = form.fields.get(audience_field(part))
        if asked is None:
            continue
        asked.choices = choices  # type: ignore[attr-defined]
        if part in form.fields:
            about = form.fields[part].label
            asked.label = format_html('{}<span class="visually-hidden">: {}</span>', _("Who sees it"), about)


def headings() -> list[str]:
    """Head the sections of the form, in their order."""
    return [
        _("Who the person is"),
        _("Where the person lives and works"),
        _("What the person brings"),
        _("Organisations, language and time"),
    ]


def _labels(name: str) -> dict[str, str]:
    return {
        "bio": _("About %(name)s") % {"name": name},
        "languages": _("Languages that %(name)s speaks") % {"name": name},
        "skills": _("What %(name)s can do") % {"name": name},
        "organisations_audience": _("Who sees which organisations %(name)s belongs to") % {"name": name},
    }


def _helps(name: str) -> dict[str, str]:
    named = {"name": escape(name)}  # help is HTML
    return {
        "bio": _("What %(name)s does, knows, and would like to do with others. Markdown works.") % named,
        "roles": _("What %(name)s would like to do.") % named,
        "links": _("Pages of %(name)s elsewhere, one in each line, at most five.") % named,
        "language": _("In which %(name)s reads this site.") % named,
    }


def _audiences(name: str) -> list[tuple[int, Any]]:
    words: dict[int, Any] = dict(Audience.choices)
    words[Audience.CONTACTS] = _("People %(name)s is in contact with") % {"name": name}
    words[Audience.SELF] = _("Only %(name)s, and you") % {"name": name}
    return list(words.items())
