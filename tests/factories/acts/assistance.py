"""Accompanying people without an address, tried as each kind of person; the mentor of the table accompanies one."""

from __future__ import annotations

from typing import Any

from community.forums import services as forums
from community.members.assistance import claiming, services
from community.members.roles.acts import Person
from tests.factories.assistance import make_assistance
from tests.factories.members import MentorFactory

from .world import Attempt, World


def _write(of: str) -> Attempt:
    def write(world: World, person: Person) -> Any:
        forums.start_topic(
            author=getattr(world, of).person,
            acted_by=world.someone(person),
            category=world.topic.category,
            title="Bibit",
            body="Ada bibit?",
        )

    return write


def _edit_profile(world: World, person: Person) -> Any:
    facts = {"name": "Nama", "bio": "", "region": None, "language": "id", "zone": "Asia/Jayapura"}
    services.edit_profile_for(
        mentor=world.someone(person), person=world.assistance.person, phone="", changed=["name"], **facts
    )


def _end(of: str) -> Attempt:
    return lambda w, p: services.end_assistance(by=w.someone(p), assistance=getattr(w, of), reason="x")


def _hand_over(world: World, person: Person) -> Any:
    services.hand_over(by=world.someone(person), person=world.assistance.person, to=MentorFactory(), reason="x")


def _ask_erasure(of: str) -> Attempt:
    return lambda w, p: services.request_erasure_for(
        by=w.someone(p), person=getattr(w, of).person, keeps=True, reason="x"
    )


def _stop_erasure(world: World, person: Person) -> Any:
    mentor = world.people[Person.MENTOR]
    services.request_erasure_for(by=mentor, person=world.assistance.person, keeps=True, reason="x")
    return services.stop_erasure_for(by=world.someone(person), person=world.assistance.person)


ATTEMPTS: dict[str, Attempt] = {
    "register_person": lambda w, p: make_assistance(mentor=w.someone(p)),
    "write_for": _write("assistance"),
    "write_for_others_person": _write("others_assistance"),
    "edit_profile_for": _edit_profile,
    "issue_code": lambda w, p: claiming.issue_code(by=w.someone(p), person=w.assistance.person),
    "end_assistance": _end("assistance"),
    "end_others_assistance": _end("others_assistance"),
    "hand_person_over": _hand_over,
    "ask_erasure_for": _ask_erasure("assistance"),
    "ask_erasure_for_others_person": _ask_erasure("others_assistance"),
    "stop_erasure_for": _stop_erasure,
}
