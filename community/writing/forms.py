"""Fields for what members write: cleaned as they are stored, with a friendly word when they are unfit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import MAX_BODY, MAX_TITLE, clean_body, clean_title

# How a page with a form is cached: by nobody but the browser, which goes back to it with what was typed.
KEPT_BY_BROWSER: dict[str, Any] = {"private": True, "max_age": 0}


class BoundedField(forms.CharField):
    """A text of which a form says how short and how long it may be."""

    least, most, before = 0, 0, ""
    told_by = "maxlength"

    def within(self, *, least: int, most: int, before: str = "") -> None:
        """Take from `least` to `most` characters, and whatever the text was `before`."""
        self.least, self.most, self.before = least, most, before
        self.widget.attrs[self.told_by] = max(most, len(before))


class TitleField(BoundedField):
    """A title on one line."""

    most = MAX_TITLE

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Title"))
        super().__init__(widget=forms.TextInput(attrs={"maxlength": MAX_TITLE}), **kwargs)

    def to_python(self, value: object) -> str:
        """Clean it, unless it is left empty, which the field says by itself."""
        text = super().to_python(value) or ""
        return clean_title(text, least=self.least, most=self.most, before=self.before) if text else ""


class BodyField(BoundedField):
    """A text in Markdown.

    A browser would cut what is pasted without a word: the composer says how much is too much, the service refuses it.
    """

    most = MAX_BODY
    told_by = "data-most"

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your text"))
        widget = forms.Textarea(attrs={"rows": rows, self.told_by: MAX_BODY})
        super().__init__(widget=widget, strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        """Clean it, unless it is left empty, which the field says by itself."""
        text = super().to_python(value) or ""
        return clean_body(text, least=self.least, most=self.most, before=self.before) if text else ""
