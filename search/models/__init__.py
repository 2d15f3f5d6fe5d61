"""The models of the search, by what they are about."""

from .entries import PENDING, EntryTerm, EntryText, Matches, SearchEntry, SearchEntryQuerySet
from .indexes import Refusal, SearchIndex
from .saved import SavedSearch, SavedSearchQuerySet

__all__ = [
    "PENDING",
    "EntryTerm",
    "EntryText",
    "Matches",
    "Refusal",
    "SavedSearch",
    "SavedSearchQuerySet",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SearchIndex",
]
