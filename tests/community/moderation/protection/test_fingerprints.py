"""How texts are compared: which agree, and which don't."""

from __future__ import annotations

import pytest

from community.moderation.protection.fingerprints import hosts_in, letters_of, marks_of

SAID = "Kami menjual rumput laut kering dari Ohoi Letvuan, mutu ekspor, bisa dikirim lewat Tual setiap pekan."


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("https://www.Toko.example:8443/a?b=c", ["toko.example"]),
        ("[x](//toko.example) ![y](http://toko.example./z.png)", ["toko.example"]),
        ("https://tokobäckerei.example dan https://xn--tokobckerei-p8a.example", ["xn--tokobckerei-p8a.example"]),
        ("[x](https:toko.example/a)", ["toko.example"]),
        ("[x](https:///toko.example/a) <https:////toko.example/b> [y](HTTPS:/toko.example)", ["toko.example"]),
        ("![x](///toko.example/a.png) [y](https:///www.toko.example:8443)", ["toko.example"]),
        (r"[x](https:\\toko.example/a) <https:/\toko.example/b>", ["toko.example"]),
        ("[x](https://siapa@toko.example) <https://lain.example>", ["toko.example", "lain.example"]),
        ("toko example, surel@toko.example, [x](/forum/) [y](http:///testserver/forum/)", []),
    ],
)
def test_a_site_is_known_however_it_is_written(text, hosts):
    assert hosts_in(text) == hosts


def test_of_quotes_only_what_others_have_said_is_left_out():
    text = "> https://a.example\n> https://b.example\n\nhttps://c.example"
    assert hosts_in(text, quoted=["Lihat https://a.example"]) == ["b.example", "c.example"]
    assert letters_of("> Halo semua\n> Beli di sini\n\nYa", quoted=["Halo, semua!"]) == "belidisiniya"


def test_letters_are_bare():
    assert letters_of("**Ju\u200bál** 3 [ikan](https://x.example/y), *ya* &#33; https://z.example 🔥") == "jualikanya"


@pytest.mark.parametrize(
    "other",
    [
        SAID,
        SAID.replace("Kami", "Saya"),
        SAID.replace("setiap pekan", "setiap minggu"),
        f"Halo! {SAID}",
        SAID.replace("Tual", "Langgur"),
    ],
)
def test_texts_that_mostly_agree_share_a_mark(other):
    assert marks_of(letters_of(SAID)) & marks_of(letters_of(other))


@pytest.mark.parametrize(
    "other",
    [
        "Kami mencari pembeli teripang kering dari Elat, bisa dilihat dulu di gudang koperasi hari Sabtu.",
        "Rumput laut kami memutih setelah hujan seminggu. Adakah yang tahu obatnya?",
        "",
    ],
)
def test_texts_about_the_same_in_other_words_share_none(other):
    assert not marks_of(letters_of(SAID)) & marks_of(letters_of(other))
