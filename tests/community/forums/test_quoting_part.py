"""Quoting only the words of a post that were chosen."""

from __future__ import annotations

import html
import re

import pytest

from community.forums.services.quoting_part import LONGEST, part_of
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory

BODY = "Kami **panen** di\nOhoi Ohoililir.\n\n- satu_dua\n- tiga `kode`\n\nHarga naik 20%."


@pytest.mark.parametrize(
    ("chosen", "given"),
    [
        ("di Ohoi Ohoililir.", "di\nOhoi Ohoililir."),
        ("panen** di", "panen** di"),
        ("Kami panen di Ohoi", "Kami panen di Ohoi"),
        ("satu_dua\ntiga kode", "satu\\_dua\n\ntiga kode"),
        ("Kami tidak panen", ""),
        (" \n", ""),
        ("Kami " * LONGEST, ""),
    ],
)
def test_words_are_quoted_as_they_stand_or_plain_and_only_what_was_said(chosen: str, given: str) -> None:
    assert part_of(BODY, chosen) == given


@pytest.mark.parametrize("line", ["- bukan daftar **x**", "1. bukan daftar **x**", "# bukan judul **x**"])
def test_plain_words_mean_nothing_in_markdown(line: str) -> None:
    body = line.replace("bukan", "\\*bukan\\*")
    [given] = {part_of(f"Awal. {body}", line.replace("bukan", "*bukan*").replace("**", ""))}
    assert re.match(r"\d?\\[-.#]", given)
    assert "\\*bukan\\*" in given


@pytest.mark.django_db
def test_the_form_begins_with_the_chosen_words_alone(client) -> None:
    post = PostFactory(body=BODY)
    client.force_login(MemberFactory())
    for chosen, quoted in (
        ("Harga naik", ["> Harga naik"]),
        ("Harga turun", [f"> {x}".rstrip() for x in BODY.split("\n")]),
    ):
        page = client.get(f"/forum/balas/{post.topic.pk}/", {"kutip": post.pk, "teks": chosen}).content.decode()
        [typed] = re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)
        assert html.unescape(typed).strip().split("\n")[2:] == quoted
    post.refresh_from_db()
    assert post.body == BODY
