"""Hearing of things, tried as each kind of person; the owner of the table is who was told."""

from __future__ import annotations

from typing import Any

from community.members.roles.acts import Person
from community.notifications.services import unfollowing
from community.notifications.services.preferences import choose_mails
from community.notifications.services.unread import mark_all
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer

from .world import Attempt, World


def _read(world: World, person: Person) -> Any:
    answer(world.topic, MemberFactory())
    return bool(mark_all(user_id=world.someone(person).pk))


def _mute(world: World, person: Person) -> Any:
    token = unfollowing.token_of(user_id=world.owner.pk, container=f"topic:{world.topic.pk}")
    found = unfollowing.subscription_of(token)
    if found is None:
        return False
    unfollowing.stop(found)
    return found.is_muted


ATTEMPTS: dict[str, Attempt] = {
    "read_notifications": _read,
    "choose_mails": lambda w, p: choose_mails(user=w.someone(p), mention=True, quote=True, reply=False, reminder=True),
    "mute_by_mail": _mute,
}
