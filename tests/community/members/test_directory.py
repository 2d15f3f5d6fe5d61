"""The directory: whom it lists, what its filters reveal, and that its pages follow each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from community.members.audiences import PARTS, Audience, audience_field
from community.members.parts import ProgrammeRole
from tests.factories.members import MemberFactory, MentorFactory, ModeratorFactory
from tests.factories.parts import TOLD, make_whole
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

# An address that finds the member by one part.
ASKED = {
    "region": "?region=81.03",
    "further_regions": "?region=81.06",
    "sectors": "?sector=garam-rakyat",
    "skills": "?skill=Mengukir++PERAHU",
    "roles": "?role=land",
}
FINDS = {"visitor": Audience.EVERYONE, "member": Audience.MEMBERS, "moderator": Audience.CONTACTS}


@pytest.mark.parametrize("part", ASKED)
def test_a_filter_finds_by_what_the_viewer_may_see_and_by_nothing_else(client, part):
    makers = {"visitor": None, "member": MemberFactory, "moderator": ModeratorFactory}
    others = {audience_field(each): Audience.EVERYONE for each in PARTS}
    owners = {audience: make_whole(**{**others, audience_field(part): audience}) for audience in Audience}
    for name, maker in makers.items():
        client.logout()
        if maker:
            client.force_login(maker())
        found = names(client, ASKED[part])
        assert found == {owner.name for audience, owner in owners.items() if audience <= FINDS[name]}, name
    client.force_login(owners[Audience.SELF])
    assert owners[Audience.SELF].name in names(client, ASKED[part])


@pytest.mark.parametrize("part", ["bio", "region", "roles", "picture"])
def test_a_card_shows_each_part_to_its_audience_only(client, part):
    others = {audience_field(each): Audience.EVERYONE for each in PARTS}
    make_whole(**{**others, audience_field(part): Audience.MEMBERS})
    text = {**TOLD, "picture": "/128/"}[part]
    assert text not in card(client)
    client.force_login(MemberFactory())
    assert text in card(client)


@pytest.mark.parametrize(
    ("away", "is_shown"), [({}, True), ({"suspended_until": timezone.now() + timedelta(days=1)}, False)]
)
def test_who_is_a_mentor_now_has_a_badge_and_is_found_apart_from_who_would_like_to_be_one(client, away, is_shown):
    wish = {"is_listed": True, "roles": [ProgrammeRole.MENTORING], audience_field("roles"): Audience.EVERYONE}
    mentor = MentorFactory(handle="petrus", **wish, **away)
    MemberFactory(name="Ingin Saja", **wish)
    assert names(client, "?role=mentor") == ({mentor.name} if is_shown else set())
    assert names(client, "?role=mentoring") == {mentor.name, "Ingin Saja"}
    for address in ("/anggota/", "/anggota/petrus/"):
        page = client.get(address).content.decode()
        assert page.count('<span class="badge leaf">Pendamping</span>') == is_shown, address


def test_a_region_finds_those_in_it_and_below(client):
    member = make_whole(region=make_region("81.03.02"))
    for asked, found in (("81", True), ("81.03", True), ("81.03.02", True), ("81.03.01", False), ("8", False)):
        assert (member.name in names(client, f"?region={asked}")) == found, asked


def test_nobody_is_found_who_did_not_choose_so_or_is_switched_off(client):
    make_whole(is_listed=False)
    make_whole(is_active=False)
    for asked in ("", *ASKED.values()):
        assert names(client, asked) == set()


def test_a_skill_that_nobody_shows_is_as_unknown_as_one_that_nobody_has(client):
    make_whole(Audience.SELF)
    hidden, unknown = (client.get("/anggota/", {"skill": word}) for word in ("mengukir perahu", "mengukir batu"))
    assert hidden.context["form"].errors == unknown.context["form"].errors != {}


def test_a_skill_is_completed_from_what_others_show(client):
    make_whole()
    page = client.get("/anggota/", {"skill": "mengukir"}).content.decode()
    assert "mengukir perahu" in page
    assert '<option value="mengukir perahu">' in page


def test_words_that_are_hidden_complete_nothing(client):
    make_whole(Audience.MEMBERS)
    assert "mengukir perahu" not in client.get("/anggota/", {"skill": "mengukir"}).content.decode()
    cache.clear()
    client.force_login(MemberFactory())
    assert "mengukir perahu" not in client.get("/anggota/").content.decode()


def test_filters_narrow_together(client):
    one = make_whole(name="Maria")
    make_whole(name="Mario", roles=[ProgrammeRole.BUYER])
    assert names(client, "?q=mar") == {"Maria", "Mario"}
    assert names(client, "?q=mar&role=land&sector=garam-rakyat&region=81") == {one.name}


@pytest.mark.parametrize("count", [1, 24, 25, 48, 60])
def test_pages_follow_each_other_forwards_and_backwards_and_miss_nobody(client, count):
    # Some of them have one name, and follow each other by their keys.
    members = [MemberFactory(name=f"Orang {number // 3:02}", is_listed=True) for number in range(count)]
    expected = [member.pk for member in members]
    assert walked(client, "/anggota/", "after") == expected
    assert walked(client, "/anggota/?before=last", "before") == expected


@pytest.mark.parametrize(
    ("asked", "signed_in", "most"),
    [
        *((asked, False, 8) for asked in ("", "?before=last", *ASKED.values())),
        *((asked, True, 8) for asked in ("", "?before=last")),
        *((asked, True, 10) for asked in ASKED.values()),  # who they are and what they may costs five by itself
    ],
)
def test_a_page_costs_eight_queries_at_most_for_one_and_for_fifty(
    client, asked, signed_in, most, django_assert_max_num_queries
):
    if signed_in:
        client.force_login(MemberFactory())
    for count in (1, 49):
        for _number in range(count):
            make_whole()
        client.get(f"/anggota/{asked}")
        with django_assert_max_num_queries(most):
            assert names(client, asked)


def test_it_says_how_many_were_found_and_counts_no_further_than_a_page(client):
    for number in range(25):
        MemberFactory(name=f"Orang {number:02}", is_listed=True)
    first = client.get("/anggota/")
    assert "Lebih dari 24 anggota" in first.content.decode()
    last = client.get(f"/anggota/?after={first.context['directory'].after}").content.decode()
    assert "Orang 24" in last
    assert "Lebih dari" not in last
    assert "10 anggota" in client.get("/anggota/?q=Orang+0").content.decode()
    assert "1 member<" in " ".join(client.get("/en/anggota/?q=Orang+07").content.decode().split()).replace(" <", "<")


def test_on_telephones_the_filter_is_folded_and_says_how_much_of_it_is_in_use_unless_something_is_wrong(client):
    page = client.get("/anggota/").content.decode()
    assert '<details class="facets section">' in page
    assert "Saring</summary>" in page
    page = client.get("/anggota/?q=Maria&role=land&region=").content.decode()
    assert "Saring (2)</summary>" in page
    wrong = client.get("/anggota/?region=Entah").content.decode()
    assert '<details class="section" open>' in wrong


def walked(client, address, way):
    """The keys of all members, from page to page."""
    pages = []
    while address:
        directory = client.get(address).context["directory"]
        pages.append([shown.profile.user_id for shown in directory.members])
        place = getattr(directory, way)
        address = f"/anggota/?{way}={place}" if place else ""
    return [key for page in (pages if way == "after" else reversed(pages)) for key in page]


def names(client, asked=""):
    return {shown.profile.user.name for shown in client.get(f"/anggota/{asked}").context["directory"].members}


def card(client):
    return client.get("/anggota/").content.decode().split("member-card")[1].split("</article>")[0]
