"""Ownership is offered and accepted: nobody owns an organisation without a yes of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.blocking.services import block
from community.members.models import Invitation, Membership, User
from community.members.organisations import services
from community.members.organisations.services import invitations, owning
from community.members.organisations.services.invitations import token_of
from community.members.permissions import Refused
from community.members.rights.erasing import request_erasure
from tests.factories.mails import link_in, mails_to
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation(MemberFactory(name="Yosina Contoh"), name="Mina Kei", handle="mina-kei")


def roles(organisation, *users):
    found = dict(Membership.objects.filter(organisation=organisation).values_list("user", "role"))
    return [found.get(user.pk) for user in users]


CANNOT_ACT = {
    "off": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "suspended": lambda user: User.objects.filter(pk=user.pk).update(
        suspended_until=timezone.now() + timedelta(days=9)
    ),
    "leaving": lambda user: request_erasure(member=user, keeps=True),
}


def test_who_is_offered_to_own_it_too_does_so_once_they_say_yes(organisation):
    owner, other = owner_of(organisation), add_member(organisation, MemberFactory(language="en"))
    services.offer_ownership(by=owner, membership=other)
    assert roles(organisation, owner, other.user) == ["owner", "member"]
    (message,) = mails_to(other.user.email)
    assert message.subject == "Will you own Mina Kei at Negeri?"
    assert "Yosina Contoh asks whether you become an owner" in message.body
    services.accept_invitation(member=other.user, token=link_in(message).split("/")[-2])
    assert roles(organisation, owner, other.user) == ["owner", "owner"]
    entry = ModelLogEntry.objects.get(action="members.change_role")
    assert (entry.data["before"], entry.data["after"], entry.user) == ("member", "owner", other.user)


def test_who_hands_over_stays_as_a_manager_once_the_other_one_agrees(organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    offered = services.hand_over(by=owner, membership=other)
    assert roles(organisation, owner, other.user) == ["owner", "member"]
    assert ModelLogEntry.objects.get(action="members.offer_ownership").data["after"] == {"hands_over": True}
    services.accept_invitation(member=other.user, token=token_of(offered))
    assert roles(organisation, owner, other.user) == ["manager", "owner"]
    assert Invitation.objects.get().state == "accepted"
    with pytest.raises(Refused):
        services.hand_over(by=owner, membership=other)


def test_who_owns_it_already_has_agreed(organisation):
    owner, other = owner_of(organisation), add_member(organisation, role="owner")
    with pytest.raises(Refused):
        services.offer_ownership(by=owner, membership=other)
    assert services.hand_over(by=owner, membership=other) is None
    assert roles(organisation, owner, other.user) == ["manager", "owner"]


def test_a_no_leaves_all_as_it_is_and_is_respected(organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    offered = services.hand_over(by=owner, membership=other)
    services.refuse_invitation(member=other.user, token=token_of(offered))
    assert roles(organisation, owner, other.user) == ["owner", "member"]
    with pytest.raises(ValidationError):
        services.offer_ownership(by=owner, membership=other)


@pytest.mark.parametrize(
    ("offer", "says"),
    [(services.hand_over, "no to taking over Mina Kei"), (services.offer_ownership, "no to becoming an owner of Mina")],
)
def test_the_owner_who_offered_it_reads_of_the_no(organisation, offer, says):
    owner, other = owner_of(organisation), add_member(organisation, MemberFactory(name="Petrus Contoh"))
    User.objects.filter(pk=owner.pk).update(language="en")
    offered = offer(by=owner, membership=other)
    services.refuse_invitation(member=other.user, token=token_of(offered))
    (message,) = mails_to(owner.email)
    assert message.subject == "Petrus Contoh does not take on Mina Kei"
    assert f"Petrus Contoh has said {says}" in message.body
    assert "/en/organisasi/mina-kei/anggota/" in message.body


@pytest.mark.parametrize("whom", ["handle", "address", "no owner any more", "blocked"])
def test_no_mail_tells_of_a_no_who_somebody_is_or_who_may_not_know(organisation, whom):
    owner, other = owner_of(organisation), MemberFactory()
    if whom in ("handle", "address"):
        named = {"user": other} if whom == "handle" else {"email": other.email}
        offered = services.invite(by=owner, organisation=organisation, role="owner", **named)
    else:
        offered = services.hand_over(by=owner, membership=add_member(organisation, other))
    if whom == "no owner any more":
        Membership.objects.filter(user=owner).update(role="manager")
    if whom == "blocked":
        block(user=owner, other=other)
    if whom == "address":
        add_member(organisation, other)
    services.refuse_invitation(member=other, token=token_of(offered))
    assert Invitation.objects.get().state == "refused"
    assert not mails_to(owner.email)


def test_nobody_else_says_yes_for_them(organisation):
    offered = services.hand_over(by=owner_of(organisation), membership=add_member(organisation))
    with pytest.raises(Refused):
        services.accept_invitation(member=MemberFactory(), token=token_of(offered))


def test_one_is_asked_once_while_it_waits_and_another_question_takes_its_place(organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    first = services.offer_ownership(by=owner, membership=other)
    with pytest.raises(Refused):
        services.offer_ownership(by=owner, membership=other)
    services.hand_over(by=owner, membership=other)
    with pytest.raises(Refused):
        services.accept_invitation(member=other.user, token=token_of(first))
    assert Invitation.objects.filter(state="waiting").count() == 1


def test_no_other_owner_sends_again_by_what_somebody_gives_up_their_place(organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    second = add_member(organisation, role="owner").user
    offered = services.hand_over(by=owner, membership=other)
    with pytest.raises(Refused):
        services.send_again(by=second, invitation=offered)
    services.accept_invitation(member=other.user, token=token_of(services.send_again(by=owner, invitation=offered)))
    assert roles(organisation, owner, second, other.user) == ["manager", "owner", "owner"]


def test_a_role_alone_makes_nobody_an_owner(organisation):
    other = add_member(organisation)
    with pytest.raises(Refused):
        services.change_role(by=owner_of(organisation), membership=other, role="owner")
    assert roles(organisation, other.user) == ["member"]


def out(organisation, owner, other):
    services.remove_member(by=owner, membership=other)


def left(organisation, owner, other):
    services.leave(member=other.user, organisation=organisation)


def no_owner_any_more(organisation, owner, other):
    Membership.objects.filter(user=owner).update(role="manager")


def closed(organisation, owner, other):
    services.close(by=owner, organisation=organisation)


def out_of_view(organisation, owner, other):
    services.suspend(by=keeper(), organisation=organisation, reason="x")


@pytest.mark.parametrize("meanwhile", [out, left, no_owner_any_more, closed, out_of_view])
def test_an_offer_counts_no_more_once_what_it_stood_on_is_gone(organisation, meanwhile):
    owner, other = owner_of(organisation), add_member(organisation)
    offered = services.hand_over(by=owner, membership=other)
    meanwhile(organisation, owner, other)
    with pytest.raises(Refused):
        services.accept_invitation(member=other.user, token=token_of(offered))
    assert "owner" not in roles(organisation, other.user)


@pytest.mark.parametrize("stop", CANNOT_ACT.values(), ids=CANNOT_ACT)
def test_nobody_is_asked_who_could_do_nothing_nor_says_yes_then(organisation, stop):
    owner, other = owner_of(organisation), add_member(organisation)
    offered = services.hand_over(by=owner, membership=other)
    stop(other.user)
    for act in (
        lambda: services.hand_over(by=owner, membership=other),
        lambda: services.offer_ownership(by=owner, membership=other),
        lambda: services.name_owner(by=keeper(), organisation=organisation, user=other.user, reason="x"),
        lambda: services.accept_invitation(member=User.objects.get(pk=other.user_id), token=token_of(offered)),
    ):
        with pytest.raises(Refused):
            act()
    assert roles(organisation, owner, other.user) == ["owner", "member"]


def test_no_organisations_are_heaped_upon_one_member(organisation, monkeypatch):
    owner, other = owner_of(organisation), add_member(organisation)
    offered = services.hand_over(by=owner, membership=other)
    make_organisation(other.user)
    for module in (owning, invitations):
        monkeypatch.setattr(module, "MOST_OWNED", 1)
    for act in (
        lambda: services.offer_ownership(by=owner, membership=other),
        lambda: services.accept_invitation(member=other.user, token=token_of(offered)),
    ):
        with pytest.raises(Refused):
            act()
    assert roles(organisation, owner, other.user) == ["owner", "member"]


@pytest.mark.parametrize(("by", "may"), [("owner", True), ("manager", False)])
def test_owners_invite_owners_by_mail(organisation, by, may):
    sender = add_member(organisation, role=by).user
    told = {"by": sender, "organisation": organisation, "email": "baru@example.org", "role": "owner"}
    if not may:
        with pytest.raises(Refused):
            services.invite(**told)
        return
    newcomer = MemberFactory()
    services.accept_invitation(member=newcomer, token=token_of(services.invite(**told)))
    assert roles(organisation, newcomer, sender) == ["owner", "owner"]


def test_the_pages_ask_and_tell_what_waits(client, organisation):
    owner, other = owner_of(organisation), add_member(organisation, MemberFactory(name="Petrus Contoh"))
    client.force_login(owner)
    address = f"/organisasi/mina-kei/anggota/{other.pk}/"
    answer = client.post(address, {"hand_over": "1"}, follow=True)
    page = answer.content.decode()
    assert "Petrus Contoh ditanya apakah mau mengambil alih" in page
    assert "sebagai pengganti pemilik" in page
    again = client.post(address, {"hand_over": "1"})
    assert again.status_code == 403
    assert "sudah ditanya" in again.content.decode()
    assert not again.context["form"]["role"].errors  # that is the form beside
    assert '<option value="member" selected>' in again.content.decode()
    client.force_login(other.user)
    assert "Mina Kei" in client.get("/organisasi/saya/").content.decode()
    link = link_in(mails_to(other.user.email)[0])
    assert "Yosina Contoh ingin menyerahkan Mina Kei kepada Anda" in client.get(link).content.decode()
    assert roles(organisation, other.user) == ["member"]
    assert client.post(link).url == client.post(link).url == "/organisasi/mina-kei/"
    assert roles(organisation, owner, other.user) == ["manager", "owner"]


def test_the_role_chosen_in_the_form_is_offered(client, organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    client.force_login(owner)
    client.post(f"/organisasi/mina-kei/anggota/{other.pk}/", {"role": "owner"})
    assert roles(organisation, other.user) == ["member"]
    assert Invitation.objects.get().role == "owner"
    refused = MemberFactory()
    declined = add_member(organisation, refused)
    services.refuse_invitation(member=refused, token=token_of(services.offer_ownership(by=owner, membership=declined)))
    answer = client.post(f"/organisasi/mina-kei/anggota/{declined.pk}/", {"role": "owner"})
    assert answer.context["form"].errors


def test_who_owns_too_many_reads_why_they_cannot_say_yes(client, organisation, monkeypatch):
    other = add_member(organisation)
    services.hand_over(by=owner_of(organisation), membership=other)
    make_organisation(other.user)
    monkeypatch.setattr(invitations, "MOST_OWNED", 1)
    client.force_login(other.user)
    page = client.post(link_in(mails_to(other.user.email)[0])).content.decode()
    assert "sebanyak yang boleh dimiliki satu anggota" in page
