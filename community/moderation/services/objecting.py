"""Nobody acts in their own case, or about who looks after more than they do: also where a text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ..kinds import kind_of
from ..models import Flag
from ..permissions import is_above
from .reviews import subject_of

if TYPE_CHECKING:
    from community.members.models import User


def objection_to(by: User, thing: Any, is_back: bool) -> str:
    """Say why somebody who keeps order there leaves this to another one; empty where they need not."""
    thing = subject_of(thing)
    kind = kind_of(thing)
    author = kind.author(thing) if kind else None
    if kind is None or author is None:
        return ""
    if author == by:
        return (
            _("This is a case of your own; another moderator decides it.") if is_back and _is_others(thing, by) else ""
        )
    if is_above(author, by):
        return _("The author looks after more than you do; a moderator above decides it.")
    reported = Flag.objects.standing().filter(kind=kind.name, object_id=thing.pk, outcome="", reporter=by)
    return _("This is a case of your own; another moderator decides it.") if reported.exists() else ""


def _is_others(thing: Any, by: User) -> bool:
    """Tell whether others, or reports, took it from view: then its author doesn't bring it back."""
    is_hidden = thing.hidden_at is not None and thing.hidden_by_id != by.pk
    return is_hidden or (thing.deleted_at is not None and thing.deleted_by_id != by.pk)
