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


def test_it_costs_two_queries_however_many_are_folded_and_a_visitor_none() -> None:
    def cost(client: Client) -> int:
        forget_counts()
        client.get(ADDRESS)
        forget_counts()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ADDRESS).status_code == 200
        return len(captured)

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
