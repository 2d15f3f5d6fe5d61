"""Who sees which part: every part with every audience, for everybody who may look, by the page and in lists."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.members import visibility
from community.members.audiences import PARTS, Audience, audience_field
from community.members.models import Profile, User
from community.members.permissions import Viewer
from community.members.visibility import open_to, parts_seen
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.parts import TOLD, make_whole

pytestmark = pytest.mark.django_db

# Up to which audience each sees.
SEES = {
    "visitor": Audience.EVERYONE,
    "member": Audience.MEMBERS,
    "contact": Audience.CONTACTS,
    "moderator": Audience.CONTACTS,
    "administrator": Audience.CONTACTS,
    "self": Audience.SELF,
}


@pytest.fixture
def contact(monkeypatch):
    """A member who is in contact with everybody, as an app above would say."""
    member = MemberFactory(email="kenalan@example.org")

    def source(viewer):
        everybody = User.objects.exclude(pk=member.pk) if viewer.user_id == member.pk else User.objects.none()
        return everybody.values("pk")

    monkeypatch.setattr(visibility, "CONTACT_SOURCES", [source])
    monkeypatch.setattr("community.members.directory.CONTACT_SOURCES", [source])
    return member


def person(name, owner, contact):
    makers = {"member": MemberFactory, "moderator": ModeratorFactory, "administrator": AdministratorFactory}
    return {"visitor": None, "contact": contact, "self": owner}.get(name) if name not in makers else makers[name]()


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("audience", Audience)
def test_a_page_shows_each_part_to_its_audience_only(client, contact, name, audience):
    owner = make_whole(audience)
    if who := person(name, owner, contact):
        client.force_login(who)
    page = client.get(f"/anggota/{owner.profile.handle.text}/").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    shown = {part for part, text in TOLD.items() if text in main or (part == "picture" and "/384/" in main)}
    assert shown == (set(PARTS) if audience <= SEES[name] else set())


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_an_audience_of_its_own(contact, name, part):
    for audience in Audience:
        owner = MemberFactory(is_listed=True, **{audience_field(each): Audience.SELF for each in PARTS})
        Profile.objects.filter(user=owner).update(**{audience_field(part): audience})
        profile = Profile.objects.get(user=owner)
        who = person(name, owner, contact)
        seen = parts_seen(Viewer(who or AnonymousUser()), profile)
        everything = set(PARTS) if name == "self" else set()
        assert seen == everything | ({part} if audience <= SEES[name] else set())


@pytest.mark.parametrize("name", SEES)
def test_the_question_of_a_list_is_the_question_of_each(contact, name):
    owners = [make_whole(audience) for audience in Audience]
    viewer = Viewer(person(name, owners[-1], contact) or AnonymousUser())
    for part in PARTS:
        selected = set(Profile.objects.filter(open_to(viewer, part), user__in=owners))
        assert selected == {owner.profile for owner in owners if part in parts_seen(viewer, owner.profile)}, part


def test_nobody_is_a_contact_as_long_as_no_app_says_so():
    owner = make_whole(Audience.CONTACTS)
    assert parts_seen(Viewer(MemberFactory()), owner.profile) == frozenset()
    assert not Profile.objects.filter(open_to(Viewer(MemberFactory()), "bio"), user=owner).exists()


def test_before_one_chooses_only_name_handle_and_text_are_open_to_everyone():
    profile = MemberFactory(is_listed=True).profile
    assert parts_seen(Viewer(AnonymousUser()), profile) == {"bio"}


def test_the_address_of_the_mail_is_shown_to_nobody(client, contact):
    owner = make_whole(email="rahasia@example.org")
    for name in SEES:
        client.logout()
        if who := person(name, owner, contact):
            client.force_login(who)
        for address in (f"/anggota/{owner.profile.handle.text}/", "/anggota/"):
            assert "rahasia@example.org" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("guise", "audience"), [("visitor", Audience.EVERYONE), ("member", Audience.MEMBERS), ("x", Audience.SELF)]
)
def test_one_sees_ones_page_as_others_do(client, guise, audience):
    owner = make_whole(**{audience_field("skills"): Audience.MEMBERS, audience_field("links"): Audience.SELF})
    client.force_login(owner)
    page = client.get(f"/anggota/{owner.profile.handle.text}/", {"as": guise}).content.decode()
    assert TOLD["bio"] in page
    assert (TOLD["skills"] in page) == (audience >= Audience.MEMBERS)
    assert (TOLD["links"] in page) == (audience >= Audience.SELF)


def test_nobody_else_puts_on_another_guise(client):
    owner = make_whole(Audience.MEMBERS)
    page = client.get(f"/anggota/{owner.profile.handle.text}/", {"as": "member"}).content.decode()
    assert TOLD["bio"] not in page


def test_links_are_marked_as_those_of_members_and_lead_nowhere_else(client):
    owner = make_whole()
    page = client.get(f"/anggota/{owner.profile.handle.text}/").content.decode()
    assert f'<a href="https://{TOLD["links"]}/" rel="nofollow ugc noopener">{TOLD["links"]}</a>' in page


@pytest.mark.parametrize("count", [1, 50])
def test_a_profile_costs_ten_queries_at_most_however_much_it_tells(client, count, django_assert_max_num_queries):
    owner = make_whole(skills=[f"keahlian {number}" for number in range(count)])
    client.get(f"/anggota/{owner.profile.handle.text}/")
    with django_assert_max_num_queries(10):
        client.get(f"/anggota/{owner.profile.handle.text}/")
