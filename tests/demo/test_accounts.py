"""What each of the demo's accounts may do in the editing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demo.people import make_members
from demo.things import find_regions
from django.contrib.auth.models import Group

from community.members.models import User
from home.models import HomePage, RegionPage
from tests.factories.home import make_region_page
from tests.factories.regions import make_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page

pytestmark = pytest.mark.django_db

ADMINISTRATOR, EDITOR, REGIONAL, MODERATOR = "redaksi", "maria", "bram", "hamid"
MEMBERS = ("petrus", "fransiska")

WHO_MAY = {
    "/admin/": {ADMINISTRATOR, EDITOR, REGIONAL, MODERATOR},
    "/admin/images/": {ADMINISTRATOR, EDITOR, REGIONAL},
    "/admin/images/add/": {ADMINISTRATOR, EDITOR, REGIONAL},
    "/admin/documents/": {ADMINISTRATOR, EDITOR, REGIONAL},
    "/admin/snippets/home/sector/": {ADMINISTRATOR, EDITOR},
    "/admin/snippets/home/region/": {ADMINISTRATOR, EDITOR},
    "/admin/snippets/home/region/add/": {ADMINISTRATOR},
    "/admin/redirects/": {ADMINISTRATOR, EDITOR},
    "/admin/forum/topics/": {ADMINISTRATOR, MODERATOR},
    "/admin/forum/posts/": {ADMINISTRATOR, MODERATOR},
    "/admin/comments/": {ADMINISTRATOR, MODERATOR},
    "/admin/forum/categories/": {ADMINISTRATOR},
    "/admin/users/": {ADMINISTRATOR, MODERATOR},  # who see no addresses there
    "/admin/groups/": {ADMINISTRATOR},
    "/admin/workflows/list/": {ADMINISTRATOR},
    "/admin/outbox/mail/": {ADMINISTRATOR},
}


@pytest.fixture
def kei() -> RegionPage:
    page = make_region_page(make_region("81.02"))
    make_members(find_regions())
    return page


@pytest.mark.usefixtures("kei")
@pytest.mark.parametrize("address", WHO_MAY)
def test_each_room_opens_to_those_whose_work_it_is(client: Client, address: str) -> None:
    allowed = set()
    for name in (ADMINISTRATOR, EDITOR, REGIONAL, MODERATOR, *MEMBERS):
        client.force_login(account(name))
        if client.get(address).status_code == 200:
            allowed.add(name)
    assert allowed == WHO_MAY[address]


@pytest.mark.parametrize(
    ("place", "write", "publish"),
    [
        ("below", {ADMINISTRATOR, EDITOR, REGIONAL}, {ADMINISTRATOR, EDITOR}),
        ("elsewhere", {ADMINISTRATOR, EDITOR}, {ADMINISTRATOR, EDITOR}),
        ("home", {ADMINISTRATOR, EDITOR}, {ADMINISTRATOR, EDITOR}),
    ],
)
def test_regional_editors_write_in_their_part_and_only_editors_publish(
    kei: RegionPage, place: str, write: set[str], publish: set[str]
) -> None:
    page = page_at(place, kei)
    rights = {name: page.permissions_for_user(account(name)) for name in (ADMINISTRATOR, EDITOR, REGIONAL, MODERATOR)}
    assert {name for name, right in rights.items() if right.can_edit()} == write
    assert {name for name, right in rights.items() if right.can_publish()} == publish


@pytest.mark.usefixtures("kei")
def test_moderators_are_a_group_of_their_own_and_those_of_wagtail_are_gone() -> None:
    assert [group.name for group in account(MODERATOR).groups.all()] == ["Community moderators"]
    assert not Group.objects.filter(name="Moderators").exists()


def account(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def page_at(place: str, kei: RegionPage) -> Page:
    if place == "home":
        return HomePage.objects.get(locale__language_code="id")
    parent = kei if place == "below" else make_region_page(make_region("82.01"))
    return make_story(parent=parent)
