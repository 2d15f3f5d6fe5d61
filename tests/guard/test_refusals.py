"""What is said where a request can't be read at all."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from guard.refusals import words_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "path", "said", "home"),
    [("id", "/cari/", "tidak dapat dibaca", "/"), ("en", "/en/cari/", "can’t be read", "/en/")],
)
def test_an_address_with_too_many_parts_is_answered_by_a_page_of_the_site(
    client: Client, language: str, path: str, said: str, home: str
) -> None:
    response = client.get(f"{path}?{'a&' * 1001}")
    html = response.content.decode()
    assert response.status_code == 400
    assert f'<html lang="{language}">' in html
    assert said in html
    assert f'<a href="{home}">' in html


@pytest.mark.parametrize(("prefix", "said"), [("", "Sesi Anda sudah berakhir"), ("/en", "You are no longer signed in")])
def test_who_is_signed_out_while_writing_gets_the_words_back_and_a_way_to_go_on(
    client: Client, prefix: str, said: str
) -> None:
    path = f"{prefix}/forum/balas/8/"
    response = client.post(path, {"body": "Kami pakai <bambu>\ndan terpal.", "draft_sequence": "0"})
    html = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert said in html
    assert "Kami pakai &lt;bambu&gt;\ndan terpal.</textarea>" in html
    assert html.count("<textarea") == 1
    assert f'href="{prefix}/akun/masuk/?next={path}"' in html


def test_secrets_and_what_nobody_wrote_are_never_shown(rf: RequestFactory) -> None:
    sent = {"password": "tiga kata rahasia", "new_password2": "tiga kata lain", "kind": "question", "title": "Dua kata"}
    assert words_in(rf.post("/x/", {**sent, "csrfmiddlewaretoken": "a b"})) == ["Dua kata"]


def test_a_press_without_words_leads_to_the_login_as_before(client: Client) -> None:
    response = client.post("/forum/balas/8/", {"kind": "question"})
    assert response.url == "/akun/masuk/?next=/forum/balas/8/"  # type: ignore[attr-defined]
