from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from community.writing.markdown import TAGS
from community.writing.services import LONGEST_TEXT, MAX_BODY, clean_body, clean_title, plain_text, render_markdown
from tests.factories.hostile import ENDLESS, ENDLESS_MARKDOWN, repeated


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        '![x" onerror="alert(1)](https://e.example/a.png)',
        "<a href='vbscript:x'>a</a>",
        '<https://e.example/"onclick=x>',
    ],
)
def test_nothing_that_acts_gets_through(text):
    elements = elements_of(render_markdown(text))
    assert {tag for tag, _attributes in elements} <= {"p", "a"}
    for _tag, attributes in elements:
        assert set(attributes) <= {"href", "rel", "data-card"}
        assert attributes.get("href", "https:").startswith("https:")


def test_links_are_marked_as_members_own():
    assert 'rel="nofollow ugc noopener"' in render_markdown("https://contoh.example/a")


def test_pictures_of_other_hosts_become_links():
    html = render_markdown("![Bagan](https://contoh.example/bagan.png)")
    assert "<img" not in html
    assert ">Bagan</a>" in html


def test_our_own_pictures_stay():
    assert '<img src="/media/bagan.png" alt="Bagan"' in render_markdown("![Bagan](/media/bagan.png)")


def test_no_picture_leads_out_of_our_own_by_a_written_out_dot():
    for path in ("/media/../keluar/", "/media/%2e%2e/keluar/", "/media/.%2E/keluar/"):
        assert "<img" not in render_markdown(f"![x]({path})")


def test_a_picture_or_a_sign_alone_is_something():
    for text in ("![](/media/bagan.png)", "🐟", "`x`", "."):
        assert clean_body(text) == text


def test_headings_start_below_those_of_the_page():
    html = render_markdown("# A\n\n## B\n\n###### C")
    assert "<h3>A</h3>" in html
    assert "<h4>B</h4>" in html
    assert "<h5>C</h5>" in html


def test_tables_can_be_scrolled():
    assert '<div class="table-scroll" tabindex="0"><table>' in render_markdown("|a|\n|-|\n|b|")


def test_plain_text_has_words_only():
    assert plain_text("# **Bibit** [putih](http://a)\n\n- `satu`\n- dua") == "Bibit putih satu dua"


def test_an_excerpt_ends_after_a_whole_word_where_it_can():
    assert plain_text("satu dua tiga", 13) == "satu dua tiga"
    assert plain_text("satu dua tiga", 12) == "satu dua…"
    assert plain_text("satu dua, tiga", 10) == "satu dua…"
    assert plain_text("satu dua. Tiga", 10) == "satu dua…"
    assert plain_text("Bibitrumputlaut putih", 9) == "Bibitrum…"
    assert plain_text("a Bibitrumputlaut", 9) == "a Bibitr…"


@pytest.mark.parametrize("unit", ENDLESS_MARKDOWN)
def test_of_a_hostile_text_without_end_only_the_beginning_is_drawn(unit):
    html = render_markdown(repeated(unit, ENDLESS))
    assert html == render_markdown(repeated(unit, ENDLESS)[:LONGEST_TEXT])
    assert html.count("<p>") == html.count("</p>")
    assert {tag for tag, _attributes in elements_of(html)} <= TAGS | {"div"}  # around tables


@pytest.mark.parametrize("columns", [2, 12, 200, 3000])
def test_a_table_with_short_rows_is_not_blown_up(columns):
    head = "|".join("a" * columns) + "\n" + "|".join("-" * columns) + "\n"
    html = render_markdown((head + "a\n" * 300 + "\n") * 30)
    assert html.count("<td>") <= 2_000
    assert len(html) < 150_000


def test_a_usual_table_is_whole():
    html = render_markdown("a|b\n-|:-:\n" + "1|2\n" * 100)
    assert html.count("<td>") == 200
    assert html.count("<th>") == 2


def test_bodies_are_cleaned_and_bounded():
    assert clean_body("a\r\nb\x00\x1b\u202e ") == "a\nb"
    blank = ("\u200b\ufeff", "\u2800 \u3164", "[a]: https://contoh.example")
    for unfit in ("", " \n", "\x00", *blank, "a" * (MAX_BODY + 1)):
        with pytest.raises(ValidationError):
            clean_body(unfit)


def test_titles_stand_on_one_line():
    assert clean_title("  Bibit\n memutih\t? ") == "Bibit memutih ?"
    for unfit in ("", "???", "a" * 161):
        with pytest.raises(ValidationError):
            clean_title(unfit)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>&\"'`*_[]()!#|-~\n aé\u202e\x00", max_size=200))
def test_any_text_gives_balanced_harmless_html(text):
    html = render_markdown(text)
    assert html.count("<p>") == html.count("</p>")
    assert "<script" not in html


def elements_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found
