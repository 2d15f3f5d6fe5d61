"""What a page elsewhere says of itself is read as plain text, whatever it holds."""

from __future__ import annotations

import pytest

from community.writing.cards.reading_pages import read_page
from tests.factories.hostile import LONG_PAGE, PAGES, repeated


def test_open_graph_goes_before_the_title():
    told = read_page(
        b"<html><head><title>Judul</title><meta property='og:title' content='Judul &amp; lain'>"
        b'<meta content="Isi" property="og:description"><META NAME=description CONTENT="Lain"></head>'
    )
    assert (told.title, told.description) == ("Judul & lain", "Isi")


def test_without_it_title_and_description_count():
    told = read_page(b'<title lang="id">\n Bibit\tputih </title><meta name="description" content="Isi">')
    assert (told.title, told.description, told.site_name) == ("Bibit putih", "Isi", "")


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16"])
def test_the_charset_that_the_server_names_counts(charset):
    assert read_page("<title>Café</title>".encode(charset), charset).title == "Café"


def test_else_the_one_that_the_page_names():
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Café</title>'
    assert read_page(page.encode("latin-1")).title == "Café"


@pytest.mark.parametrize("charset", ["x", "base64", "idna", "rot13", "zip", "undefined"])
def test_a_charset_that_is_none_is_passed_over(charset):
    assert read_page("<title>Café</title>".encode(), charset).title == "Café"


def test_what_turns_letters_around_or_draws_nothing_is_left_out():
    assert read_page("<title>a\u202eb\u200bc\x00d&#8238;e</title>".encode()).title == "abcde"


def test_long_words_are_cut():
    told = read_page(f'<title>{"a" * 900}</title><meta name="description" content="{"b" * 900}">'.encode())
    assert len(told.title) == 200
    assert len(told.description) == 300


def test_what_stands_in_comments_and_in_the_body_does_not_count():
    page = b"<!-- <title>Salah</title> --><title>Benar</title></head><body><meta property='og:title' content='Salah'>"
    assert read_page(page).title == "Benar"
    assert read_page(b"<!-- <title>Salah</title>").title == ""


def test_a_page_without_a_title_has_none():
    for page in (b"", b"\x00\xff\xfe", b"<title></title>", b"<meta property='og:title' content=''>"):
        assert read_page(page).title == ""


@pytest.mark.parametrize("unit", PAGES)
def test_a_title_above_a_hostile_page_is_read(unit):
    told = read_page(b"<title>Benar</title>" + repeated(unit, LONG_PAGE))
    assert told.title == "Benar"
    assert told.description == told.site_name == ""
