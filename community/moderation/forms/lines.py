"""A field for text of several lines."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Text that is counted as browsers count it: the end of a line is one character, though they send two."""

    def to_python(self, value: Any) -> str:
        """Bring the ends of lines into the form in which they are kept."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")
