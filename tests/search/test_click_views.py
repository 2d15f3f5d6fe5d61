"""Clicks as the page tells of them."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone
from rjsmin import jsmin

from search.insight import click_token, note_search
from search.models import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    note_search(text="rumput laut", language="id", found=True)
    return click_token(text="Rumput Laut", language="id")


@pytest.mark.parametrize("address", ["/cari/klik/", "/en/cari/klik/"])
def test_a_beacon_with_a_token_of_ours_is_counted_without_a_session(token, address):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address, token, content_type="text/plain;charset=UTF-8")
    assert (answer.status_code, answer.content, dict(client.cookies)) == (204, b"", {})
    assert Asked.objects.get().clicked == 1


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; x"])
@pytest.mark.parametrize("kind", ["forged", "foreign", "empty", "long", "not text"])
def test_whatever_else_is_sent_is_answered_alike_and_counted_nowhere(client, token, kind, content_type):
    sent = {
        "forged": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "foreign": signing.dumps(["rumput laut", "id"]),
        "empty": "",
        "long": token + "x" * 3_000_000,
        "not text": b"\xff\0" * 10,
    }[kind]
    assert client.generic("POST", "/cari/klik/", sent, content_type).status_code == 204
    assert Asked.objects.get().clicked == 0


@pytest.mark.parametrize(("hours", "counted"), [(23, 1), (25, 0)])
def test_a_token_holds_for_a_day(client, token, monkeypatch, hours, counted):
    now = (timezone.now() + timedelta(hours=hours)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now)
    assert client.post("/cari/klik/", token, content_type="text/plain").status_code == 204
    monkeypatch.undo()
    assert Asked.objects.get().clicked == counted


def test_one_address_can_not_tell_of_more_than_sixty_in_a_minute(client, token):
    answers = [client.post("/cari/klik/", "x", content_type="text/plain").status_code for _number in range(61)]
    assert answers == [204] * 60 + [429]


def test_only_posting_is_answered(client):
    assert client.get("/cari/klik/").status_code == 405


def test_the_script_adds_little_to_the_others():
    others, script = (
        "".join(jsmin((settings.ROOT / "static" / "js" / f"{name}.js").read_text()) for name in names)
        for names in (("disclosure", "copy", "video", "composer", "position", "links"), ("clicks",))
    )
    assert len(gzip.compress((others + script).encode())) - len(gzip.compress(others.encode())) <= 150
