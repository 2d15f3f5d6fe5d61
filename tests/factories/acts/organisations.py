"""Organisations, tried as each kind of person; the owner of the table is their owner."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from community.forums import services as forums
from community.members.models import Evidence, MembershipRequest, Organisation, Verification
from community.members.organisations import services
from community.members.roles.acts import Person
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, facts_of

from .world import Attempt, World


def _invite(role: str) -> Attempt:
    return lambda w, p: services.invite(
        by=w.someone(p), organisation=w.organisation, email="baru@example.org", role=role
    )


def _take_invitation_back(world: World, person: Person) -> Any:
    sent = services.invite(by=world.owner, organisation=world.organisation, email="baru@example.org")
    services.withdraw_invitation(by=world.someone(person), invitation=sent)


def _answer(act: Any, **state: Any) -> Attempt:
    def answer(world: World, person: Person) -> Any:
        asking = MembershipRequest.objects.create(organisation=world.organisation, user=MemberFactory())
        Organisation.objects.filter(pk=world.organisation.pk).update(**state)
        act(by=world.someone(person), asking=asking)

    return answer


def _leave(world: World, person: Person) -> Any:
    add_member(world.organisation, role="owner")
    return services.leave(member=world.someone(person), organisation=world.organisation)


def _speak(world: World, person: Person) -> Any:
    forums.start_topic(
        author=world.someone(person),
        category=world.topic.category,
        title="Bibit",
        body="Ada bibit?",
        organisation=world.organisation,
    )


def _see_suspended(world: World, person: Person) -> Any:
    Organisation.objects.filter(pk=world.organisation.pk).update(suspended_at=timezone.now())
    return Organisation.objects.visible_to(world.viewer(person)).filter(pk=world.organisation.pk).exists()


def _people(act: Any, **facts: Any) -> Attempt:
    return lambda w, p: act(by=w.someone(p), membership=add_member(w.organisation), **facts)


def _staff(act: Any, **facts: Any) -> Attempt:
    return lambda w, p: act(by=w.someone(p), organisation=w.organisation, **facts)


def _name_owner(world: World, person: Person) -> Any:
    services.name_owner(by=world.someone(person), organisation=world.organisation, user=MemberFactory(), reason="x")


def _reopen(world: World, person: Person) -> Any:
    services.close(by=world.owner, organisation=world.organisation)
    services.reopen(by=world.someone(person), organisation=world.organisation)


def _remove_evidence(world: World, person: Person) -> Any:
    seen = Verification.objects.create(organisation=world.organisation, note="akta")
    evidence = Evidence.objects.create(verification=seen, name="akta.pdf", file="organisations/tiada.pdf")
    services.remove_evidence(by=world.someone(person), evidence=evidence, reason="x")


ATTEMPTS: dict[str, Attempt] = {
    "found_organisation": lambda w, p: services.found_organisation(founder=w.someone(p), facts=facts_of()),
    "edit_organisation": lambda w, p: services.edit_organisation(
        by=w.someone(p), organisation=w.organisation, facts=facts_of()
    ),
    "invite": _invite("member"),
    "invite_manager": _invite("manager"),
    "withdraw_invitation": _take_invitation_back,
    "ask_to_join": lambda w, p: services.ask_to_join(member=w.someone(p), organisation=w.organisation),
    "accept_request": _answer(services.accept_request, suspended_at=None),
    "refuse_request": _answer(services.refuse_request, suspended_at=timezone.now()),
    "change_role": _people(services.change_role, role="manager"),
    "offer_ownership": _people(services.offer_ownership),
    "hand_organisation_over": _people(services.hand_over),
    "remove_from_organisation": _people(services.remove_member),
    "close_organisation": _staff(services.close),
    "reopen_organisation": _reopen,
    "leave_organisation": _leave,
    "speak_for": _speak,
    "see_suspended_organisation": _see_suspended,
    "verify_organisation": _staff(services.verify, seen="akta"),
    "remove_evidence": _remove_evidence,
    "suspend_organisation": _staff(services.suspend, reason="x"),
    "name_owner": _name_owner,
    "tell_of_organisation": _staff(services.tell_of, keys=[]),
}
