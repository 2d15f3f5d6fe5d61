"""The models of the search, by what they are about."""

from .entries import PENDING, EntryTerm, EntryText, Matches, SearchEntry, SearchEntryQuerySet
from .indexes import Refusal, SearchIndex
from .spelling import Spelling

__all__ = [
    "PENDING",
    "EntryTerm",
    "EntryText",
    "Matches",
    "Refusal",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SearchIndex",
    "Spelling",
]
