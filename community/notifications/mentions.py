"""Whom a text mentions, by the rows that are written when it appears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from community.members.organisations.models import Membership
from community.writing.markdown import names_in
from community.writing.mentions.handles import handles_called
from community.writing.models import Mention

from .models import Notification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.organisations.models import Organisation

SPEAKERS = [Membership.Role.OWNER, Membership.Role.MANAGER]


def mentioned_in(kind: str, text: Any) -> set[int]:
    """Name the members who are called: by their own handle, or as those who speak for an organisation.

    Whom a change took out of the text again is not called any more, though the row stays: nobody is called twice.
    """
    rows = list(Mention.objects.filter(kind=kind, object_id=text.pk).values_list("user_id", "organisation_id"))
    if not rows:
        return set()
    named = handles_called(names_in(text.body, quoted=False)).values()
    users, speaking = {handle.user_id for handle in named}, {handle.organisation_id for handle in named}
    called = {user_id for user_id, _organisation_id in rows if user_id and user_id in users}
    organisations = {each for _user_id, each in rows if each and each in speaking}
    if organisations:
        speakers = Membership.objects.filter(organisation__in=organisations, role__in=SPEAKERS)
        called |= set(speakers.values_list("user", flat=True))
    return called


def organisations_called(rows: Iterable[Notification]) -> dict[int, str]:
    """Name, by notification, the organisation that a text mentions where its reader hears of it as one of its people.

    Nothing is said of who was called by their own handle, nor of what is no longer in view.
    """
    told = [row for row in rows if row.reason == Notification.Reason.MENTION]
    texts = {_text(row) for row in told}
    if not texts:
        return {}
    about = Q(pk__in=[])
    for kind in {kind for kind, _key in texts}:
        about |= Q(kind=kind, object_id__in=[key for its, key in texts if its == kind])
    people: set[tuple[str, int, int]] = set()
    organisations: dict[tuple[str, int], list[Organisation]] = {}
    for mention in Mention.objects.filter(about).select_related("organisation").order_by("pk"):
        text = mention.kind, mention.object_id
        if mention.organisation is None:
            people.add((*text, mention.user_id or 0))
        elif mention.organisation.suspended_at is None:
            organisations.setdefault(text, []).append(mention.organisation)
    told = [row for row in told if (*_text(row), row.recipient_id) not in people]
    if not organisations or not told:
        return {}
    speaking = Membership.objects.filter(
        role__in=SPEAKERS,
        user__in={row.recipient_id for row in told},
        organisation__in={each.pk for called in organisations.values() for each in called},
    )
    speakers = set(speaking.values_list("user", "organisation"))
    found: dict[int, str] = {}
    for row in told:
        called = organisations.get(_text(row), [])
        own = [each.name for each in called if (row.recipient_id, each.pk) in speakers]
        if own:
            found[row.pk] = own[0]
    return found


def _text(row: Notification) -> tuple[str, int]:
    return row.activity.object_kind, row.activity.object_id
