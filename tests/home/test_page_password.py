"""A page behind a password opens to who knows it, and to nobody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home import views
from home.models import StoryPage
from tests.factories.told import make_story, translate

pytestmark = pytest.mark.django_db

WORD = "sagu-dan-kenari"


@pytest.fixture
def story() -> StoryPage:
    told = make_story("Buku tamu", slug="buku-tamu")
    translate(told, "Guest book")
    PageViewRestriction.objects.create(page=told, restriction_type="password", password=WORD)
    return told


def test_the_right_password_opens_the_page_for_this_visitor_only(client: Client, story: StoryPage) -> None:
    url = story.get_url()
    action = form_action(client, url)
    response = client.post(action, {"password": WORD, "return_url": url})
    assert response.status_code == 302
    assert response["Location"] == url
    opened = client.get(url)
    assert 'type="password"' not in opened.content.decode()
    assert "public" not in opened.get("Cache-Control", "")
    assert 'type="password"' in Client().get(url).content.decode()


def test_its_translation_opens_too(client: Client, story: StoryPage) -> None:
    english = story.get_translations().get()
    action = form_action(client, english.get_url())
    assert client.post(action, {"password": WORD, "return_url": english.get_url()})["Location"] == english.get_url()
    assert 'type="password"' not in client.get(english.get_url()).content.decode()


def test_a_wrong_password_is_told_and_no_address_leads_away(client: Client, story: StoryPage) -> None:
    action = form_action(client, story.get_url())
    html = client.post(action, {"password": "salah", "return_url": story.get_url()}).content.decode()
    assert 'type="password"' in html
    assert 'aria-invalid="true"' in html
    response = client.post(action, {"password": WORD, "return_url": "https://elsewhere.example/"})
    assert "elsewhere" not in response["Location"]


def test_passwords_are_not_tried_without_end(client: Client, story: StoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TRIES", "2/hour")
    action = form_action(client, story.get_url())
    tries = [client.post(action, {"password": "salah", "return_url": "/"}).status_code for _number in range(3)]
    assert tries == [200, 200, 429]


def test_the_form_of_one_page_tells_nothing_of_another(client: Client, story: StoryPage) -> None:
    other = make_story("Rahasia redaksi", slug="rahasia")
    restriction = PageViewRestriction.objects.create(page=other, restriction_type="login")
    for closed, page in [(restriction, other), (story.view_restrictions.get(), other)]:
        assert client.get(f"/_util/authenticate_with_password/{closed.pk}/{page.pk}/").status_code == 404


def form_action(client: Client, url: str) -> str:
    found = re.search(r'<form[^>]*action="([^"]*_util[^"]*)"', client.get(url).content.decode())
    assert found
    return found[1]
