"""Fields for what members write: cleaned as they are stored, with a friendly word when they are unfit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import MAX_BODY, MAX_TITLE, clean_body, clean_title

# How a page with a form is cached: by nobody but the browser, which goes back to it with what was typed.
KEPT_BY_BROWSER: dict[str, Any] = {"private": True, "max_age": 0}


class TitleField(forms.CharField):
    """A title on one line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Title"))
        super().__init__(widget=forms.TextInput(attrs={"maxlength": MAX_TITLE}), **kwargs)

    def to_python(self, value: object) -> str:
        """Clean it, unless it is left empty, which the field says by itself."""
        text = super().to_python(value) or ""
        return clean_title(text) if text else ""


class BodyField(forms.CharField):
    """A text in Markdown."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your text"))
        widget = forms.Textarea(attrs={"rows": rows, "maxlength": MAX_BODY})
        super().__init__(widget=widget, strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        """Clean it, unless it is left empty, which the field says by itself."""
        text = super().to_python(value) or ""
        return clean_body(text) if text else ""
