"""Stems of words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from search.stemming import LANGUAGES, _stem, stemmed_keys

WORDS = [f"per{part}an{number}nya" for part in ("tani", "kebun", "ikan", "dagang") for number in range(500)]


def test_a_phrase_is_looked_up_as_it_stands_and_by_its_stems() -> None:
    assert stemmed_keys(("nelayan", "fishing")) == ["nelayan fishing", "id:nelay fishing", "en:nelayan fish"]


def test_threads_that_stem_at_once_get_what_each_would_get_alone() -> None:
    alone = [_stem.__wrapped__(code, word) for code in LANGUAGES for word in WORDS]
    with ThreadPoolExecutor(8) as threads:
        for _number in range(4):
            asked = [(code, word) for code in LANGUAGES for word in WORDS]
            assert list(threads.map(lambda pair: _stem.__wrapped__(*pair), asked)) == alone
