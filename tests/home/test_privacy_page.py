from __future__ import annotations

import pytest
from django.core.management import call_command

from home.models import StandardPage
from home.services.privacy_page import make_privacy_page, refresh_privacy_page
from home.services.site_tree import make_site_tree
from tests.factories.members import EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree():
    make_site_tree()


def test_it_is_made_once_in_each_language_and_stands_in_the_last_line_of_the_footer(client):
    assert make_privacy_page() == 2
    assert make_privacy_page() == 0
    assert 'href="/privasi/"' in client.get("/akun/masuk/").content.decode()
    assert 'href="/en/privacy/"' in client.get("/en/akun/masuk/").content.decode()


@pytest.mark.parametrize(("path", "law"), [("/privasi/", "Nomor 27 Tahun 2022"), ("/en/privacy/", "Law 27 of 2022")])
def test_it_names_the_law_and_the_days_of_the_settings(client, settings, path, law):
    settings.INACTIVE_DAYS, settings.EVIDENCE_DAYS = 1_111, 7_321
    make_privacy_page()
    page = client.get(path).content.decode()
    assert law in page
    assert "GDPR" in page
    assert "1111" in page
    assert "7321" in page
    assert "{" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/privasi/", ["Tulis kepada redaksi", "alamat jaringan", "kunci sandi", "aplikasi kode"]),
        ("/en/privacy/", ["Write to the editors", "network address", "passkey", "app with codes"]),
    ],
)
def test_it_names_the_link_to_write_to_and_what_is_kept_of_signing_in(client, path, words):
    make_privacy_page()
    page = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
    assert [word for word in words if word not in page] == []


def test_what_editors_changed_stays():
    make_privacy_page()
    page = StandardPage.objects.get(slug="privasi")
    page.title, page.slug = "Data Anda", "data-anda"
    page.save_revision().publish()
    assert make_privacy_page() == 0


def test_a_page_that_no_editor_saved_gets_the_numbers_and_the_text_of_today_and_only_then(client, settings):
    make_privacy_page()
    assert refresh_privacy_page() == (0, 0)
    settings.INACTIVE_DAYS = 1_111
    assert refresh_privacy_page() == (2, 0)
    for path in ("/privasi/", "/en/privacy/"):
        assert "1111" in client.get(path).content.decode()
    assert refresh_privacy_page() == (0, 0)


def test_a_page_that_an_editor_saved_stays_even_as_a_draft_and_one_that_was_taken_down_stays_down(client, settings):
    make_privacy_page()
    ours, theirs = StandardPage.objects.get(slug="privacy"), StandardPage.objects.get(slug="privasi")
    ours.unpublish()
    theirs.intro = "Diubah redaksi."
    theirs.save_revision(user=EditorFactory())
    settings.INACTIVE_DAYS = 1_111
    assert refresh_privacy_page() == (0, 1)
    assert "1111" not in client.get("/privasi/").content.decode()
    assert client.get("/en/privacy/").status_code == 404


def test_the_command_refreshes_only_when_told(client, settings, capsys):
    make_privacy_page()
    settings.INACTIVE_DAYS = 1_111
    call_command("make_pages")
    assert "1111" not in client.get("/privasi/").content.decode()
    call_command("make_pages", "--refresh", "privacy")
    assert "2 privacy pages have today's text, 0 stay" in capsys.readouterr().out
    assert "1111" in client.get("/privasi/").content.decode()


def test_the_languages_are_translations_of_each_other():
    make_privacy_page()
    assert len(set(StandardPage.objects.values_list("translation_key", flat=True))) == 1
