"""The chooser of members in the editing room: it finds nobody whom the one who chooses may not see."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from community.members.roles.models import Role
from community.members.roles.services import give
from home.models import Region, RegionPage, StoryAuthor, StoryPage
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
from tests.factories.told import make_story, story_index

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


@pytest.mark.parametrize("who", ["editor", "regional editor"])
def test_a_key_that_is_sent_past_the_chooser_is_refused_as_one_that_is_nobodys_and_tells_no_name(client, people, who):
    client.force_login(make(who))
    for key in (people["hidden"], 987_654):
        answer = client.post(new_story(), story_form(authors=[author(key)]))
        assert answer.status_code == 200
        assert "user" in answer.context["form"].formsets["authors"].forms[0].errors
        assert "Tersembunyi" not in answer.content.decode()
    assert client.post(new_story(), story_form(authors=[author(people["listed"])])).status_code == 302
    assert [each.user_id for each in StoryAuthor.objects.all()] == [people["listed"]]


@pytest.mark.parametrize("key", ["abc", "81.72", "\0"])
def test_what_is_no_key_is_shown_as_nothing_chosen(client, people, key):
    client.force_login(make("editor"))
    answer = client.post(new_story(), story_form(authors=[author(key)]))
    assert answer.status_code == 200
    assert "user" in answer.context["form"].formsets["authors"].forms[0].errors
    further = {"further_regions": inline_formset([{"region": key, "ORDER": "1", "id": ""}])}
    answer = client.post(new_story(), story_form(authors=[]) | nested_form_data(further))
    assert answer.status_code == 200
    assert "region" in answer.context["form"].formsets["further_regions"].forms[0].errors


def test_an_editor_names_who_is_listed_and_whoever_was_there_before_stays(client, people):
    editor = make("editor")
    client.force_login(editor)
    story = make_story()
    story.authors.set([StoryAuthor(user_id=people["hidden"])])
    story.save_revision().publish()
    (kept,) = StoryAuthor.objects.filter(page=story)
    written = story_form(authors=[author(people["hidden"], id=kept.pk), author(people["listed"])], kept=1)
    assert client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), written).status_code == 302
    latest = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert [each.user_id for each in latest.authors.all()] == [people["hidden"], people["listed"]]


def test_a_hidden_member_does_not_take_the_place_of_another_author(client, people):
    client.force_login(make("editor"))
    story = make_story()
    story.authors.set([StoryAuthor(user_id=people["listed"])])
    story.save_revision().publish()
    (kept,) = StoryAuthor.objects.filter(page=story)
    written = story_form(authors=[author(people["hidden"], id=kept.pk)], kept=1)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), written)
    assert answer.status_code == 200
    assert "Zus Tersembunyi" not in answer.content.decode()


def test_an_administrator_names_anybody(client, people):
    make("editor")
    client.force_login(AdministratorFactory())
    assert client.post(new_story(), story_form(authors=[author(people["hidden"])])).status_code == 302


def new_story() -> str:
    region = RegionPage.objects.get(region__code="81.02", locale__language_code="id")
    return reverse("wagtailadmin_pages:add", args=["home", "storypage", region.pk])


def author(user: int | str, **fields: object) -> dict[str, object]:
    return {"user": user, "name": "", "ORDER": "1", "id": "", **fields}


def story_form(*, authors: list[dict[str, object]], kept: int = 0) -> dict[str, str]:
    return nested_form_data(
        {
            "title": "Tali yang sama",
            "slug": "tali-yang-sama",
            "intro": "Jarak tanam yang baru.",
            "date": "2026-03-04",
            "format": "article",
            "authors": inline_formset(authors, initial=kept),
            "further_regions": inline_formset([]),
            "comments": inline_formset([]),
            "body": streamfield([]),
        }
    )


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
