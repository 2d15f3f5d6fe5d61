"""Nobody acts in their own case, or about who looks after more than they do: also where a text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ..kinds import kind_of
from ..models import Flag, Review
from ..permissions import is_above
from .reviews import subject_of

if TYPE_CHECKING:
    from community.members.models import User

    from ..kinds import Kind


def objection_to(by: User, thing: Any) -> str:
    """Say why somebody who keeps order there leaves this to another one; empty where they need not."""
    thing = subject_of(thing)
    kind = kind_of(thing)
    if kind is None:
        return ""
    author = kind.author(thing)
    if author is not None and author != by and is_above(author, by):
        return _("The author looks after more than you do; a moderator above decides it.")
    if _is_own(by, kind, thing, is_author=author == by):
        return _("This is a case of your own; another moderator decides it.")
    return ""


def _is_own(by: User, kind: Kind, thing: Any, *, is_author: bool) -> bool:
    """Tell whether somebody reported it, decided what is appealed against, or wrote what others took from view."""
    if is_author:
        is_taken = thing.hidden_at is not None and thing.hidden_by_id != by.pk
        return is_taken or thing.held_at is not None or (thing.deleted_at is not None and thing.deleted_by_id != by.pk)
    about = {"kind": kind.name, "object_id": thing.pk}
    if Flag.objects.standing().filter(outcome="", reporter=by, **about).exists():
        return True
    is_away = thing.hidden_at is not None or thing.deleted_at is not None
    return is_away and Review.objects.open().filter(appeal_of__decided_by=by, **about).exists()
