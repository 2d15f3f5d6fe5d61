"""The rules by which `make markdown` compares, tried on examples of our own: nothing is fetched here."""

from __future__ import annotations

import pytest

from tests.conformity.checks import different, surviving

ALLOWED = [
    ("*a* `b`\n", "<p><em>a</em> <code>b</code></p>\n"),
    ("# A\n\n## B\n\n##### C\n", "<h1>A</h1>\n<h2>B</h2>\n<h5>C</h5>\n"),
    ("<b>a</b>\n", "<p><b>a</b></p>\n"),
    ("<div>\n*a*\n", "<div>\n*a*\n"),
    ('![a *b*](/x.png "t")\n', '<p><img src="/x.png" alt="a b" title="t" /></p>\n'),
    ("[![a](b)](c)\n", '<p><a href="c"><img src="b" alt="a" /></a></p>\n'),
    ("<https://x.example/a>\n", '<p><a href="https://x.example/a">https://x.example/a</a></p>\n'),
    ("<irc://x.example/a>\n", '<p><a href="irc://x.example/a">irc://x.example/a</a></p>\n'),
    ("https://x.example/a.\n", "<p>https://x.example/a.</p>\n"),
    ("```ruby\na\n```\n", '<pre><code class="language-ruby">a\n</code></pre>\n'),
    ('[a](/b "c")\n', '<p><a href="/b" title="c">a</a></p>\n'),
    ("3. a\n4. b\n", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
]
WRONG = [
    ("*a*\n", "<p>*a*</p>\n"),
    ("[a](/b)\n", '<p><a href="/c">a</a></p>\n'),
    ("# A\n", "<h2>A</h2>\n"),
    ("https://x.example/a\n", '<p><a href="/b">https://x.example/a</a></p>\n'),
]


@pytest.mark.parametrize(("markdown", "html"), ALLOWED)
def test_what_the_rules_allow_is_no_difference(markdown, html):
    assert different([{"markdown": markdown, "html": html}]) == []


@pytest.mark.parametrize(("markdown", "html"), WRONG)
def test_anything_else_is(markdown, html):
    assert len(different([{"markdown": markdown, "html": html}])) == 1


def test_hostile_texts_do_nothing_in_any_place_of_a_text():
    texts = [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "JaVaScRiPt:alert(1)"),
        *("data:text/html,<script>alert(1)</script>", '" onmouseover="alert(1)', "'><svg/onload=alert(1)>", "<!--x-->"),
        *("&#106;avascript:alert(1)", "vbscript:x", "<a href=javascript:x>", "<style>*{}</style>", "maria<script>"),
        *(
            "<details open ontoggle=alert(1)>",
            "<span class=spoiler onfocus=x>",
            "java\tscript:alert(1)",
            "<table id=main>",
        ),
    ]
    assert surviving(texts) == []
