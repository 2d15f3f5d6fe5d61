"""What writing announces, and what receivers may answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal


@dataclass(frozen=True)
class Hold:
    """A receiver's answer to `screening`: keep the text back until a moderator has read it."""

    reason: str


# A text is about to be saved for the first time or after an edit. Arguments: `author` (User, None for a visitor),
# `text` (str, everything typed), `thing` (the unsaved or changed contribution). A receiver may return a `Hold`.
screening = Signal()
