"""The models of the search, by what they are about."""

from .documents import DocumentText
from .entries import PENDING, EntryTerm, EntryText, Matches, SearchEntry, SearchEntryQuerySet
from .indexes import Refusal, SearchIndex

__all__ = [
    "PENDING",
    "DocumentText",
    "EntryTerm",
    "EntryText",
    "Matches",
    "Refusal",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SearchIndex",
]
