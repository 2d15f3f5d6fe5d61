"""Where `next` leads is asked in many places; what can't be read as an address leads nowhere in any of them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.utils import translation

from community.members.blocking.services import token_of
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db
BROKEN = ["http://[x", "//[x", "https://[::1"]
DOORS = [
    "masuk/",
    "masuk/kode/",
    "masuk/kunci-sandi/",
    "daftar/",
    "sandi/lupa/",
    "sandi/",
    "keluar/",
    "pastikan/",
    "surel/konfirmasi/",
]


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with translation.override("id"):
        yield


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("door", DOORS)
def test_no_page_breaks_at_an_address_that_can_not_be_read(client, door, is_member, language):
    if is_member:
        client.force_login(MemberFactory())
    for broken in BROKEN:
        answer = client.get(f"{language}/akun/{door}?{urlencode({'next': broken})}")
        assert answer.status_code in (200, 302)
        assert "[" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("broken", BROKEN)
def test_one_signs_in_and_out_to_the_home_page_instead(client, broken):
    MemberFactory(email="maria@example.org")
    typed = {"login": "maria@example.org", "password": PASSWORD, "next": broken}
    assert client.post("/akun/masuk/", typed).url == "/"
    assert client.post("/akun/keluar/", {"next": broken}).url == "/"


@pytest.mark.parametrize("broken", BROKEN)
def test_pages_of_our_own_that_ask_for_it_ignore_it_too(client, broken):
    client.force_login(MemberFactory())
    form = f"/anggota/saya/blokir/{token_of(MemberFactory())}/?{urlencode({'next': broken})}"
    assert 'href="/anggota/saya/blokir/"' in client.get(form).content.decode()
