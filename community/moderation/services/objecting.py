"""Nobody acts in their own case, or about who looks after more than they do: also where a text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ..kinds import kind_of
from ..models import Flag, Review
from ..permissions import is_any_above
from .reviews import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.members.models import User

    from ..kinds import Kind


def objection_to(by: User, things: Sequence[Any]) -> str:
    """Say why somebody who keeps order there leaves one of them to another one; empty where they need not."""
    subjects = [subject_of(thing) for thing in things]
    judged = [(kind, thing) for thing in subjects if (kind := kind_of(thing)) is not None]
    authors = {author for kind, thing in judged if (author := kind.author(thing)) is not None and author != by}
    if is_any_above(authors, by):
        return _("The author looks after more than you do; a moderator above decides it.")
    if _is_one_own(by, judged):
        return _("This is a case of your own; another moderator decides it.")
    return ""


def unsettled(thing: Any) -> str:
    """Say why a thing can't go to another member: its case is about who has it now."""
    thing = subject_of(thing)
    kind = kind_of(thing)
    if kind is None:
        return ""
    if kind.state(thing) != "live":
        return _("It is not shown at the moment. It stays whose it is until it is shown again.")
    if Review.objects.open().filter(_about([(kind, thing)])).exists():
        return _("There is an open case about it. It stays whose it is until that is decided.")
    return ""


def _is_one_own(by: User, judged: Sequence[tuple[Kind, Any]]) -> bool:
    """Tell whether somebody reported one of them, decided what is appealed against, or wrote what has a case."""
    own = [(kind, thing) for kind, thing in judged if by.pk in _writers(thing)]
    if any(_is_taken(by, thing) for _kind, thing in own):
        return True
    about = _about(judged)
    if Flag.objects.standing().filter(about, outcome="", reporter=by).exists():
        return True
    cases = about & Q(appeal_of__decided_by=by)
    return Review.objects.open().filter(cases | _about(own) if own else cases).exists()


def _writers(thing: Any) -> set[int | None]:
    """Name who wrote it, and the mentor who did so for them."""
    return {getattr(thing, name, None) for name in ("author_id", "user_id", "acted_by_id")}


def _is_taken(by: User, thing: Any) -> bool:
    """Tell whether it waits, or others took it from view."""
    is_hidden = thing.hidden_at is not None and thing.hidden_by_id != by.pk
    return is_hidden or thing.held_at is not None or (thing.deleted_at is not None and thing.deleted_by_id != by.pk)


def _about(judged: Iterable[tuple[Kind, Any]]) -> Q:
    """Select what is about one of some things."""
    keys: dict[str, list[int]] = {}
    for kind, thing in judged:
        keys.setdefault(kind.name, []).append(thing.pk)
    about = Q(pk__in=[])
    for name, found in keys.items():
        about |= Q(kind=name, object_id__in=found)
    return about
