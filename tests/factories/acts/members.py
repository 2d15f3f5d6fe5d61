"""Profiles, rights over one's data and roles, tried as each kind of person."""

from __future__ import annotations

from typing import Any

from community.members.audiences import Audience
from community.members.models import Profile
from community.members.permissions import may_see_profile
from community.members.rights import consents, exporting
from community.members.roles import services as roles
from community.members.roles import vouching
from community.members.roles.acts import Person
from community.members.services import edit_profile
from community.members.visibility import parts_seen

from .world import Attempt, World


def _see_unlisted(world: World, person: Person) -> Any:
    Profile.objects.filter(user=world.owner).update(is_listed=False)
    return may_see_profile(world.someone(person), Profile.objects.get(user=world.owner))


def _see_part(audience: Audience) -> Attempt:
    def see(world: World, person: Person) -> Any:
        Profile.objects.filter(user=world.owner).update(bio_audience=audience)
        return "bio" in parts_seen(world.viewer(person), Profile.objects.get(user=world.owner))

    return see


def _edit_profile(world: World, person: Person) -> Any:
    profile = Profile.objects.get(user=world.owner)
    facts = {"name": "Nama", "bio": "", "region": None, "language": "id", "zone": "Asia/Jayapura", "is_listed": True}
    edit_profile(by=world.someone(person), profile=profile, **facts)


def _vouch(world: World, person: Person) -> Any:
    vouching.vouch(mentor=world.someone(person), member=world.people[Person.MEMBER], reason="Sabar.")


def _take_vouch_back(world: World, person: Person) -> Any:
    vouching.vouch(mentor=world.people[Person.MENTOR], member=world.people[Person.MEMBER], reason="Sabar.")
    return vouching.take_back(mentor=world.someone(person), member=world.people[Person.MEMBER])


def _grant(world: World, person: Person) -> Any:
    roles.grant(by=world.someone(person), user=world.owner, kind="mentor", reason="x")


def _revoke(world: World, person: Person) -> Any:
    roles.revoke(by=world.someone(person), role=world.people[Person.MENTOR].roles.get(), reason="x")


ATTEMPTS: dict[str, Attempt] = {
    "see_listed": lambda w, p: may_see_profile(w.someone(p), Profile.objects.get(user=w.owner)),
    "see_unlisted": _see_unlisted,
    "see_for_contacts": _see_part(Audience.CONTACTS),
    "see_for_self": _see_part(Audience.SELF),
    "edit_profile": _edit_profile,
    "withdraw_consent": lambda w, p: consents.withdraw(member=w.someone(p), consent=w.consent),
    "fetch_export": lambda w, p: bool(w.someone(p).pk) and exporting.offered(w.someone(p)).get(pk=w.export.pk),
    "vouch": _vouch,
    "take_vouch_back": _take_vouch_back,
    "grant_role": _grant,
    "revoke_role": _revoke,
}
