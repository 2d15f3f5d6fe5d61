"""Exactly one wins where two do the same at once, and an organisation keeps an owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from community.members.models import Invitation, Membership, MembershipRequest, Organisation
from community.members.organisations import services
from community.members.organisations.services.invitations import token_of
from community.members.permissions import Refused
from tests.factories.mails import mails_to
from tests.factories.members import MemberFactory
from tests.factories.opened import opened
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of

THREADS = 8

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(act, arguments):
    """Do it in as many threads, and count how often it was done."""

    def try_it(argument):
        try:
            act(argument)
        except (Refused, ValidationError):
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(len(arguments)) as pool:
        return sum(pool.map(try_it, arguments))


def test_of_many_who_open_one_link_at_once_one_joins():
    organisation = make_organisation()
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, email="a@example.org")
    token = token_of(invitation)
    members = [MemberFactory() for _number in range(THREADS)]
    assert at_once(lambda member: services.accept_invitation(member=member, token=token), members) == 1
    assert organisation.memberships.count() == 2
    assert Invitation.objects.get().state == "accepted"


def test_a_button_pressed_many_times_lets_in_once():
    organisation = make_organisation()
    asking = services.ask_to_join(member=MemberFactory(), organisation=organisation)
    by = owner_of(organisation)

    def answer(accepts):
        act = services.accept_request if accepts else services.refuse_request
        act(by=by, asking=MembershipRequest.objects.select_related("organisation").get(pk=asking.pk))

    assert at_once(answer, [True, False] * 4) == 1
    state = MembershipRequest.objects.get().state
    assert organisation.memberships.count() == (2 if state == "accepted" else 1)


def test_two_owners_who_leave_at_once_leave_one_behind():
    organisation = make_organisation()
    owners = [owner_of(organisation), add_member(organisation, role="owner").user]

    def leave(member):
        services.leave(member=member, organisation=Organisation.objects.get(pk=organisation.pk))

    assert at_once(leave, owners) == 1
    assert Membership.objects.filter(organisation=organisation, role="owner").count() == 1


def test_many_who_want_one_handle_get_one_each():
    founders = [MemberFactory() for _number in range(4)]
    make_organisation(founders[0], name="Awal")  # the region stands before the threads begin
    assert at_once(lambda founder: make_organisation(founder, name="Mina Kei"), founders) == 4
    handles = Organisation.objects.filter(name="Mina Kei").values_list("handle__text", flat=True)
    assert set(handles) == {"mina-kei", "mina-kei-2", "mina-kei-3", "mina-kei-4"}


def test_however_many_organisations_invite_at_once_a_mailbox_gets_three():
    pairs = [(organisation, owner_of(organisation)) for organisation in (make_organisation() for _ in range(THREADS))]

    def invite(pair):
        services.invite(by=pair[1], organisation=pair[0], email="a@example.org")

    assert at_once(invite, pairs) == 3
    assert len(mails_to("a@example.org")) == 3


def test_of_many_forms_that_were_open_at_once_one_counts():
    organisation = make_organisation()
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    ready = []
    for number in range(4):
        client = Client()
        client.force_login(keeper())
        typed = {"is_verified": "on", "seen": "Akta"} if number % 2 else {"is_suspended": "on", "reason": "palsu"}
        ready.append((client, {**opened(client, address), "pages": "", **typed}))

    def send(pair):
        if pair[0].post(address, pair[1]).status_code != 302:
            raise Refused

    assert at_once(send, ready) == 1
    organisation.refresh_from_db()
    assert (organisation.verified_at is None) != (organisation.suspended_at is None)


def test_of_a_yes_and_a_closing_at_once_either_the_offer_or_the_organisation_is_over():
    organisation = make_organisation()
    owner, other = owner_of(organisation), add_member(organisation)
    token = token_of(services.hand_over(by=owner, membership=other))

    def act(number):
        if number:
            services.accept_invitation(member=other.user, token=token)
        else:
            services.close(by=owner, organisation=Organisation.objects.get(pk=organisation.pk))

    assert at_once(act, [0, 1]) == 1
    organisation.refresh_from_db()
    heir = Membership.objects.get(pk=other.pk)
    assert (organisation.closed_at is None) == (heir.role == "owner")


def test_a_yes_pressed_many_times_hands_over_once():
    organisation = make_organisation()
    owner, other = owner_of(organisation), add_member(organisation)
    token = token_of(services.hand_over(by=owner, membership=other))
    assert at_once(lambda _number: services.accept_invitation(member=other.user, token=token), range(4)) == 1
    assert Membership.objects.get(user=owner).role == "manager"
    assert Membership.objects.get(pk=other.pk).role == "owner"
