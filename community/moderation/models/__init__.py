"""The models of moderation, re-exported."""

from ..protection.models import Arrival, Trace
from ..site_settings import ModerationSettings
from .continuing import Continuation
from .flags import LONGEST_WORDS, Flag, Outcome, Reason
from .people import LONGEST_NOTE, Note, Removal, RemovedThing, ReplyTemplate
from .reviews import (
    AGAINST,
    DONE,
    LABELS,
    ORGANISATION,
    OUT_OF_VIEW,
    OUTCOMES,
    SANCTIONS,
    STANDING,
    TAKEN_BACK,
    Decision,
    Review,
    ReviewLink,
    ReviewPlace,
    what_was_done,
)
from .terms import BlockedTerm

__all__ = [
    "AGAINST",
    "DONE",
    "LABELS",
    "LONGEST_NOTE",
    "LONGEST_WORDS",
    "ORGANISATION",
    "OUTCOMES",
    "OUT_OF_VIEW",
    "SANCTIONS",
    "STANDING",
    "TAKEN_BACK",
    "Arrival",
    "BlockedTerm",
    "Continuation",
    "Decision",
    "Flag",
    "ModerationSettings",
    "Note",
    "Outcome",
    "Reason",
    "Removal",
    "RemovedThing",
    "ReplyTemplate",
    "Review",
    "ReviewLink",
    "ReviewPlace",
    "Trace",
    "what_was_done",
]
