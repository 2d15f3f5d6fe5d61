"""Members are found by what they show to everyone, and by nothing else: by words, by region and by sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from community.members.audiences import PARTS, Audience, audience_field
from search.models import SearchEntry
from search.services import refresh
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.parts import make_whole

if TYPE_CHECKING:
    from community.members.models import User

pytestmark = pytest.mark.django_db

# How one would look for a member by one part.
ASKED = {
    "bio": "q=anyaman+pandan",
    "skills": "q=mengukir+perahu",
    "sectors": "q=garam+rakyat&kind=member",
    "roles": "q=pemilik+lahan",
    "region": "q=anggota&region=81.03",
    "further_regions": "q=anggota&region=81.06",
}


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)


@pytest.mark.parametrize("part", ASKED)
def test_a_member_is_found_by_a_part_that_is_open_to_everyone(part: str) -> None:
    member = indexed(make_whole(name="Anggota Dicari"))
    assert member.name in found(Client(), ASKED[part])


@pytest.mark.parametrize("part", ASKED)
@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.CONTACTS, Audience.SELF])
def test_nobody_is_found_by_a_part_that_is_not(part: str, audience: Audience) -> None:
    others = {audience_field(each): Audience.EVERYONE for each in PARTS}
    member = indexed(make_whole(name="Anggota Dicari", **{**others, audience_field(part): audience}))
    for person in (None, MemberFactory(), ModeratorFactory(), member):
        client = Client()
        if person:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert member.name not in found(client, ASKED[part])
    assert member.name in found(Client(), "q=anggota+dicari")


def test_what_a_member_shows_to_nobody_stands_nowhere_in_the_entry() -> None:
    indexed(make_whole(Audience.SELF, name="Anggota Dicari", handle="dicari"))
    entry = SearchEntry.objects.get(kind="member")
    assert (entry.title, entry.summary, entry.body, entry.place) == ("Anggota Dicari", "", "@dicari", "")
    assert set(entry.terms.values_list("field", flat=True)) <= {"audience", "author", "name"}


def indexed(member: User) -> User:
    refresh("member", member.profile)
    return member


def found(client: Client, query: str) -> str:
    """What page and JSON tell, with the marks of the hits taken out."""
    page = client.get(f"/cari/?{query}").content.decode()
    return (page + client.get(f"/api/v1/search?{query}").content.decode()).replace("<mark>", "").replace("</mark>", "")
