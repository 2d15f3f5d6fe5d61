"""How the mail about new matches reads, and how one stops it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from outbox.mail import message_of, row_of

from search.alert_mail import News, mail_of
from search.models import SavedSearch
from tests.factories.saved import make_old_entry, make_saved

pytestmark = pytest.mark.django_db


def test_a_mail_says_why_it_comes_and_leads_to_what_is_new_in_its_language() -> None:
    saved = make_saved(name="Harga & pasar", language="en")
    entry = make_old_entry("Teripang <b>", kind="topic")
    text, html = parts(saved, News([entry]))
    for part in (text, html):
        assert f"http://testserver/en{entry.path}" in part
        assert "http://testserver/en/cari/?q=teripang" in part
        assert "http://testserver/en/cari/simpanan/" in part
    assert "Teripang <b>" in text
    assert "Teripang &lt;b&gt;" in html
    assert "You get this mail because you saved the search “Harga & pasar” on Negeri." in text
    assert "“Harga &amp; pasar”" in html
    assert mail_of(saved, News([entry])).subject == "1 new match for “Harga & pasar”"


def test_an_indonesian_mail_leads_to_indonesian_pages() -> None:
    entry = make_old_entry("Teripang", kind="topic")
    text, html = parts(make_saved(language="id"), News([entry]))
    assert "/en/" not in text + html
    assert f"http://testserver{entry.path}" in text


def test_the_button_of_a_mail_program_stops_the_mails_without_login_or_token_of_a_form() -> None:
    saved = make_saved()
    row = row_of(mail_of(saved, News([make_old_entry("Teripang")])))
    headers = message_of(row).message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    (path,) = re.fullmatch(r"<http://testserver(/[^>]+)>", headers["List-Unsubscribe"].replace("\n ", "")).groups()
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(path).status_code == 200
    assert SavedSearch.objects.get().rhythm == "nightly"
    body = "List-Unsubscribe=One-Click"
    assert visitor.post(path, body, content_type="application/x-www-form-urlencoded").status_code == 200
    assert SavedSearch.objects.get().rhythm == "never"
    assert visitor.post(path, body, content_type="application/x-www-form-urlencoded").status_code == 200


def test_a_forged_link_stops_nothing_and_leads_to_the_list(client: Client) -> None:
    make_saved()
    for method in (client.get, client.post):
        response = method(reverse("search:stop", args=["x:y:z"]))
        assert response.status_code == 404
        assert reverse("search:saved") in response.content.decode()
    assert SavedSearch.objects.get().rhythm == "nightly"


def parts(saved: SavedSearch, news: News) -> tuple[str, str]:
    """The mail's text and HTML."""
    mail = mail_of(saved, news)
    return str(mail.body), str(mail.alternatives[0].content)
