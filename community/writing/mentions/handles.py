"""The handles that texts name, found in one query for however many texts, and where each leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain

from community.members.handles import fold, fold_lightly
from community.members.models import Handle

from ..markdown import LinksOf, names_in

MOST_NAMES = 100  # of one text; what is beyond stays words
Handles = Mapping[str, Handle]
"""Handles by their text, in small letters."""


def handles_in(*texts: str) -> Handles:
    """Find the handles that some texts name; without any name nothing is asked."""
    return handles_called(list(chain.from_iterable(names_in(text)[:MOST_NAMES] for text in texts)))


def named_in(text: str, handles: Handles) -> Handles:
    """Keep those of the handles of several texts that one of them names."""
    names = names_in(text) if handles else []
    return {name: handles[name] for name in names if name in handles}


def handles_called(names: Collection[str]) -> Handles:
    """Find handles written exactly so: one that only looks like another's leads to nobody."""
    if not names:
        return {}
    folds = {folded for name in names for folded in (fold(name), fold_lightly(name))}
    found = Handle.objects.filter(folded__in=folds, text__in=set(names))
    whole = found.select_related("user__profile__handle", "organisation__handle")
    return {handle.text: handle for handle in whole}


def address_of(handle: Handle) -> str:
    """Give the page of a handle's owner in the language of now, empty where there is none that others may open."""
    if handle.organisation is not None:
        return handle.organisation.get_absolute_url() if handle.organisation.suspended_at is None else ""
    profile = getattr(handle.user, "profile", None) if handle.user and handle.user.is_active else None
    return profile.get_absolute_url() if profile and profile.is_listed else ""


def links_by(handles: Handles | None) -> LinksOf:
    """Say where names lead, by handles that are at hand or else by one query."""

    def links_of(names: Collection[str]) -> Mapping[str, str]:
        known = handles_called(list(names)[:MOST_NAMES]) if handles is None else handles
        return {name: address_of(known[name]) for name in names if name in known}

    return links_of
