"""The models of the search, by what they are about."""

from .asked import Asked
from .documents import DocumentText
from .entries import (
    BESIDE,
    EntryTerm,
    EntryText,
    Matches,
    PendingDelivery,
    SearchEntry,
    SearchEntryQuerySet,
    Term,
    year_of,
)
from .indexes import Refusal, SearchIndex
from .saved import SavedSearch, SavedSearchQuerySet
from .spelling import Spelling
from .wording import Promotion, ProtectedWord, SynonymGroup

__all__ = [
    "BESIDE",
    "Asked",
    "DocumentText",
    "EntryTerm",
    "EntryText",
    "Matches",
    "PendingDelivery",
    "Promotion",
    "ProtectedWord",
    "Refusal",
    "SavedSearch",
    "SavedSearchQuerySet",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SearchIndex",
    "Spelling",
    "SynonymGroup",
    "Term",
    "year_of",
]
