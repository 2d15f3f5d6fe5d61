"""Whom invitations spare, and that inviting tells nothing of people who did not join."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.members.blocking.services import block
from community.members.models import Invitation, InvitedMailbox, User
from community.members.organisations import services
from community.members.organisations.services import sparing
from community.members.organisations.services.invitations import token_of
from community.members.permissions import Refused
from tests.factories.mails import mails_to
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, make_organisation, owner_of

pytestmark = pytest.mark.django_db

ADDRESS = "a@example.org"


def invite(organisation, by=None, **whom):
    return services.invite(by=by or owner_of(organisation), organisation=organisation, **whom)


def refuse(organisation, invitation, member):
    services.refuse_invitation(member=member, token=token_of(invitation))
    return invitation


def pass_days(days):
    """All that was mailed or answered lies so many days back."""
    moved = timedelta(days=days)
    for mailbox in InvitedMailbox.objects.all():
        mailbox.sent = [moment - moved.total_seconds() for moment in mailbox.sent]
        mailbox.last_sent_at -= moved
        mailbox.save()
    for invitation in Invitation.objects.exclude(answered_at=None):
        invitation.answered_at -= moved
        invitation.save()


def test_several_managers_who_send_again_reach_a_mailbox_three_times_a_day():
    organisation = make_organisation()
    invitation = invite(organisation, email=ADDRESS)
    managers = [add_member(organisation, role="manager").user for _number in range(4)]
    for manager in managers[:2]:
        services.send_again(by=manager, invitation=invitation)
    with pytest.raises(ValidationError):
        services.send_again(by=managers[2], invitation=invitation)
    with pytest.raises(ValidationError):
        invite(make_organisation(), email="A+lagi@example.org")
    assert len(mails_to(ADDRESS)) == 3
    pass_days(1)
    services.send_again(by=managers[3], invitation=invitation)
    assert len(mails_to(ADDRESS)) == 4


def test_who_is_taken_back_and_invited_anew_is_counted_too(settings):
    settings.INVITATIONS_A_DAY = 2
    organisation = make_organisation()
    for _number in range(2):
        services.withdraw_invitation(by=owner_of(organisation), invitation=invite(organisation, email=ADDRESS))
    with pytest.raises(ValidationError):
        invite(organisation, email=ADDRESS)
    assert len(mails_to(ADDRESS)) == 2


def test_within_a_month_there_are_five(settings):
    settings.INVITATIONS_A_DAY = 50
    for _number in range(sparing.MOST_LATELY):
        invite(make_organisation(), email=ADDRESS)
    with pytest.raises(ValidationError):
        invite(make_organisation(), email=ADDRESS)
    pass_days(31)
    assert invite(make_organisation(), email=ADDRESS)


def test_a_member_invited_by_handle_is_spared_too():
    organisation, member = make_organisation(), MemberFactory(email=ADDRESS)
    invitation = invite(organisation, user=member)
    for _number in range(2):
        services.send_again(by=owner_of(organisation), invitation=invitation)
    with pytest.raises(ValidationError):
        invite(make_organisation(), user=member)
    assert len(mails_to(ADDRESS)) == 3


@pytest.mark.parametrize("by_handle", [True, False])
def test_a_no_is_respected_for_a_month(by_handle):
    organisation, member = make_organisation(), MemberFactory(email=ADDRESS)
    whom = {"user": member} if by_handle else {"email": ADDRESS}
    refuse(organisation, invite(organisation, **whom), member)
    with pytest.raises(ValidationError):
        invite(organisation, **whom)
    assert invite(make_organisation(), **whom)  # the no was to the first alone
    pass_days(31)
    assert invite(organisation, **whom)


def test_the_days_of_a_no_can_be_set_and_outlive_the_invitation(settings):
    settings.INVITATION_REFUSED_DAYS = 100
    organisation, member = make_organisation(), MemberFactory()
    invitation = refuse(organisation, invite(organisation, user=member), member)
    pass_days(61)
    Invitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now() - timedelta(days=62))
    services.forget_invitations()
    with pytest.raises(ValidationError):
        invite(organisation, user=member)
    pass_days(40)
    services.forget_invitations()
    assert not Invitation.objects.exists()


def test_the_sentence_is_the_same_with_an_account_and_without_and_for_each_reason(settings):
    organisation, member = make_organisation(), MemberFactory(email=ADDRESS)
    refuse(organisation, invite(organisation, email=ADDRESS), member)
    said = set()
    for address in (ADDRESS, "tiada@example.org"):
        settings.INVITATIONS_A_DAY = 3 if address == ADDRESS else 0
        with pytest.raises(ValidationError) as refused:
            invite(organisation, email=address)
        said.update(refused.value.messages)
    assert len(said) == 1


def test_mails_by_handle_do_not_tell_by_their_count_whose_an_address_is():
    member = MemberFactory(email=ADDRESS)
    for _number in range(3):
        invite(make_organisation(), user=member)
    assert invite(make_organisation(), email=ADDRESS)
    assert invite(make_organisation(), email="tiada@example.org")


def test_counts_hold_no_address_and_are_forgotten():
    invite(make_organisation(), email=ADDRESS)
    mailbox = InvitedMailbox.objects.get()
    assert "example" not in f"{mailbox.key}{mailbox.sent}"
    services.forget_invitations()
    assert InvitedMailbox.objects.exists()
    pass_days(31)
    services.forget_invitations()
    assert not InvitedMailbox.objects.exists()


def test_who_blocked_somebody_gets_no_mail_of_theirs_by_address_either(mailoutbox):
    organisation, member = make_organisation(), MemberFactory(email=ADDRESS)
    block(user=member, other=owner_of(organisation))
    assert invite(organisation, email=ADDRESS).state == "waiting"
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("own", "invited", "mails"),
    [
        ("carol@example.net", "carol+x@example.net", 0),
        ("carol+negeri@example.net", "carol@example.net", 0),
        ("caroline@example.net", "carol+x@example.net", 1),
    ],
)
def test_a_plus_sign_leads_past_no_block(mailoutbox, own, invited, mails):
    organisation, member = make_organisation(), MemberFactory(email=own)
    block(user=member, other=owner_of(organisation))
    invite(organisation, email=invited)
    assert len(mailoutbox) == mails


def test_only_the_handle_that_was_typed_is_shown_until_they_join(client):
    organisation = make_organisation(handle="mina-kei")
    member = MemberFactory(name="Yosina Rahasia", handle="yosi", is_listed=False)
    client.force_login(owner_of(organisation))
    client.post("/organisasi/mina-kei/undang/", {"whom": "@Yosi", "role": "member"})
    page = client.get("/organisasi/mina-kei/anggota/").content.decode()
    assert "@yosi" in page
    assert "Yosina Rahasia" not in page
    services.accept_invitation(member=member, token=token_of(Invitation.objects.get()))
    assert "Yosina Rahasia" in client.get("/organisasi/mina-kei/anggota/").content.decode()


@pytest.mark.parametrize("role", ["member", "manager"])
@pytest.mark.parametrize("change", [{"suspended_until": timezone.now() + timedelta(days=1)}, {"is_active": False}])
def test_nobody_comes_in_by_the_word_of_who_may_no_longer_give_it(role, change):
    organisation = make_organisation()
    inviter = add_member(organisation, role="owner").user
    invitation = invite(organisation, by=inviter, email=ADDRESS, role=role)
    User.objects.filter(pk=inviter.pk).update(**change)
    with pytest.raises(Refused):
        services.accept_invitation(member=MemberFactory(), token=token_of(invitation))
    assert organisation.memberships.count() == 2
    User.objects.filter(pk=inviter.pk).update(suspended_until=None, is_active=True)
    services.accept_invitation(member=MemberFactory(), token=token_of(invitation))
    assert organisation.memberships.count() == 3
