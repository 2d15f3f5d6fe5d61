from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from community.writing.markdown import links_in, names_in, pictures_in, render, words
from community.writing.markdown_rules.emoji import named_signs
from tests.community.writing.test_services import elements_of
from tests.factories.hostile import ENDS_OF_MARKDOWN, MARKDOWN, ended

PAGES = {"maria": "/anggota/maria/", "petrus_l": "/anggota/petrus_l/"}
LINK = '<a href="/anggota/maria/" rel="nofollow ugc noopener">@maria</a>'


def drawn(text: str, prefix: str = "") -> str:
    return render(text, links_of=lambda names: {name: PAGES[name] for name in names if name in PAGES}, prefix=prefix)


@pytest.mark.parametrize(
    "text",
    [
        "@maria",
        "(@maria)",
        "@maria, apa kabar?",
        "**@maria**",
        "# @maria",
        "> @maria",
        "|a|\n|-|\n|@maria|",
        "||@maria||",
    ],
)
def test_a_name_in_running_text_is_a_link(text):
    assert LINK in drawn(text)


@pytest.mark.parametrize(
    "text",
    [
        *("`@maria`", "```\n@maria\n```", "    @maria", "[@maria](/x/)", r"\@maria", "surel@maria.example", "@mariana"),
        *("https://lain.example/@maria", "<https://lain.example/@maria>", "@maria@lain.example", "@ma-ria", "@@maria"),
    ],
)
def test_elsewhere_it_stays_words(text):
    assert '"/anggota/' not in drawn(text)


def test_a_name_is_found_however_it_is_written_and_a_stroke_behind_it_is_the_sentences():
    html = drawn("@Maria-- dan @PETRUS_L_")
    assert ">@Maria</a>--" in html
    assert ">@PETRUS_L</a>_" in html


def test_who_is_named_is_asked_once_and_only_if_anybody_is():
    asked: list[list[str]] = []

    def links_of(names):
        asked.append(list(names))
        return {}

    render("Tanpa nama, surel@x.example.", links_of=links_of)
    assert asked == []
    render("@satu @dua\n\n- @tiga\n\n> @satu", links_of=links_of)
    assert asked == [["satu", "dua", "tiga"]]


def test_names_in_quotes_are_links_that_nobody_hears_of():
    text = "> @maria berkata\n\nYa, @petrus_l. Kata @siti:\n\n> @siti"
    assert names_in(text) == ["maria", "petrus_l", "siti"]
    assert names_in(text, quoted=False) == ["petrus_l", "siti"]


def test_footnotes_of_several_texts_on_a_page_have_ids_of_their_own():
    text = "Satu[^a], lagi[^a] dan [^b].\n\n[^a]: Catatan *a*.\n\n[^b]: Lain."
    html = drawn(text, "x1") + drawn(text, "x2") + drawn(text)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 15
    assert set(re.findall(r'href="#([^"]+)"', html)) == set(ids)
    assert "<em>a</em>" in html
    assert "[^a]" not in html


def test_a_footnote_that_is_not_there_stays_as_typed():
    assert "[^b]" in drawn("Lihat[^b].")


def test_lists_of_tasks_say_what_is_done():
    html = drawn("- [ ] tanam\n- [x] panen\n- [X] jual\n- biasa\n- [y] bukan")
    assert html.count('<li class="task">☐ tanam') == 1
    assert html.count('<li class="task">☑\ufe0e ') == 2
    assert "<li>biasa" in html
    assert "<li>[y] bukan" in html


@pytest.mark.parametrize("text", ["||rahasia||", "[spoiler]rahasia[/spoiler]", "a||rahasia||b", "**||rahasia||**"])
def test_a_spoiler_in_a_line_can_be_reached_without_a_mouse(text):
    html = drawn(text)
    assert '<span class="spoiler" tabindex="0" role="group" aria-label="Isi tersembunyi">rahasia</span>' in html
    assert "rahasia" not in words(text)
    assert "…" in words(text)


@pytest.mark.parametrize("text", ["a || b || c", "`||a||`", "||a", "|", "||||", "[spoiler]", "[spoiler][/spoiler]"])
def test_signs_that_hide_nothing_stay(text):
    assert "spoiler" not in re.sub(r"\[/?spoiler\]", "", drawn(text))


