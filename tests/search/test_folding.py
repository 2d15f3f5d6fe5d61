"""What is by members whom the viewer has blocked is folded among the results, for that viewer alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from guard.limits import forget_counts

from community.members.blocking.services import block
from community.members.models import User
from search.services import refresh
from tests.factories.entries import make_entry
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

ADDRESS, API = "/cari/?q=teripang", "/api/v1/search?q=teripang"
FOLD = "Anda memblokir anggota ini. Tampilkan"


def by(author: User, title: str = "Teripang", **fields: object) -> None:
    make_entry(title, terms=[("author", f"user:{author.pk}")], **fields)  # type: ignore[arg-type]


def page_for(member: User | None, address: str = ADDRESS) -> str:
    client = Client()
    if member:
        client.force_login(member)
    forget_counts()
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_results_by_a_blocked_member_are_folded_for_who_blocked_them_alone() -> None:
    member, blocked = MemberFactory(), MemberFactory()
    by(blocked, "Teripang dari yang diblokir", kind="topic")
    by(MemberFactory(), "Teripang dari yang lain", kind="topic")
    block(user=member, other=blocked)
    page = page_for(member)
    assert page.count(FOLD) == 1
    folded = page.split(FOLD)[1].split("</details>")[0]
    assert "yang diblokir" in folded
    assert "yang lain" not in folded
    assert "yang lain" in page
    for other in (blocked, MemberFactory(), None):
        assert FOLD not in page_for(other)
        assert "yang diblokir" in page_for(other)


def test_a_reply_is_folded_as_it_is_found() -> None:
    member, post = MemberFactory(), PostFactory(body="Teripang kering")
    refresh("post", post)
    block(user=member, other=post.author)
    assert page_for(member).count(FOLD) == 1


def test_the_json_marks_what_the_page_folds() -> None:
    member, blocked = MemberFactory(), MemberFactory()
    by(blocked, "Teripang satu")
    by(member, "Teripang dua")
    block(user=member, other=blocked)
    client = Client()
    client.force_login(member)
    assert {each["title"]: each["is_folded"] for each in client.get(API).json()["results"]} == {
        "Teripang satu": True,
        "Teripang dua": False,
    }
    assert [each["is_folded"] for each in Client().get(API).json()["results"]] == [False, False]


@pytest.mark.parametrize("address", ["/cari/saran/?q=teripang", "/cari/saran.json?q=teripang"])
def test_what_is_by_a_blocked_member_and_they_themselves_are_not_suggested_to_who_blocked_them(address: str) -> None:
    member, blocked = MemberFactory(), MemberFactory()
    by(blocked, "Teripang dari yang diblokir", kind="topic")
    by(blocked, "Teripang Diblokir", kind="member")
    by(MemberFactory(), "Teripang dari yang lain", kind="topic")
    make_entry("Teripang dari redaksi")
    block(user=member, other=blocked)
    page = page_for(member, address).replace("<mark>", "").replace("</mark>", "")
    assert "diblokir" not in page.lower()
    assert "Teripang dari yang lain" in page
    assert "Teripang dari redaksi" in page
    for other in (blocked, MemberFactory(), None):
        assert page_for(other, address).lower().count("diblokir") == 2


def test_leaving_out_suggestions_costs_a_member_two_queries_however_many_there_are_and_a_visitor_none() -> None:
    address = "/cari/saran/?q=teripang"
    member, visitor, client = MemberFactory(), Client(), Client()
    client.force_login(member)
    by(MemberFactory())
    without, unsigned = cost(client, address), cost(visitor, address)
    for _round in range(2):
        for _number in range(8):
            blocked = MemberFactory()
            by(blocked, "Teripang jauh")
            block(user=member, other=blocked)
        assert cost(client, address) == without + 1
    assert cost(visitor, address) == unsigned


def test_it_costs_two_queries_however_many_are_folded_and_a_visitor_none() -> None:
    member, visitor, client = MemberFactory(), Client(), Client()
    client.force_login(member)
    by(MemberFactory())
    without, unsigned = cost(client), cost(visitor)
    costs = []
    for _round in range(2):
        for _number in range(8):
            blocked = MemberFactory()
            by(blocked)
            block(user=member, other=blocked)
        costs.append(cost(client))
    assert costs == [without + 1, without + 1]
    assert cost(visitor) == unsigned


def cost(client: Client, address: str = ADDRESS) -> int:
    forget_counts()
    client.get(address)
    forget_counts()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
