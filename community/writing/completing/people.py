"""Members and organisations by the beginning of their handle or name: only who let themselves be found.

Those who take part where one writes come first; apps above say who that is. Whom one has blocked is not proposed, as
in the suggestions of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from community.members.directory import Filters, listed
from community.members.handles import fold
from community.members.models import Profile
from community.members.organisations.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer

MOST = 8
MEMBERS = "members"  # the place where one names members alone, as those to whom one writes
SHORTEST = 2  # letters, by which others than those who take part are proposed

# By the name of a place (`topic`), who takes part there: keys of members, for a viewer and the key of the place.
TAKING_PART: dict[str, Callable[[Viewer, str], list[int]]] = {}


def proposed(viewer: Viewer, text: str, near: str) -> Iterator[tuple[str, str]]:
    """Propose handles with the names of their owners, each once."""
    text = text.lower()
    given = set()
    for handle, name in chain.from_iterable(_found(viewer, text, near)):
        if handle not in given:
            given.add(handle)
            yield handle, name


def _found(viewer: Viewer, text: str, near: str) -> Iterator[Iterable[tuple[str, str]]]:
    yield _near(viewer, text, near)
    if len(text) < SHORTEST:
        return
    shown = listed(viewer, Filters()).exclude(user__in=viewer.blocked_ids)
    yield _members(shown.filter(_handle_begins(text)).order_by("handle__text"))
    organisations = Organisation.objects.public().select_related("handle")
    if near == MEMBERS:
        organisations = organisations.none()
    yield _organisations(organisations.filter(_handle_begins(text)).order_by("handle__text"))
    by_name: QuerySet[Any] = listed(viewer, Filters(name=text)).exclude(user__in=viewer.blocked_ids)
    yield _members(by_name.order_by("name_key", "user_id"))
    yield _organisations(organisations.filter(name_key__contains=text).order_by("name_key", "pk"))


def _near(viewer: Viewer, text: str, near: str) -> Iterable[tuple[str, str]]:
    """Give those who take part, the latest first; of the name any word may begin so."""
    place, _colon, key = near.partition(":")
    keys = TAKING_PART[place](viewer, key) if place in TAKING_PART else []
    keys = [key for key in keys if key != viewer.user_id and key not in viewer.blocked_ids]
    if not keys:
        return []
    fits = Q(handle__text__startswith=text) | Q(user__name__istartswith=text) | Q(user__name__icontains=f" {text}")
    there = Profile.objects.filter(fits, user__in=keys, is_listed=True, user__is_active=True)
    rows = {row[0]: row[1:] for row in there.values_list("user_id", "handle__text", "user__name")}
    return [(rows[key][0], rows[key][1]) for key in keys if key in rows][:MOST]


def _handle_begins(text: str) -> Q:
    """Select by the folded handle, which has an index, and then by the letters themselves."""
    return Q(handle__folded__startswith=fold(text), handle__text__startswith=text)


def _members(profiles: QuerySet[Any]) -> Iterable[tuple[str, str]]:
    return profiles.values_list("handle__text", "user__name")[:MOST]


def _organisations(organisations: QuerySet[Any]) -> Iterable[tuple[str, str]]:
    return organisations.values_list("handle__text", "name")[:MOST]
