"""Stories in the editing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from home.models import Region, StoryPage
from tests.factories.home import make_region_page
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, story_index

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


@pytest.mark.parametrize("model", ["storypage", "eventpage"])
def test_an_editor_opens_the_form_of_a_new_page_below_a_region(editor: Client, model: str) -> None:
    region = make_region_page(make_region("81.02"))
    assert editor.get(f"/admin/pages/add/home/{model}/{region.pk}/").status_code == 200


def test_an_editor_opens_and_previews_a_story(editor: Client) -> None:
    story = make_story(sectors=[make_sector()])
    assert editor.get(f"/admin/pages/{story.pk}/edit/").status_code == 200
    request = story.make_preview_request()
    assert request.status_code == 200
    assert story.title in request.content.decode()


def test_stories_stand_below_a_region_or_the_index_only() -> None:
    parents = {model.__name__ for model in StoryPage.allowed_parent_page_models()}
    assert parents == {"StoryIndexPage", "RegionPage"}
    assert story_index().can_exist_under(story_index().get_parent())


@pytest.mark.parametrize("path", ["region", "sector", "tag"])
def test_the_vocabulary_is_listed_searched_and_edited(editor: Client, path: str) -> None:
    make_region("81.02")
    make_sector()
    assert editor.get(f"/admin/snippets/home/{path}/?q=a").status_code == 200
    assert editor.get(f"/admin/snippets/home/{path}/add/").status_code == 200


@pytest.mark.parametrize("term", ["Maluku Teng", "81.02"])
def test_the_chooser_of_regions_finds_by_name_and_code(editor: Client, term: str) -> None:
    make_region("81.02")
    make_region("82")
    url = Region.snippet_viewset.chooser_viewset.get_url_name("choose_results")
    html = editor.get(reverse(url), {"q": term}).content.decode()
    assert "Maluku Tenggara" in html
    assert "Maluku Utara" not in html


@pytest.mark.parametrize(("name", "found"), [("Maria", True), ("Petrus", False)])
def test_the_chooser_of_members_finds_by_name(editor: Client, name: str, found: bool) -> None:
    MemberFactory(name="Maria Letsoin")
    html = editor.get(reverse("member_chooser:choose_results"), {"q": name}).content.decode()
    assert ("Maria Letsoin" in html) is found
