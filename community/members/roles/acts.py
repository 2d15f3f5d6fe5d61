"""Who may do what, in one table: each app declares its acts here, with the rule that its services ask.

`manage.py write_permissions` writes the table to docs/permissions.md. A test fails when that page is stale, and tries
every act as every kind of person, so that the table can't say anything else than what happens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.predicates import Predicate


class Person(StrEnum):
    """The kinds of people; each but the visitor is a member, the owner one whose thing it is."""

    VISITOR = "visitor"
    MEMBER = "member"
    OWNER = "the member whose it is"
    MENTOR = "mentor"
    INSIDE = "regional moderator, in the region"
    OUTSIDE = "regional moderator, elsewhere"
    MODERATOR = "moderator"
    REGIONAL_EDITOR = "regional editor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


EVERYBODY = frozenset(Person)
SIGNED_IN = EVERYBODY - {Person.VISITOR}
MODERATORS = frozenset({Person.MODERATOR, Person.ADMINISTRATOR})
MODERATORS_THERE = MODERATORS | {Person.INSIDE}
EDITORS = frozenset({Person.EDITOR, Person.ADMINISTRATOR})
EDITORS_THERE = EDITORS | {Person.REGIONAL_EDITOR}
STAFF = MODERATORS_THERE | EDITORS_THERE | {Person.OUTSIDE}
OWNER = frozenset({Person.OWNER})
ADMINISTRATORS = frozenset({Person.ADMINISTRATOR})
MENTOR = frozenset({Person.MENTOR})
NOBODY: frozenset[Person] = frozenset()


@dataclass(frozen=True)
class Act:
    """One thing that people do: its name, what it is in words, who may, and what decides it."""

    name: str
    what: str
    may: frozenset[Person]
    rule: Predicate | str  # in words where no predicate of ours decides: the group's rights in Wagtail, a query


_areas: dict[str, dict[str, Act]] = {}


def declare(area: str, acts: Iterable[Act]) -> None:
    """Add what an app lets people do; called once in `AppConfig.ready`."""
    _areas.setdefault(area, {}).update((act.name, act) for act in acts)


def all_acts() -> dict[str, Act]:
    """Return every act by its name."""
    return {name: act for acts in _areas.values() for name, act in acts.items()}


def table() -> str:
    """Write the page of the docs: a table for each area, and the rule of each act below it."""
    return "\n".join([HEAD, *(_section(area, acts.values()) for area, acts in sorted(_areas.items()))])


def _section(area: str, acts: Iterable[Act]) -> str:
    acts = list(acts)
    rows = [f"| {act.what} | {' | '.join('yes' if each in act.may else '·' for each in Person)} |" for act in acts]
    return "\n".join(
        [
            f"## {area}\n",
            f"| | {' | '.join(Person)} |",
            f"|---|{'|'.join(':-:' for _each in Person)}|",
            *rows,
            "",
            *(f"- {act.what}: {_rule(act)}" for act in acts),
            "",
        ]
    )


def _rule(act: Act) -> str:
    return act.rule if isinstance(act.rule, str) else f"`{act.rule.name}`"


HEAD = """# Who may do what

Written by `manage.py write_permissions` from what each app declares (`acts.py`); don't edit it by hand. A test tries
each act as each kind of person and fails where the table says something else.

A suspended member writes, moderates, vouches and grants nothing; a silenced one neither writes nor moderates, but
follows and blocks. Each role comes with all that a member may.
*The region* is that of the topic or page: a regional moderator or editor has a say there and below it, nowhere else.
*The member whose it is* owns the organisation, follows and blocks, or is whom an act on an account is about; the
*mentor* accompanies the person without an address, unless the row says that another one does.
"""
