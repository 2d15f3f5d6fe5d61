"""Whom a text in a private conversation names who can't read it there, so that its writer knows before they send it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from community.members.models import User
from community.members.organisations.models import Membership
from community.writing.markdown import names_in
from community.writing.mentions.handles import address_of, handles_called

from ..models import Participant

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import Topic


def outside(topic: Topic, body: str, *, before: str = "") -> list[str]:
    """Give the handles in a text that lead to somebody who doesn't take part; not those that it had `before`."""
    rows = list(Participant.objects.active().filter(topic=topic.pk).values_list("user", "group"))
    out = Participant.objects.filter(topic=topic.pk, user=OuterRef("pk"), stays_out=True)
    by_group = User.objects.filter(~Exists(out), groups__in=[group for _user, group in rows if group])
    known = set(names_in(before))
    names = [name for name in names_in(body, quoted=False) if name not in known]
    return _not_among([user for user, _group in rows if user], by_group, names)


def outside_of(people: Collection[User], groups: Collection[Group], body: str) -> list[str]:
    """Give the same for a conversation that is about to be begun by some members, with some groups."""
    by_group = User.objects.filter(groups__in=[group.pk for group in groups])
    return _not_among([user.pk for user in people], by_group, names_in(body, quoted=False))


def _not_among(keys: Collection[int], by_group: QuerySet[User], names: Collection[str]) -> list[str]:
    """Keep the names that lead to members who are neither among these, nor to an organisation that hears by one.

    Who lets themselves be found by nobody is no link, and no more known here than elsewhere.
    """
    handles = {name: handle for name, handle in handles_called(names).items() if address_of(handle)}
    if not handles:
        return []
    there = {*keys, *by_group.values_list("pk", flat=True)}
    organisations = [handle.organisation_id for handle in handles.values() if handle.organisation_id]
    roles = [Membership.Role.OWNER, Membership.Role.MANAGER]  # that hear of an organisation's mention
    speaking = Membership.objects.filter(organisation__in=organisations, user__in=there, role__in=roles)
    heard = {*speaking.values_list("organisation", flat=True)} if organisations else set()
    return sorted(
        name for name, handle in handles.items() if handle.user_id not in there and handle.organisation_id not in heard
    )
