"""What the pages show: people by their own choice, the directory with its filters, stories and events."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.members.audiences import Audience
from community.members.models import Membership, Organisation, OrganisationPage
from community.members.organisations import services
from community.members.organisations.directory import PAGE_SIZE
from community.members.organisations.services.invitations import invitation_of
from tests.factories.events import make_event
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story

pytestmark = pytest.mark.django_db


def known(audience=Audience.EVERYONE, **fields):
    return MemberFactory(is_listed=True, organisations_audience=audience, **fields)


def page(client, address="/organisasi/mina-kei/"):
    return client.get(address).content.decode()


def queries(client, address):
    client.get(address)  # what is remembered is not counted
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def test_one_sees_oneself_among_the_people_and_is_not_counted_as_another(client):
    owner, hidden = MemberFactory(name="Pemilik"), MemberFactory(name="Tersembunyi")
    organisation = make_organisation(owner, name="Mina Kei")
    add_member(organisation, hidden)
    client.force_login(hidden)
    people = client.get("/organisasi/mina-kei/").context["people"]
    assert ([person.membership.user for person in people.seen], people.others) == ([hidden], 1)
    client.force_login(MemberFactory())
    assert client.get("/organisasi/mina-kei/").context["people"].others == 2


def test_people_are_shown_by_their_own_choice_and_the_others_are_counted(client):
    owner = MemberFactory(name="Pemilik Tersembunyi")
    organisation = make_organisation(owner, name="Mina Kei")
    add_member(organisation, known(name="Terbuka"))
    add_member(organisation, known(Audience.MEMBERS, name="Untuk Anggota"))
    add_member(organisation, known(Audience.SELF, name="Untuk Sendiri"))
    add_member(organisation, known(name="Mati", is_active=False))

    def shown(viewer):
        client.logout()
        if viewer:
            client.force_login(viewer)
        people = client.get("/organisasi/mina-kei/").context["people"]
        return {person.membership.user.name for person in people.seen}, people.others

    assert shown(None) == ({"Terbuka"}, 4)
    assert shown(MemberFactory()) == ({"Terbuka", "Untuk Anggota"}, 3)
    assert shown(ModeratorFactory()) == ({"Terbuka", "Untuk Anggota"}, 3)
    client.logout()
    assert "Pemilik Tersembunyi" not in page(client)


def test_a_page_and_a_list_ask_as_much_for_many_as_for_one(client):
    organisation = make_organisation(known(), name="Mina Kei", sectors=[make_sector()])
    one = queries(client, "/organisasi/mina-kei/"), queries(client, "/organisasi/")
    for number in range(50):
        add_member(organisation, known(name=f"Orang {number}"))
    for number in range(49):
        make_organisation(name=f"Koperasi {number}", sectors=[make_sector()])
    assert (queries(client, "/organisasi/mina-kei/"), queries(client, "/organisasi/")) == one
    assert max(one) <= 12


def test_the_page_of_who_runs_it_asks_as_much_for_many_as_for_one(client):
    organisation = make_organisation(name="Mina Kei")
    client.force_login(owner_of(organisation))

    def one_more():
        add_member(organisation)
        services.ask_to_join(member=MemberFactory(), organisation=organisation)
        services.invite(by=owner_of(organisation), organisation=organisation, user=MemberFactory())

    one_more()
    few = queries(client, "/organisasi/mina-kei/anggota/")
    for _number in range(20):
        one_more()
    assert queries(client, "/organisasi/mina-kei/anggota/") == few


def test_the_people_are_paged_and_each_page_asks_as_much_as_the_others(client):
    organisation = make_organisation(name="Mina Kei")
    client.force_login(owner_of(organisation))
    names = [add_member(organisation, MemberFactory(name=f"Orang {number:02}")).user.name for number in range(64)]
    services.ask_to_join(member=MemberFactory(name="Ana Menunggu"), organisation=organisation)
    found = [page(client, f"/organisasi/mina-kei/anggota/?page={number}") for number in (1, 2, 3)]
    assert [[name for name in names if name in each] for each in found] == [names[:29], names[29:59], names[59:]]
    assert ["Ana Menunggu" in each for each in found] == [True, False, False]
    assert "?page=3" in found[1]
    assert queries(client, "/organisasi/mina-kei/anggota/?page=2") == queries(
        client, "/organisasi/mina-kei/anggota/?page=3"
    )
    assert "Orang 63" in page(client, "/organisasi/mina-kei/anggota/?page=99")


def test_ones_own_organisations_and_invitations_stand_on_ones_page(client):
    member = MemberFactory()
    mine, inviting, foreign = make_organisation(member), make_organisation(), make_organisation()
    invitation = services.invite(by=owner_of(inviting), organisation=inviting, user=member)
    services.invite(by=owner_of(foreign), organisation=foreign, user=MemberFactory())
    client.force_login(member)
    shown = page(client, "/organisasi/saya/")
    assert mine.name in shown
    assert inviting.name in shown
    assert invitation_of(re.search(r"/organisasi/undangan/([^/]+)/", shown)[1]) == invitation
    assert foreign.name not in shown


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Awal Mina", "Koperasi Sathean", "Zaman Baru"}),
        ("?q=sathean", {"Koperasi Sathean"}),
        ("?region=81", {"Awal Mina", "Koperasi Sathean"}),
        ("?region=81.02", {"Awal Mina", "Koperasi Sathean"}),
        ("?region=81.02.01", {"Koperasi Sathean"}),
        ("?kind=cooperative", {"Koperasi Sathean"}),
        ("?sector=rumput-laut", {"Awal Mina"}),
        ("?verified=on", {"Zaman Baru"}),
        ("?kind=x", set()),
        ("?q=tiada", set()),
    ],
)
def test_the_list_is_narrowed(client, asked, found):
    make_organisation(name="Awal Mina", sectors=[make_sector("rumput-laut")])
    make_organisation(name="Koperasi Sathean", kind="cooperative", region=make_region("81.02.01"))
    verified = make_organisation(name="Zaman Baru", region=make_region("82.01"))
    services.verify(by=keeper(), organisation=verified, seen="Akta 3/2020")
    listed = client.get(f"/organisasi/{asked}").context["directory"].organisations
    assert {organisation.name for organisation in listed} == found


def test_the_pages_of_the_list_follow_each_other_both_ways(client):
    for number in range(2 * PAGE_SIZE + 3):
        make_organisation(name=f"Sama {number % 7}")
    first = client.get("/organisasi/").context["directory"]
    second = client.get("/organisasi/", {"after": first.after}).context["directory"]
    third = client.get("/organisasi/", {"after": second.after}).context["directory"]
    back = client.get("/organisasi/", {"before": third.before}).context["directory"]
    last = client.get("/organisasi/", {"before": "last"}).context["directory"]
    keys = [each.pk for shown in (first, second, third) for each in shown.organisations]
    assert len(keys) == len(set(keys)) == Organisation.objects.count()
    assert [each.pk for each in back.organisations] == [each.pk for each in second.organisations]
    assert last.organisations[-1] == third.organisations[-1]
    assert (first.before, third.after, last.after) == ("", "", "")


def test_stories_and_events_that_editors_named_are_shown_to_who_may_see_them(client):
    organisation = make_organisation(name="Mina Kei")
    story, event, draft = make_story("Panen Raya"), make_event("Pelatihan Mutu"), make_story("Belum Terbit", live=False)
    for told in (story, event, draft):
        OrganisationPage.objects.create(organisation=organisation, translation_key=told.translation_key)
    shown = page(client)
    assert "Panen Raya" in shown
    assert "Pelatihan Mutu" in shown
    assert "Belum Terbit" not in shown
    assert "Panen Raya" not in page(client, "/en/organisasi/mina-kei/")  # told in Indonesian only


def test_a_page_tells_what_was_verified_by_its_day_alone(client):
    organisation = make_organisation(name="Mina Kei", registration_number="NIB 12")
    staff = keeper()
    services.verify(by=staff, organisation=organisation, seen="Perdes rahasia")
    shown = page(client)
    assert "Terverifikasi pada" in shown
    assert "Perdes rahasia" not in shown
    assert staff.name not in shown


def test_members_texts_are_shown_safely(client):
    make_organisation(name="Mina Kei", description="<script>alert(1)</script> **tebal**", website="https://a.example/")
    shown = page(client)
    assert "<script>alert" not in shown
    assert "<strong>tebal</strong>" in shown
    assert 'rel="nofollow ugc noopener"' in shown


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.SELF])
def test_a_profile_shows_organisations_to_its_audience(client, audience):
    member = known(audience)
    organisation = make_organisation(member, name="Mina Kei")
    address = f"/anggota/{member.profile.handle.text}/"
    assert ("Mina Kei" in page(client, address)) == (audience == Audience.EVERYONE)
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    assert "Mina Kei" not in page(client, address)
    assert Membership.objects.filter(user=member).exists()
