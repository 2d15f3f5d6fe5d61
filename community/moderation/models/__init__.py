"""The models of moderation, re-exported."""

from ..site_settings import ModerationSettings
from .continuing import Continuation
from .people import LONGEST_NOTE, Note, Removal, RemovedThing, ReplyTemplate
from .reviews import AGAINST, LONGEST_WORDS, OUTCOMES, Decision, Flag, Outcome, Reason, Review, ReviewLink, ReviewPlace
from .terms import BlockedTerm

__all__ = [
    "AGAINST",
    "LONGEST_NOTE",
    "LONGEST_WORDS",
    "OUTCOMES",
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
]
