"""Which other sites a text leads to, as it is drawn."""

from __future__ import annotations

import pytest

from community.writing.markdown import links_in


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "Lihat <https://a.example>.",
        "[toko](https://a.example 'Judul')",
        "[toko][1]\n\n[1]: https://a.example",
        "![gambar](https://a.example)",
        "- [ ] **https://a.example**",
        "||[toko](https://a.example)||",
        "Kata[^1]\n\n[^1]: https://a.example",
        "| a |\n|---|\n| https://a.example |",
        "https://a.example dan [lagi](https://a.example)",
    ],
)
def test_a_link_counts_once_however_it_is_written(text):
    assert links_in(text) == ["https://a.example"]


@pytest.mark.parametrize(
    "address",
    [
        *("//a.example/x", r"\/\/a.example/x", "&#47;/a.example/x", "HTTP://a.example/x", "http:a.example"),
        *("///a.example/x", "https:///a.example", "https:////a.example", r"https:\\\\a.example", r"https:/\\a.example"),
    ],
)
def test_no_spelling_of_an_address_escapes(address):
    assert len(links_in(f"[toko]({address})")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tanpa tautan, 1/2.",
        "[di sini](/forum/) http://testserver/forum/ <http:///testserver/forum/>",
        "`https://a.example`\n\n    https://b.example",
        "[surel](mailto:maria@a.example) @maria",
        "[1]: https://a.example",
    ],
)
def test_code_addresses_of_mail_and_of_this_site_are_none(text):
    assert links_in(text) == []


def test_what_is_marked_as_a_quote_leads_there_all_the_same():
    text = "> https://a.example\n\n- > [b](https://b.example)\n\nhttps://c.example"
    assert sorted(links_in(text)) == ["https://a.example", "https://b.example", "https://c.example"]
    assert links_in(text, quoted=False) == ["https://c.example"]
