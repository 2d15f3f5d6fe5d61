"""Words as the eye reads them: without accents and signs that nobody sees, look-alikes as the letters they are like."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import ascii_letters, ascii_lowercase

from confusable_homoglyphs import confusables

from community.members.handles import STANDS_FOR
from community.writing.hosts import FULL_STOP

UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and signs that are blank
# By their capitals in print, or nearly, which the table of Unicode leaves out.
NEARLY = str.maketrans("квмнтпиαεκντυ", "kbmhtnuaekvtu")
SHORTEST = 4  # letters of a word that is also looked for spelled out
BETWEEN, BLANK = r"[-_.*~·]?", r"\s"
EITHER = "1"  # for what may be i or l; read as either also where it was typed
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
STRUCK = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH [A-Z ]*(?:STROKE|HOOK|TAIL|BELT|TILDE|CURL)[A-Z ]*")
# Numbers as the letters that they stand for.
READ = {digit: letter for digit, letter in STANDS_FOR.items() if chr(digit).isdecimal()} | {ord("0"): "o"}
CAPITAL_I = re.compile(r"(?<=[^\W\d_A-Z])I(?![A-Z])")  # within or at the end of a word in small letters: `togeI`
SIGNS = {"a": r"(?<=[\w$])@(?=[\w$])", "i": r"(?<=\w)[!|](?=\w)", "l": r"(?<=\w)[!|](?=\w)", "s": r"\$(?=[\w@])"}


def folded(text: str) -> str:
    """Bring a text into the form in which words are compared."""
    return _bare(text.replace(FULL_STOP, ".")).translate(_letters()).casefold().translate(NEARLY)


def folded_openly(text: str) -> str:
    """Do the same, but leave it open whether a capital I among small letters is an i or an l."""
    bare = _bare(text.replace(FULL_STOP, ".")).translate(dict.fromkeys(map(ord, _capital_is()), "I"))
    return folded(CAPITAL_I.sub(EITHER, bare))


def _bare(text: str) -> str:
    """Leave out accents and what isn't seen, and write letters in other forms as the plain ones; capitals stay."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not _is_unseen(sign))


def read_as_letters(word: str) -> str:
    """Read the numbers in a folded word as letters: `jayat0gel`."""
    return word.translate(READ)


def disguised(word: str) -> str:
    """Give the pattern of a folded word in which numbers and signs may stand for letters: `k4s1no`, `$lot`."""
    return "".join(_ways(letter) for letter in word)


def spelled_out(word: str) -> str:
    """Give the pattern of a folded word with one sign or blank between its letters: `cm-judi`, `j.u.d.i`, `j u d i`.

    A short one is left as it is: two syllables or letters often stand beside each other.
    """
    letters = [re.escape(letter) for letter in word]
    if len(word) < SHORTEST or not word.isalnum():
        return re.escape(word)
    return f"(?:{BETWEEN.join(letters)}|{BLANK.join(letters)})"


def is_disguise(found: str) -> bool:
    """Tell a word with numbers for letters from a number with letters, as `A5`, `S3` or `RT05`."""
    letters = sum(map(str.isalpha, found))
    return letters * 2 >= len(found) and (letters > 2 or (letters == 2 and found[-1].isalpha()))


def _is_unseen(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category in {"Mn", "Me", "Cf"} or sign in UNSEEN or (category == "Cc" and not sign.isspace())


def _ways(letter: str) -> str:
    if letter not in ascii_lowercase:
        return re.escape(letter)
    digits = "".join(chr(digit) for digit, meant in STANDS_FOR.items() if meant == letter and chr(digit).isdecimal())
    signs = letter + digits + {"l": EITHER, "o": "0"}.get(letter, "")
    one = f"[{signs}]" if len(signs) > 1 else signs
    return f"(?:{one}|{SIGNS[letter]})" if letter in SIGNS else one


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    """Letters that look like one of the Latin ones, by the table of Unicode TR39 and by what they are called."""
    table: dict[int, str] = {}
    for code in range(0x80, 0x2500):
        name = unicodedata.name(chr(code), "")
        if found := SMALL_CAPITAL.fullmatch(name) or STRUCK.fullmatch(name):
            table[code] = found[1].lower()
    for letter in ascii_letters:
        for seen in confusables.confusables_data.get(letter, ()):
            sign = seen["c"]
            if len(sign) == 1 and not sign.isascii() and _is_read_alike(sign):
                table[ord(sign)] = letter.lower()
    return table | dict.fromkeys(map(ord, _capital_is()), "i")


def _is_read_alike(sign: str) -> bool:
    """Leave out what belongs to scripts that are not read as Latin at a glance, whatever one letter looks like."""
    return unicodedata.category(sign)[0] == "L" and unicodedata.bidirectional(sign) == "L"


@lru_cache(maxsize=1)
def _capital_is() -> frozenset[str]:
    """Capitals that look like a capital I, and so like a small l, which is what the table takes them for."""
    alike = (seen["c"] for seen in confusables.confusables_data["l"])
    return frozenset(sign for sign in alike if len(sign) == 1 and not sign.isascii() and sign.isupper())