def test_lines_between_tags_fold_away():
    html = drawn("Jawabannya:\n[spoiler]\n\n- satu\n- **dua**\n\n[/spoiler]\nNah.")
    assert "<p>Jawabannya:</p>\n<details><summary>Isi tersembunyi</summary>\n<ul>" in html
    assert "<strong>dua</strong></li>\n</ul>\n</details>\n<p>Nah.</p>" in html
    assert words("A\n\n[spoiler]\nrahasia\n[/spoiler]\n\nB") == "A … B"


def test_a_fold_ends_where_the_quote_or_the_list_ends_that_it_stands_in():
    assert drawn("> [spoiler]\n> a\n> [/spoiler]\n> b").count("<details>") == 1
    assert "<details>" not in drawn("> [spoiler]\n> a\n\n[/spoiler]")
    assert drawn("- [spoiler]\n- [spoiler]\n  a\n  [/spoiler]").count("<details>") == 1


def test_emoji_have_english_and_indonesian_names():
    assert drawn("Tangkap :fish: atau :ikan:, :+1::heart:") == "<p>Tangkap 🐟 atau 🐟, 👍❤\ufe0f</p>\n"


@pytest.mark.parametrize(
    "text", ["`:fish:`", r"\:fish:", "https://x.example/:fish:/", "std::fish::x", "7:fish:", ":paus-biru:"]
)
def test_other_colons_stay(text):
    assert "🐟" not in drawn(text)


def test_each_emoji_has_names_that_no_other_has():
    names = [name for _sign, names in named_signs() for name in names]
    assert len(names) == len(set(names)) > 400
    assert all(re.fullmatch(r"[a-z0-9+_-]{1,30}", name) for name in names)
    assert all(names for _sign, names in named_signs())


@pytest.mark.parametrize("unit", MARKDOWN)
@pytest.mark.parametrize("end", ENDS_OF_MARKDOWN)
def test_hostile_texts_give_whole_harmless_html(unit, end):
    assert_whole_and_harmless(drawn(ended(unit, end), "p"))


ATTRIBUTES = {
    *("href", "rel", "title", "id", "class", "src", "alt", "loading", "start", "tabindex", "role", "aria-label"),
    "data-card",
}
PIECES = [
    *("||", "|", "[spoiler]", "[/spoiler]", "\n", "> ", "- ", "[ ] ", "[^1]", "[^1]: ", "^[", "]", "@maria", "`", "*"),
    *(":fish:", "<b id=main>", "\n\n", "    ", "| a |\n|-|\n", "a", " ", "](#fn-1)", "![", "~~"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_mixture_gives_whole_harmless_html(pieces):
    assert_whole_and_harmless(drawn("".join(pieces), "p"))


def test_what_is_hidden_is_called_in_the_language_in_which_it_is_drawn():
    with override("en"):
        html = drawn("||a||\n\n[spoiler]\nb\n[/spoiler]")
    assert 'aria-label="Spoiler"' in html
    assert "<summary>Spoiler</summary>" in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.contoh.id", "www.contoh.id"),
        ("Lihat www.contoh.id/a_b?c=1.", "www.contoh.id/a_b?c=1"),
        ("(www.contoh.id)", "www.contoh.id"),
        ("**www.contoh.id**", "www.contoh.id"),
        ("WWW.contoh.id, ya", "WWW.contoh.id"),
    ],
)
def test_an_address_that_begins_with_www_is_a_link(text, address):
    assert f'<a href="http://{address}"' in drawn(text)
    assert links_in(text) == [f"http://{address}"]


@pytest.mark.parametrize(
    "text",
    ["www.", "www.contoh", "contoh.id", "xwww.contoh.id", "a@www.contoh.id", "`www.contoh.id`", "x.www.contoh.id"],
)
def test_what_is_no_such_address_stays_words(text):
    assert "<a" not in drawn(text)


def test_pictures_are_named_once_and_not_those_that_are_only_quoted():
    one, other = (f"/media/unggahan/{sign * 32}-10x20.webp" for sign in "ab")
    assert pictures_in(f"![x]({one}) [y]({one})\n\n> ![z]({other})") == [one[16:]]
    assert pictures_in(f"> - ![z]({other})") == []
    assert pictures_in(f"[y]({other})") == [other[16:]]
    assert pictures_in("Tanpa gambar.") == []


def assert_whole_and_harmless(html):
    for tag in ("details", "span", "sup", "li", "ol", "a", "p", "blockquote", "table"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>")
    for tag, attributes in elements_of(html):
        assert str(attributes.get("id", "fn-p-")).startswith("fn-p-")
        assert set(attributes) <= ATTRIBUTES
        assert tag not in {"b", "script", "style", "input"}
