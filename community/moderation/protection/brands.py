"""Brands that are no link and no contact: a name and its number, as `JAYATOGEL88`, which readers type into a search."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..services.disguises import folded, read_as_letters
from .names import joined

LEAST = 6  # letters of a brand
LEAST_TYPED = 5  # of them letters, and not numbers that stand for some
MOST_WORDS = 4  # before the number, that are also taken without what stands before them
YEAR = re.compile(r"(?:19|20)\d\d")
WORD = r"[^\W\d_]{1,30}"
APART = r"[\s_-]"
# Two digits or more, or one with a D, and nothing that makes them an amount, a time, a share or what is counted.
NUMBER = (
    r"([1-9](?: \d){1,3}|[1-9]\d{1,3}|[1-9]\d{0,2}[dD])"
    r"(?![^\W_]|[@%]|\s{1,2}%| ?\d|[.,:/\u2010-\u2015-]\d|\.\w)"
    r"(?!\s{0,2}(?:juta|jt|ribu|rb|rupiah|persen|orang|jiwa|kk|jam|menit|hari|minggu|bulan|tahun|kg|ton|km|meter|ha"
    r"|hektar|unit|buah|ekor|liter|kali|keluarga|peserta|rumah|wib|wita|wit"
    r"|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b)"
)
ONE_WORD = re.compile(rf"(?<![\w@/])([^\W\d_](?:_?[^\W_]){{3,30}}?)_?(?<!\d){NUMBER}", re.IGNORECASE)
CAPITALS = re.compile(rf"(?<![\w@/])((?:{WORD}{APART}{{1,3}}){{0,7}}{WORD}){APART}{{0,3}}{NUMBER}", re.IGNORECASE)

# What has numbers in ordinary texts: places, schools, papers, dates, ships (`KM SABUK NUSANTARA 71`), programs.
NUMBERED_WORDS = """
android angkatan bagian batalyon distrik edisi gelombang halaman indonesia inpres jalan jilid kabupaten
kampung ke kecamatan kelas kelompok keluarga kelurahan kementerian kemerdekaan lampiran lantai lapangan lorong
minggu negeri no nomor nusantara pelajaran permendagri permendes permenkeu perpres pertemuan perumahan peserta
posisi provinsi pukul ri ruangan rumah sabtu sebanyak sebesar seharga sejumlah sekitar selama selasa semester
tanggal telegram tingkat umur undang usia versi whatsapp windows
"""
NUMBERED = frozenset(NUMBERED_WORDS.split())
ANNIVERSARIES = ("dirgahayu", "hut", "harijadi", "kemerdekaan")  # `#DirgahayuRI81`


def brands_in(text: str) -> Iterator[str]:
    """Give the brands that a text names, in one spelling: `brand:jayatogel`.

    One is a word that is written together with its number, or capitals that end in one, be they one word, several or
    single letters: `JAYATOGEL88`, `JAYA TOGEL 88`, `J A Y A T O G E L 8 8`. The number is left out, since it is varied.
    Ordinary texts have numbers, too, so none is:

    * a word in small letters with a number apart: `panen 2025`, `Desa 12`;
    * fewer than six letters: `RT 05`, `KM 12`, `COVID 19`, `SMPN 12`;
    * a single digit (`SMP NEGERI 2`, and `kelompok2`, which is short for its plural), a year, an amount, a time,
      or what begins with 0, as telephone numbers do;
    * a word of those that ordinarily have a number (`TANGGAL 17`, `SMA NEGERI 12`), or an anniversary;
    * what belongs to an address, or to the name of a member (`@renyaan88`): that has rules of its own.

    Of capitals each ending counts: what stands before a brand (`MAIN DI JAYATOGEL 88`) is varied as well.
    """
    said = joined(text, as_capitals=True)
    for word, number in ONE_WORD.findall(said):
        yield from _brand(word.replace("_", ""), number)
    for run, number in CAPITALS.findall(said):
        words = _last_capitals(re.split(f"{APART}+", run))
        if words and folded(words[-1]) not in NUMBERED:
            for first in {0, *range(max(0, len(words) - MOST_WORDS), len(words))}:
                yield from _brand("".join(words[first:]), number)


def _brand(word: str, number: str) -> Iterator[str]:
    typed = folded(word)
    name = read_as_letters(typed)
    enough = len(name) >= LEAST and sum(map(str.isalpha, typed)) >= LEAST_TYPED and name.isalpha()
    if enough and not (YEAR.fullmatch(number) or name in NUMBERED or name.startswith(ANNIVERSARIES)):
        yield f"brand:{name}"


def _last_capitals(words: list[str]) -> list[str]:
    """Give the words in capitals that a run ends with."""
    first = next((place for place in range(len(words), 0, -1) if not words[place - 1].isupper()), 0)
    return words[first:]
