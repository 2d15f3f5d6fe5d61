"""Translating in the editing room: nobody translates or publishes beyond the rights on the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from home.models import RegionIndexPage, StoryPage
from home.services.editors import make_editors, make_regional_editors
from home.services.region_pages import make_region_aliases
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def regional() -> Group:
    make_region_page(make_region("81.02"))
    make_region_page(make_region("81.72"))
    make_region_aliases("en")
    make_editors()
    return make_regional_editors(make_region("81.02"))


def test_a_translation_of_a_live_story_begins_as_a_draft(client: Client, regional: Group) -> None:
    story = make_story("Di sini", parent=make_region_page(make_region("81.02")))
    enter(client, regional)
    assert submit(client, story).status_code == 302
    english = StoryPage.objects.get(translation_key=story.translation_key, locale__language_code="en")
    assert not english.live


def test_a_regional_editor_translates_nothing_elsewhere(client: Client, regional: Group) -> None:
    story = make_story("Di sana", parent=make_region_page(make_region("81.72")))
    enter(client, regional)
    for page in (story, story.get_parent(), RegionIndexPage.objects.get(locale=Locale.get_default())):
        assert client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk])).status_code == 302
        submit(client, page)
    assert not TranslationSource.objects.exists()


def test_only_who_may_publish_publishes_translations(client: Client, regional: Group) -> None:
    story = make_story("Di sini", parent=make_region_page(make_region("81.02")))
    enter(client, regional)
    submit(client, story)
    address = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    english = StoryPage.objects.get(translation_key=story.translation_key, locale__language_code="en")
    post(client, address, {"publish_translations": "on"})
    post(client, reverse("wagtail_localize:convert_to_alias", args=[english.pk]))
    english.refresh_from_db()
    assert (english.live, english.alias_of_id) == (False, None)
    enter(client, make_editors())
    post(client, address, {"publish_translations": "on"})
    english.refresh_from_db()
    assert english.live


def enter(client: Client, group: Group) -> None:
    member = MemberFactory()
    member.groups.add(group)
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")


def submit(client: Client, page: Page) -> HttpResponse:
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    data = {"locales": [Locale.objects.get(language_code="en").pk], "include_subtree": "on"}
    return post(client, address, data)


def post(client: Client, address: str, data: dict[str, object] | None = None) -> HttpResponse:
    """Send a form; wagtail-localize publishes once the transaction has ended."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, data)
