"""Choosers of the editing room that are shown again with whatever was sent in place of a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.widgets import BaseChooser
from wagtail.snippets.widgets import AdminSnippetChooser

if TYPE_CHECKING:
    from django.db.models import Model


class KeysOnlyMixin:
    """Shows what can be no key as nothing chosen, where Wagtail's choosers would fail."""

    def get_instance(self, value: Any) -> Model | None:
        """Find what was chosen, if it was."""
        try:
            chosen: Model | None = super().get_instance(value)  # type: ignore[misc]
        except (ValueError, TypeError, OverflowError):
            return None
        return chosen


class KeyChooser(KeysOnlyMixin, BaseChooser):
    """Chooses one row."""


class SnippetKeyChooser(KeysOnlyMixin, AdminSnippetChooser):
    """Chooses one word of the vocabulary."""
