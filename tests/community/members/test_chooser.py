"""The chooser of members in the editing room: it finds nobody whom the one who chooses may not see."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from community.members.roles.models import Role
from community.members.roles.services import give
from home.models import Region
from home.services.editors import make_editors
from tests.factories.home import make_region_page
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region
from tests.factories.told import story_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, int]:
    return {
        "listed": MemberFactory(name="Zus Tampak", is_listed=True).pk,
        "hidden": MemberFactory(name="Zus Tersembunyi", is_listed=False).pk,
    }


@pytest.mark.parametrize("who", ["editor", "regional editor"])
def test_editors_find_listed_members_and_themselves_only(client, people, who):
    member = make(who)
    client.force_login(member)
    assert found(client, "Zus") == {people["listed"]}
    assert found(client, member.name) == {member.pk}
    assert client.get(address("chosen", people["listed"])).status_code == 200
    assert client.get(address("chosen", people["hidden"])).status_code == 404
    assert client.get(address("chosen", "9" * 30)).status_code == 404
    together = client.get(address("chosen_multiple"), {"id": [*people.values(), "x"]}).json()
    assert [row["id"] for row in together["result"]] == [str(people["listed"])]
    assert "Tersembunyi" not in json.dumps(together)


def test_administrators_find_everybody(client, people):
    client.force_login(AdministratorFactory())
    assert found(client, "Zus") == set(people.values())
    assert client.get(address("chosen", people["hidden"])).status_code == 200


@pytest.mark.parametrize("who", ["moderator", "regional moderator", "member"])
def test_who_writes_no_pages_finds_nobody(client, people, who):
    client.force_login(make(who))
    for url in (
        address("choose"),
        address("choose_results"),
        address("chosen", people["listed"]),
        f"{address('chosen_multiple')}?id={people['listed']}",
    ):
        answer = client.get(url)
        assert answer.status_code in (302, 403)
        assert "Zus" not in answer.content.decode()


def make(who: str):
    story_index()
    make_editors()
    region = make_region("81.02")
    make_region_page(region)
    match who:
        case "editor":
            return EditorFactory(name="Yance", is_listed=False)
        case "regional editor":
            editor = MemberFactory(name="Yance", is_listed=False)
            give(user=editor, kind=Role.Kind.EDITOR, region=Region.objects.get(pk=region.pk), reason="x")
            return editor
        case "moderator":
            return ModeratorFactory()
        case "regional moderator":
            return RegionalModeratorFactory(of=region)
    return MemberFactory()


def address(name: str, *args: object) -> str:
    return reverse(f"member_chooser:{name}", args=args)


def found(client, term: str) -> set[int]:
    answer = client.get(address("choose_results"), {"q": term})
    assert answer.status_code == 200
    return {row.pk for row in answer.context["results"]}
