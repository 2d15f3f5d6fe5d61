"""What writing announces, and what receivers may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal


@dataclass(frozen=True)
class Hold:
    """A receiver's answer to `screening`: keep the text back until a moderator has read it."""

    reason: str


# A text is about to be saved for the first time or after an edit. Arguments: `author` (User, None for a visitor),
# `text` (str, everything typed), `thing` (the unsaved or changed contribution). A receiver may return a `Hold`.
screening = Signal()

STATES = ("deleted", "hidden", "held")

# A text was held, hidden or deleted, came back, or was changed while it isn't shown. Sent inside the transaction, once
# it is saved. Arguments: `thing` (the contribution as it stands now), `by` (User, None where nobody did it: the site
# itself, or a visitor), `is_judged` (whether it carries out what moderators decided at their desk), and where one of
# them did it `before` (how it stood until then, as `stood_by` names it) and perhaps `is_back` (that it ended a state)
# and `reason`.
standing_changed = Signal()


def stood_by(states: Mapping[str, Any]) -> str:
    """Name how something stands by which of its states are set: `live`, `held`, `hidden` or `deleted`."""
    return next((name for name in STATES if states[name]), "live")


# Members or organisations hear for the first time that a text mentions them. Sent inside the transaction that publishes
# or changes the text, before it is announced by its app. Arguments: `kind` and `key` of the text, `author` (User),
# `mentions` (list of the new `Mention`s, each with `user` or `organisation`).
mentioned = Signal()

# A member reacted to a thing, or chose another reaction than before. Arguments: `reaction` (Reaction), `thing`,
# `replaced` (str, the name of the one before, empty where there was none).
reacted = Signal()

# A member took a reaction back. Arguments: `reaction` (Reaction, whose row is gone by now).
unreacted = Signal()
