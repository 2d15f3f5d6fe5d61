"""What is suggested while one types: things and tags."""

from __future__ import annotations

import pytest
from django.test import Client

from home.models import Tag
from tests.factories.entries import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tags() -> None:
    for name, english in (("Musim barat", "West season"), ("Musim timur", "East season")):
        Tag.objects.create(name=name, name_en=english, slug=name.lower().replace(" ", "-"))


@pytest.mark.parametrize(("prefix", "text"), [("", "musim b"), ("/en", "west"), ("", "#musim b")])
def test_a_tag_leads_to_what_carries_it(client: Client, prefix: str, text: str) -> None:
    make_entry("Laut tenang", terms=[("tag", "musim-barat")])
    options = client.get(f"{prefix}/cari/saran/", {"q": text}).content.decode()
    assert f'data-url="{prefix}/cari/?q=tag%3Amusim-barat"' in options
    assert "<small>Tag</small>" in options
    assert b"Laut tenang" in client.get(f"{prefix}/cari/?q=tag%3Amusim-barat").content


def test_a_tag_of_what_one_may_not_see_is_not_suggested(client: Client) -> None:
    make_entry("Rahasia", audience="members", terms=[("tag", "musim-timur")])
    assert b"musim" not in client.get("/cari/saran/", {"q": "musim"}).content.lower()


def test_tags_come_last_and_things_leave_room_for_them(client: Client) -> None:
    for number in range(8):
        make_entry(f"Musim ke-{number}", terms=[("tag", "musim-barat"), ("tag", "musim-timur")])
    names = client.get("/cari/saran.json", {"q": "musim"}).json()[1]
    assert len(names) == 8
    assert names[-2:] == ["Musim barat", "Musim timur"]


@pytest.mark.parametrize("text", ["m", "#", "\0mus", "%", "mus%", "tag:"])
def test_odd_beginnings_suggest_no_tag(client: Client, text: str) -> None:
    make_entry("Laut tenang", terms=[("tag", "musim-barat")])
    assert b"tag%3A" not in client.get("/cari/saran/", {"q": text}).content
