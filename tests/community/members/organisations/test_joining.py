"""Invitations and requests: each answered once, by who may, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from community.members.blocking.services import block
from community.members.models import Invitation, Membership, MembershipRequest, User
from community.members.organisations import services
from community.members.organisations.services.invitations import SALT, invitation_of, token_of
from community.members.permissions import Refused
from community.members.services import replace_address
from tests.factories.mails import link_in, mails_to
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of
from tests.factories.rights import change_address

pytestmark = pytest.mark.django_db


def role_of(organisation, user):
    return Membership.objects.filter(organisation=organisation, user=user).values_list("role", flat=True).first()


def invite(organisation, **whom):
    return services.invite(by=owner_of(organisation), organisation=organisation, **whom)


def replace_address_of(member, email):
    """Give a member another address as the staff does."""
    member.email = email
    member.save()
    replace_address(user=member)


def age(invitation, days):
    Invitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now() - timedelta(days=days))
    invitation.refresh_from_db()
    return invitation


def test_a_member_gets_the_mail_in_their_language_and_joins_by_its_link():
    organisation, member = make_organisation(name="Mina Kei"), MemberFactory(language="en", email="a@example.org")
    invite(organisation, user=member, role="manager")
    (mail,) = mails_to("a@example.org")
    assert mail.subject == "Mina Kei invites you at Negeri"
    assert link_in(mail).startswith("/en/organisasi/undangan/")
    services.accept_invitation(member=member, token=link_in(mail).split("/")[-2])
    assert role_of(organisation, member) == "manager"


def test_who_is_no_member_yet_is_invited_in_the_language_of_the_page():
    organisation = make_organisation(name="Mina Kei")
    with translation.override("en"):
        invite(organisation, email="Baru@Example.org")
    (mail,) = mails_to("baru@example.org")
    assert "Hello," in mail.body
    newcomer = MemberFactory()
    services.accept_invitation(member=newcomer, token=link_in(mail).split("/")[-2])
    assert role_of(organisation, newcomer) == "member"


def test_an_address_with_an_account_gets_what_any_other_gets():
    organisation = make_organisation()
    MemberFactory(email="ada@example.org")
    with_account, without = (invite(organisation, email=f"{name}@example.org") for name in ("ada", "tiada"))
    assert (with_account.user, without.user) == (None, None)
    mails = [mails_to(each.email)[0] for each in (with_account, without)]
    bodies = [mail.body.replace(link_in(mail), "") for mail in mails]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(("verified", "begins"), [(True, "Hello,"), (False, "Halo,")])
def test_an_address_is_written_to_in_the_language_of_the_member_who_confirmed_it(verified, begins):
    MemberFactory(email="ada@example.org", language="en", verified=verified)
    invite(make_organisation(), email="Ada@example.org")
    assert begins in mails_to("ada@example.org")[0].body


def test_a_link_works_once():
    organisation = make_organisation()
    invitation = invite(organisation, email="baru@example.org")
    token = token_of(invitation)
    services.accept_invitation(member=MemberFactory(), token=token)
    for again in (services.accept_invitation, services.refuse_invitation):
        with pytest.raises(Refused):
            again(member=MemberFactory(), token=token)
    assert organisation.memberships.count() == 2


def test_what_was_refused_cannot_be_accepted():
    organisation, member = make_organisation(), MemberFactory()
    token = token_of(invite(organisation, user=member))
    services.refuse_invitation(member=member, token=token)
    with pytest.raises(Refused):
        services.accept_invitation(member=member, token=token)
    assert role_of(organisation, member) is None


def test_nobody_answers_for_another_member():
    organisation, member = make_organisation(), MemberFactory()
    token = token_of(invite(organisation, user=member))
    for act in (services.accept_invitation, services.refuse_invitation):
        with pytest.raises(Refused):
            act(member=MemberFactory(), token=token)


@pytest.mark.parametrize("give", [change_address, replace_address_of])
def test_whoever_reads_a_former_mailbox_of_a_member_answers_no_invitation_from_it(give):
    organisation, member = make_organisation(), MemberFactory(email="lama@example.org")
    token = token_of(invite(organisation, email="lama@example.org"))
    give(member, "baru@example.org")
    reader = MemberFactory(email="lama@example.org")
    for act in (services.accept_invitation, services.refuse_invitation):
        with pytest.raises(Refused):
            act(member=reader, token=token)
    services.accept_invitation(member=member, token=token)
    assert role_of(organisation, member) == "member"
    assert role_of(organisation, reader) is None


FORGED = {
    "word": "x",
    "nothing": "",
    "other": signing.dumps([1, 1], salt="other"),
    "text": signing.dumps("x", salt=SALT),
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_a_forged_link_leads_nowhere(token):
    invite(make_organisation(), email="a@example.org")
    assert invitation_of(token) is None
    with pytest.raises(Refused):
        services.accept_invitation(member=MemberFactory(), token=token)


def test_a_link_ends_after_two_weeks():
    invitation = age(invite(make_organisation(), email="a@example.org"), 15)
    assert invitation_of(token_of(invitation)) == invitation
    with pytest.raises(Refused):
        services.accept_invitation(member=MemberFactory(), token=token_of(invitation))


def test_sent_again_it_works_for_another_two_weeks_and_the_old_link_no_more():
    organisation, member = make_organisation(), MemberFactory()
    invitation = age(invite(organisation, user=member), 15)
    old = token_of(invitation)
    invitation = services.send_again(by=owner_of(organisation), invitation=invitation)
    with pytest.raises(Refused):
        services.accept_invitation(member=member, token=old)
    services.accept_invitation(member=member, token=token_of(invitation))


@pytest.mark.parametrize("role", ["member", ""])
def test_only_who_runs_it_invites_and_only_owners_invite_managers(role):
    organisation, by = make_organisation(), MemberFactory()
    if role:
        add_member(organisation, by, role)
    with pytest.raises(Refused):
        services.invite(by=by, organisation=organisation, email="a@example.org")
    manager = add_member(organisation, role="manager").user
    with pytest.raises(Refused):
        services.invite(by=manager, organisation=organisation, email="a@example.org", role="manager")
    assert services.invite(by=manager, organisation=organisation, email="a@example.org")


def test_nobody_is_invited_twice_or_when_they_are_in():
    organisation = make_organisation()
    member = MemberFactory()
    invite(organisation, user=member)
    invite(organisation, email="a@example.org")
    for whom in ({"user": member}, {"email": "A@example.org"}, {"user": add_member(organisation).user}):
        with pytest.raises(ValidationError):
            invite(organisation, **whom)


def test_an_accepted_invitation_never_lowers_a_role():
    organisation = make_organisation()
    owner = owner_of(organisation)
    services.accept_invitation(member=owner, token=token_of(invite(organisation, email="a@example.org")))
    assert role_of(organisation, owner) == "owner"


def test_nobody_comes_into_a_suspended_organisation():
    organisation, member = make_organisation(), MemberFactory()
    token = token_of(invite(organisation, user=member))
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    with pytest.raises(Refused):
        services.accept_invitation(member=member, token=token)
    with pytest.raises(Refused):
        services.ask_to_join(member=MemberFactory(), organisation=organisation)


def test_who_runs_a_suspended_organisation_lets_nobody_in_but_may_say_no():
    organisation, member = make_organisation(), MemberFactory()
    owner, asking = owner_of(organisation), services.ask_to_join(member=member, organisation=organisation)
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    with pytest.raises(Refused):
        services.accept_request(by=owner, asking=asking)
    assert role_of(organisation, member) is None
    services.refuse_request(by=owner, asking=asking)


def test_no_mail_of_a_suspended_organisation_goes_out_again():
    organisation = make_organisation()
    invitation = invite(organisation, email="a@example.org")
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    with pytest.raises(Refused):
        services.send_again(by=owner_of(organisation), invitation=invitation)
    assert len(mails_to("a@example.org")) == 1


def test_addresses_are_forgotten_when_all_is_long_over():
    invitation = age(invite(make_organisation(), email="a@example.org"), 61)
    age(invite(make_organisation(), email="b@example.org"), 59)
    assert services.forget_invitations() == 1
    assert not Invitation.objects.filter(pk=invitation.pk).exists()


def test_who_runs_it_hears_of_a_request_and_who_asked_of_the_answer():
    organisation = make_organisation(MemberFactory(email="pemilik@example.org", language="id"), name="Mina Kei")
    member = MemberFactory(email="a@example.org", language="en", name="Ana")
    asking = services.ask_to_join(member=member, organisation=organisation, text="Saya nelayan.")
    (mail,) = mails_to("pemilik@example.org")
    assert mail.subject == "Ana ingin bergabung dengan Mina Kei"
    services.accept_request(by=owner_of(organisation), asking=asking)
    assert role_of(organisation, member) == "member"
    assert [each.subject for each in mails_to("a@example.org")] == ["You belong to Mina Kei now"]


def test_a_request_is_answered_once_and_by_who_may():
    organisation = make_organisation()
    asking = services.ask_to_join(member=MemberFactory(), organisation=organisation)
    for by in (MemberFactory(), add_member(organisation).user, asking.user):
        with pytest.raises(Refused):
            services.accept_request(by=by, asking=asking)
    services.refuse_request(by=owner_of(organisation), asking=asking)
    with pytest.raises(Refused):
        services.accept_request(by=owner_of(organisation), asking=asking)
    assert role_of(organisation, asking.user) is None


def test_who_was_refused_waits_before_asking_again_and_who_asks_twice_asks_once():
    organisation, member = make_organisation(), MemberFactory()
    first = services.ask_to_join(member=member, organisation=organisation)
    assert services.ask_to_join(member=member, organisation=organisation) == first
    services.refuse_request(by=owner_of(organisation), asking=first)
    with pytest.raises(Refused):
        services.ask_to_join(member=member, organisation=organisation)
    MembershipRequest.objects.update(answered_at=timezone.now() - timedelta(days=31))
    assert services.ask_to_join(member=member, organisation=organisation) != first


def test_who_asks_and_takes_back_again_and_again_brings_one_mail():
    organisation, member = make_organisation(MemberFactory(email="pemilik@example.org")), MemberFactory()
    for _number in range(3):
        services.ask_to_join(member=member, organisation=organisation)
        services.withdraw_request(member=member, organisation=organisation)
    assert len(mails_to("pemilik@example.org")) == 1
    MembershipRequest.objects.update(created_at=timezone.now() - timedelta(days=8))
    services.ask_to_join(member=member, organisation=organisation)
    assert len(mails_to("pemilik@example.org")) == 2


def test_no_words_of_who_was_blocked_reach_the_owner_by_mail():
    organisation, member = make_organisation(MemberFactory(email="pemilik@example.org")), MemberFactory()
    add_member(organisation, MemberFactory(email="pengurus@example.org"), "manager")
    block(user=owner_of(organisation), other=member)
    services.ask_to_join(member=member, organisation=organisation, text="Saya lagi.")
    assert mails_to("pemilik@example.org") == []
    assert len(mails_to("pengurus@example.org")) == 1


def test_the_request_of_an_account_that_was_switched_off_can_be_refused_and_not_accepted():
    organisation = make_organisation()
    asking = services.ask_to_join(member=MemberFactory(), organisation=organisation)
    User.objects.filter(pk=asking.user_id).update(is_active=False)
    with pytest.raises(Refused):
        services.accept_request(by=owner_of(organisation), asking=asking)
    assert services.refuse_request(by=owner_of(organisation), asking=asking).state == "refused"


def test_a_request_that_was_taken_back_is_not_answered():
    organisation, member = make_organisation(), MemberFactory()
    asking = services.ask_to_join(member=member, organisation=organisation)
    assert services.withdraw_request(member=member, organisation=organisation)
    assert not services.withdraw_request(member=member, organisation=organisation)
    with pytest.raises(Refused):
        services.accept_request(by=owner_of(organisation), asking=asking)


def test_an_accepted_invitation_settles_the_request_too():
    organisation, member = make_organisation(), MemberFactory()
    services.ask_to_join(member=member, organisation=organisation)
    services.accept_invitation(member=member, token=token_of(invite(organisation, user=member)))
    assert MembershipRequest.objects.get().state == "accepted"
    assert Invitation.objects.get().state == "accepted"


def test_who_blocked_the_inviter_gets_no_mail(mailoutbox):
    organisation, member = make_organisation(), MemberFactory()
    block(user=member, other=owner_of(organisation))
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, user=member)
    assert invitation.state == "waiting"
    assert mailoutbox == []
