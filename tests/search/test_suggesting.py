"""What is suggested while one types: things and tags."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from home.models import Sector, Tag
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


@pytest.mark.parametrize(("prefix", "text", "name"), [("", "rump", "Rumput laut"), ("/en", "weed", "Sea weed")])
def test_a_sector_leads_to_what_is_in_it_by_the_beginning_of_any_of_its_words(
    client: Client, prefix: str, text: str, name: str
) -> None:
    Sector.objects.create(name="Rumput laut", name_en="Sea weed", slug="rumput-laut", icon="seaweed")
    make_entry("Panen pertama", terms=[("sector", "rumput-laut")])
    options = client.get(f"{prefix}/cari/saran/", {"q": text}).content.decode()
    assert f'data-url="{prefix}/cari/?sector=rumput-laut"' in options
    assert ("<small>Sector</small>" if prefix else "<small>Bidang</small>") in options
    assert name in options.replace("<mark>", "").replace("</mark>", "")
    assert b"Panen pertama" in client.get(f"{prefix}/cari/?sector=rumput-laut").content


def test_a_sector_of_what_one_may_not_see_is_not_suggested(client: Client) -> None:
    Sector.objects.create(name="Rumput laut", slug="rumput-laut", icon="seaweed")
    make_entry("Rahasia", audience="members", terms=[("sector", "rumput-laut")])
    assert b"rumput" not in client.get("/cari/saran/", {"q": "rumput"}).content.lower()


def test_a_tag_is_suggested_by_the_beginning_of_any_of_its_words(client: Client) -> None:
    make_entry("Laut tenang", terms=[("tag", "musim-barat")])
    assert b"tag%3Amusim-barat" in client.get("/cari/saran/", {"q": "barat"}).content
    assert b"tag%3Amusim-barat" not in client.get("/cari/saran/", {"q": "arat"}).content


def test_sectors_and_tags_cost_two_queries_however_many_there_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        Tag.objects.create(name=f"Musim {number}", slug=f"musim-{number}")
        Sector.objects.create(name=f"Musim {number}", slug=f"musim-{number}", icon="seaweed")
        make_entry(f"Laut {number}", terms=[("tag", f"musim-{number}"), ("sector", f"musim-{number}")])
    client.get("/cari/saran/", {"q": "musim"})
    with django_assert_max_num_queries(5):
        assert client.get("/cari/saran/", {"q": "musim"}).content.count(b"<li") == 4


@pytest.mark.parametrize("text", ["m", "#", "%", "mus%", "tag:"])
def test_odd_beginnings_suggest_no_tag(client: Client, text: str) -> None:
    make_entry("Laut tenang", terms=[("tag", "musim-barat")])
    assert b"tag%3A" not in client.get("/cari/saran/", {"q": text}).content
