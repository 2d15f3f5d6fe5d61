"""Following and blocking, tried as each kind of person; the owner of the table is who follows and blocks."""

from __future__ import annotations

from typing import Any

from community.members.blocking.services import block, unblock
from community.members.following.kinds import MEMBER, REGION
from community.members.following.levels import MUTED
from community.members.following.services import choose_level, follow, unfollow
from community.members.roles.acts import Person
from tests.factories.members import MemberFactory

from .world import Attempt, World


def _follow_member(is_listed: bool) -> Attempt:
    return lambda w, p: follow(user=w.someone(p), kind=MEMBER, key=MemberFactory(is_listed=is_listed).pk)


def _unfollow(world: World, person: Person) -> Any:
    key = world.kei.region_id
    follow(user=world.owner, kind=REGION, key=key)
    return unfollow(user=world.someone(person), kind=REGION, key=key)


def _unblock(world: World, person: Person) -> Any:
    other = MemberFactory()
    block(user=world.owner, other=other)
    return unblock(user=world.someone(person), other=other)


ATTEMPTS: dict[str, Attempt] = {
    "follow": lambda w, p: follow(user=w.someone(p), kind=REGION, key=w.kei.region_id),
    "follow_listed": _follow_member(is_listed=True),
    "follow_unlisted": _follow_member(is_listed=False),
    "choose_level": lambda w, p: choose_level(user=w.someone(p), kind=REGION, key=w.kei.region_id, level=MUTED),
    "unfollow": _unfollow,
    "block": lambda w, p: block(user=w.someone(p), other=w.colleague),
    "unblock": _unblock,
}
