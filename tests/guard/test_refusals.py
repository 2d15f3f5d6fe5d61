"""What is said where a request can't be read at all."""

from __future__ import annotations

import pytest
from django.test import Client

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
