"""Pages of organisations: who reaches what, and what a link leads to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from guard.idempotency import new_key

from community.members.models import Invitation, Membership, MembershipRequest, Organisation
from community.members.organisations import services
from community.members.organisations.services.invitations import invitation_of, token_of
from tests.factories.mails import link_in, mails_to
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

FACTS = {"name": "BUMDes Sathean", "kind": "bumdes", "region": "81.02", "description": "Rumput laut.", "handle": ""}
RUN_ONLY = ["ubah/", "logo/", "anggota/", "undang/"]


@pytest.fixture
def organisation():
    return make_organisation(name="Mina Kei", handle="mina-kei")


def as_(client, user):
    client.force_login(user)
    return client


def test_a_member_enters_an_organisation_and_a_second_press_enters_no_other(client):
    make_region()
    member = MemberFactory()
    as_(client, member)
    key = {"idempotency_key": new_key()}
    for _press in range(2):
        answer = client.post("/organisasi/baru/", FACTS | key)
        assert (answer.status_code, answer.url) == (302, "/organisasi/bumdes-sathean/")
    assert Organisation.objects.count() == 1
    assert 'href="/organisasi/bumdes-sathean/undang/"' in client.get(answer.url).content.decode()
    assert "BUMDes Sathean" in client.get("/organisasi/saya/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "http://toko.example.org/x"}, "name"),
        ({"kind": "bank"}, "kind"),
        ({"region": "Entah"}, "region"),
        ({"handle": "petrus"}, "handle"),
        ({"handle": "admin-kei"}, "handle"),
        ({"founded": "3000"}, "founded"),
        ({"founded": "9" * 30}, "founded"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"sectors": ["tiada"]}, "sectors"),
    ],
)
def test_what_is_unfit_is_explained_and_what_was_typed_stays(client, typed, field):
    make_region()
    MemberFactory(handle="petrus")
    answer = as_(client, MemberFactory()).post("/organisasi/baru/", FACTS | typed)
    assert field in answer.context["form"].errors
    assert "Rumput laut." in answer.content.decode()
    assert not Organisation.objects.exists()


def test_who_is_silenced_is_told_so(client):
    make_region()
    member = MemberFactory(silenced_until=timezone.now() + timedelta(days=1))
    assert as_(client, member).post("/organisasi/baru/", FACTS).status_code == 403


@pytest.mark.parametrize("page", RUN_ONLY)
@pytest.mark.parametrize(("role", "status"), [("", 403), ("member", 403), ("manager", 200), ("owner", 200)])
def test_only_who_runs_it_reaches_its_forms(client, organisation, page, role, status):
    member = MemberFactory()
    if role:
        add_member(organisation, member, role)
    assert as_(client, member).get(f"/organisasi/mina-kei/{page}").status_code == status


def test_what_belongs_to_another_organisation_is_not_reached_through_ones_own(client, organisation):
    other = make_organisation()
    as_(client, owner_of(organisation))
    invitation = services.invite(by=owner_of(other), organisation=other, email="a@example.org")
    asking = services.ask_to_join(member=MemberFactory(), organisation=other)
    member = Membership.objects.get(organisation=other)
    for name, pk in (
        ("again", invitation.pk),
        ("withdraw", invitation.pk),
        ("answer", asking.pk),
        ("member", member.pk),
    ):
        assert client.post(reverse(f"organisations:{name}", args=["mina-kei", pk])).status_code == 404, name
    assert Invitation.objects.get().state == MembershipRequest.objects.get().state == "waiting"


def test_editing_keeps_what_was_not_changed(client, organisation):
    as_(client, owner_of(organisation))
    page = client.get("/organisasi/mina-kei/ubah/")
    typed = {name: value for name, value in page.context["form"].initial.items() if value}
    typed["region"] = "81.02"
    client.post("/organisasi/mina-kei/ubah/", typed | {"description": "Baru."})
    organisation.refresh_from_db()
    assert (organisation.name, organisation.description, organisation.kind) == ("Mina Kei", "Baru.", "bumdes")


def test_an_invitation_by_handle_is_answered_by_its_link(client, organisation):
    as_(client, owner_of(organisation))
    invited = MemberFactory(handle="yosina", email="yosina@example.org")
    client.post("/organisasi/mina-kei/undang/", {"whom": "@Yosina", "role": "manager"})
    (mail,) = mails_to("yosina@example.org")
    as_(client, invited)
    assert "Mina Kei" in client.get(link_in(mail)).content.decode()
    client.post(link_in(mail))
    assert Membership.objects.get(user=invited).role == "manager"
    assert client.get(link_in(mail)).url == "/organisasi/mina-kei/"  # pressed again, it leads to the organisation


@pytest.mark.parametrize("whom", ["tiada-orang", "bukan@alamat", "", "@"])
def test_who_cannot_be_invited_is_explained(client, organisation, whom):
    answer = as_(client, owner_of(organisation)).post("/organisasi/mina-kei/undang/", {"whom": whom, "role": "member"})
    assert "whom" in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_manager_invites_no_manager_whatever_the_form_says(client, organisation):
    manager = add_member(organisation, role="manager").user
    as_(client, manager).post("/organisasi/mina-kei/undang/", {"whom": "a@example.org", "role": "manager"})
    assert Invitation.objects.get().role == "member"


def test_a_visitor_with_a_link_is_led_to_sign_in_and_back_and_no_form_is_there(client, organisation):
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, email="a@example.org")
    address = reverse("organisations:invitation", args=[token_of(invitation)])
    page = client.get(address)
    assert page.status_code == 200
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert "setelah itu Anda kembali ke halaman ini" in page.content.decode()
    assert "/akun/masuk/" in client.post(address).url
    assert page.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("verified", [True, False])
def test_ones_own_page_lists_invitations_to_an_address_that_one_confirmed(client, organisation, verified):
    invited = MemberFactory(email="Ada@example.org", verified=verified)
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, email="ada@example.org")
    services.invite(by=owner_of(organisation), organisation=organisation, email="lain@example.org")
    page = as_(client, invited).get("/organisasi/saya/").content.decode()
    # Each time it is written the link is signed anew, with the second in which it is.
    tokens = re.findall(r'href="/organisasi/undangan/([^"/]+)/"', page)
    assert [invitation_of(token) for token in tokens] == [invitation] * verified
    assert (page.count("Mina Kei") > 0) == verified


def test_the_words_of_links_say_what_they_do(client, organisation):
    member = add_member(organisation).user
    page = as_(client, owner_of(organisation)).get("/organisasi/mina-kei/anggota/").content.decode()
    assert "Ubah peran" in page
    assert ">Keluar dari organisasi</a>" in as_(client, member).get("/organisasi/mina-kei/").content.decode()


def test_a_link_that_ended_leads_to_where_one_can_ask(client, organisation):
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, email="a@example.org")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=20))
    invitation.refresh_from_db()
    as_(client, MemberFactory())
    page = client.get(reverse("organisations:invitation", args=[token_of(invitation)]))
    assert page.status_code == 404
    assert "/organisasi/mina-kei/gabung/" in page.content.decode()


def test_a_forged_link_names_no_organisation_and_leads_to_the_list(client, organisation):
    page = client.get(reverse("organisations:invitation", args=["x"]))
    assert page.status_code == 404
    assert "Mina Kei" not in page.content.decode()
    assert 'href="/organisasi/"' in page.content.decode()


def test_the_link_of_another_member_does_nothing(client, organisation):
    invitation = services.invite(by=owner_of(organisation), organisation=organisation, user=MemberFactory())
    other = MemberFactory()
    address = reverse("organisations:invitation", args=[token_of(invitation)])
    assert as_(client, other).post(address).status_code == 404
    assert not Membership.objects.filter(user=other).exists()


def test_a_member_asks_and_is_let_in(client, organisation):
    member = MemberFactory(name="Ana Rahael")
    as_(client, member).post("/organisasi/mina-kei/gabung/", {"text": "Saya nelayan."})
    assert client.get("/organisasi/mina-kei/gabung/").context["asking"]
    as_(client, owner_of(organisation))
    assert "Saya nelayan." in client.get("/organisasi/mina-kei/anggota/").content.decode()
    asking = MembershipRequest.objects.get()
    for _press in range(2):
        client.post(f"/organisasi/mina-kei/permintaan/{asking.pk}/")
    assert Membership.objects.get(user=member).role == "member"


def test_the_buttons_on_a_persons_page_do_what_they_say(client, organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    address = f"/organisasi/mina-kei/anggota/{other.pk}/"
    as_(client, owner).post(address, {"role": "manager"})
    assert Membership.objects.get(pk=other.pk).role == "manager"
    client.post(address, {"hand_over": "1"})
    assert Membership.objects.get(user=owner).role == "owner"  # until the other one says yes
    as_(client, other.user).post(link_in(mails_to(other.user.email)[-1]))
    assert (Membership.objects.get(user=owner).role, Membership.objects.get(pk=other.pk).role) == ("manager", "owner")
    as_(client, owner)
    assert client.post(address, {"remove": "1"}).status_code == 403  # managers take no owners out
    assert Membership.objects.filter(pk=other.pk).exists()


def test_the_last_owner_is_told_why_they_cannot_leave(client, organisation):
    answer = as_(client, owner_of(organisation)).post("/organisasi/mina-kei/keluar/")
    assert answer.status_code == 403
    assert answer.context["reason"]


def test_a_suspended_organisation_is_seen_by_its_people_and_staff_only(client, organisation):
    staff = keeper()
    services.suspend(by=staff, organisation=organisation, reason="palsu")
    assert client.get("/organisasi/mina-kei/").status_code == 404
    assert "Mina Kei" not in client.get("/organisasi/").content.decode()
    for user, status in ((MemberFactory(), 404), (owner_of(organisation), 200), (staff, 200)):
        assert as_(client, user).get("/organisasi/mina-kei/").status_code == status


def test_too_many_organisations_a_day_are_refused_with_what_was_typed(client):
    make_region()
    as_(client, MemberFactory())
    answers = [client.post("/organisasi/baru/", FACTS).status_code for _number in range(6)]
    assert answers[-1] == 429


def test_the_account_menu_and_the_list_of_members_lead_here(client):
    page = as_(client, MemberFactory()).get("/anggota/").content.decode()
    assert 'href="/organisasi/"' in page
    assert 'href="/organisasi/saya/"' in page


def test_the_address_of_a_member_with_the_handle_of_an_organisation_leads_to_it(client):
    organisation = make_organisation(handle="bumdes-elat")
    assert client.get("/anggota/bumdes-elat/").url == organisation.get_absolute_url()
    Organisation.objects.update(suspended_at=timezone.now())
    assert client.get("/anggota/bumdes-elat/").status_code == 404


def test_the_sitemap_knows_organisations_in_view(client):
    shown, gone = make_organisation(), make_organisation()
    Organisation.objects.filter(pk=gone.pk).update(suspended_at=timezone.now())
    sitemap = client.get("/sitemap-organisations.xml").content.decode()
    assert shown.get_absolute_url() in sitemap
    assert f"/en{shown.get_absolute_url()}" in sitemap
    assert gone.get_absolute_url() not in sitemap
