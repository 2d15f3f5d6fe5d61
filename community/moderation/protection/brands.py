"""Brands that are no link and no contact: a name and its number, as `JAYATOGEL88`, which readers type into a search."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..services.disguises import read_as_letters
from .names import joined

LEAST = 6  # letters of a brand
LEAST_TYPED = 5  # of them letters, and not numbers that stand for some
YEAR = re.compile(r"(?:19|20)\d\d")
# Two digits or more, or one with a D, and nothing that makes them an amount, a time, a share or what is counted.
NUMBER = (
    r"([1-9]\d{1,3}|[1-9]\d{0,2}[dD])"
    r"(?![^\W_]|[@%]|\s{1,2}%| ?\d|[.,:/\u2010-\u2015-]\d|\.\w)"
    r"(?!\s{0,2}(?:juta|jt|ribu|rb|rupiah|persen|orang|jiwa|kk|jam|menit|hari|minggu|bulan|tahun|kg|ton|km|meter|ha"
    r"|hektar|unit|buah|ekor|liter|kali|keluarga|peserta|rumah|wib|wita|wit"
    r"|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b)"
)
ONE_WORD = re.compile(rf"(?<![\w@/])([^\W\d_](?:_?[^\W_]){{3,30}}?)_?(?<!\d){NUMBER}", re.IGNORECASE)

# What has numbers in ordinary texts, written together with them: places, schools, papers, dates, programs.
NUMBERED_WORDS = """
android angkatan bagian batalyon distrik edisi gelombang halaman indonesia inpres jalan jilid kabupaten
kampung ke kecamatan kelas kelompok keluarga kelurahan kementerian kemerdekaan lampiran lantai lapangan lorong
minggu negeri no nomor nusantara pelajaran permendagri permendes permenkeu perpres pertemuan perumahan peserta
posisi provinsi pukul ri ruangan rumah sabtu sebanyak sebesar seharga sejumlah sekitar selama selasa semester
tanggal telegram tingkat umur undang usia versi whatsapp windows
"""
NUMBERED = frozenset(NUMBERED_WORDS.split())
ANNIVERSARIES = ("dirgahayu", "hut", "harijadi", "kemerdekaan")  # `#DirgahayuRI81`


def brands_in(plain: str) -> Iterator[str]:
    """Give the brands that a text names, in one spelling: `brand:jayatogel`.

    One is a word that is written together with its number, or spelled out with it: `JAYATOGEL88`, `jaya_togel77`,
    `J A Y A T O G E L 8 8`. The number is left out, since it is varied. Ordinary texts have numbers, too, so none is:

    * a word with a number apart, in whatever letters: `panen 2025`, `YAMAHA 40`, `MAZMUR 23`, `SMP NEGERI 12`;
    * fewer than six letters: `RT05`, `covid19`, `SMPN12`;
    * a single digit (`kelompok2` is short for its plural), a year, an amount, a time, or what begins with 0;
    * a word of those that ordinarily have a number (`lampiran12`), or an anniversary (`#DirgahayuRI81`);
    * what belongs to an address, or to the name of a member (`@renyaan88`): that has rules of its own.
    """
    for word, number in ONE_WORD.findall(joined(plain)):
        yield from _brand(word.replace("_", ""), number)


def _brand(word: str, number: str) -> Iterator[str]:
    name = read_as_letters(word)
    enough = len(name) >= LEAST and sum(map(str.isalpha, word)) >= LEAST_TYPED and name.isalpha()
    if enough and not (YEAR.fullmatch(number) or name in NUMBERED or name.startswith(ANNIVERSARIES)):
        yield f"brand:{name}"
