"""What a handle may look like, when two of them look alike, and which one to propose for a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase, digits

from confusable_homoglyphs import confusables
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 3, 30
WISH = "WISH-"
ALLOWED = re.compile(r"[a-z0-9_-]+")
# Words that stand in addresses, that speak for the site, or that mean nobody.
RESERVED = """
about acara admin administrator akun anggota anonim anonymous api bantuan baru bot bursa cari cerita dihapus diskusi
editor en example events everyone forum guest halo help home id info jangan-balas keluar komponen kontak kotak
login logout mail masuk me media members moderator moderators negeri negeri-mandiri no-reply nobody noreply null
official organisasi owner pendamping pengelola pengurus postmaster redaksi redaktur resmi root saran saya search
security self semua signup site sitemap staff static stories support system tamu undangan undefined user users
webmaster wilayah
"""
# Words that make a handle look like one of the staff: as a part of it (`staf-ambon`), the first also grown together
# with others (`adminambon`). No member may take one, whatever numbers or signs stand for its letters (`4dm1n`).
GROWING = "admin moderator redaksi webmaster"
ALONE = """
administrator helpdesk kemendagri mod moderasi mods official pemerintah pendamping petugas polisi redaktur
security staf staff superuser support sysadmin timnegeri
"""
SEPARATING = str.maketrans("", "", "_-.")
TAKEN_FOR = str.maketrans("1i|05", "lllos")
# Offices that others may hold elsewhere (`editor-film`, `pengurus-negeri-hila`): refused where the handle is nothing
# but the office, with or without the site's name and numbers; the desks only together with the site's name.
OFFICES = "editor editors mentor mentors pengelola pengurus"
DESKS = "bantuan cs help info kontak layanan resmi team tim"
SITE = ("negerimandiri", "negeri", "resmi")
STANDS_FOR = str.maketrans({"1": "i", "l": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "2": "z"})


def clean_handle(text: str, *, is_staff: bool = False) -> str:
    """Give a handle as it is stored, in small letters without @; raises `ValidationError` with the remedy.

    Staff may have one that says so, but for the words that stand in addresses.
    """
    handle = text.strip().removeprefix("@").lower()
    if not SHORTEST <= len(handle) <= LONGEST:
        raise ValidationError(
            _("A handle has %(shortest)d to %(longest)d characters.") % {"shortest": SHORTEST, "longest": LONGEST},
            code="length",
        )
    if not ALLOWED.fullmatch(handle):
        raise ValidationError(
            _("Only the letters a to z, numbers, - and _ are possible, for example maria-l."), code="characters"
        )
    if not any(letter in ascii_lowercase for letter in handle):
        raise ValidationError(_("A handle needs at least one letter."), code="characters")
    kept = _("This handle is kept for the site itself. Please choose another.")
    if fold_lightly(handle) in set(map(fold_lightly, RESERVED.split())):
        raise ValidationError(kept, code="reserved")
    if looks_like_staff(handle) and not is_staff:
        raise ValidationError(
            _("This handle looks as if it spoke for the site. Please choose another."), code="looks_like_staff"
        )
    if fold(handle) in _reserved() and not is_staff:
        raise ValidationError(kept, code="reserved")
    return handle


def fold(handle: str) -> str:
    """Reduce a handle to what the eye sees, so that look-alikes (`mar1a`, `ma-ria`, `marla`) count as the same.

    A skeleton as in Unicode TR39; beyond it i is taken for l, and what separates is left out.
    """
    folded = handle.lower().translate(SEPARATING)
    for seen, meant in _look_alikes().items():
        folded = folded.replace(seen, meant)
    return folded.translate(TAKEN_FOR)


def fold_lightly(handle: str) -> str:
    """Fold as it was done before i and separators counted: so are kept older handles that look like another's."""
    folded = handle.lower().replace("_", "-")
    for seen, meant in _look_alikes().items():
        folded = folded.replace(seen, meant)
    return re.sub("-+", "-", folded)


def seal(folded: str, *, secret: str | None = None) -> str:
    """Make of a folded handle what tells nobody who had it, and can be no handle itself; it is as long as one."""
    return "=" + salted_hmac("community.members.handles", folded, secret=secret, algorithm="sha256").hexdigest()[:29]


def wish_of(key: int) -> str:
    """Name what is kept in the place of a folded handle while an account only wishes for one: nobody can type it.

    What is typed is folded to small letters. So a wish keeps nothing from others, is told to nobody and has no page.
    """
    return f"{WISH}{key}"


def is_wish(folded: str) -> bool:
    """Tell whether a handle is still a wish, of an account whose mailbox nobody has proved."""
    return folded.startswith(WISH)


def kept_as(handle: str) -> list[str]:
    """Name all forms in which a handle, or one that looks like it, may be kept: by who has it, and by who had it."""
    folds = dict.fromkeys((fold_lightly(handle), fold(handle)))
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [*folds, *(seal(folded, secret=secret) for folded in folds for secret in secrets)]


def looks_like_staff(handle: str) -> bool:
    """Tell whether others could take the owner of a handle for somebody who speaks for the site."""
    parts = [part for part in re.split("[_-]", handle.lower()) if part]
    # Letters apart are read together (`a-d-m-i-n`), and a number behind a word is not read with it (`admin2`).
    read = {_undisguised(way) for part in ("".join(parts), *parts) for way in (part, part.rstrip(digits))}
    return (
        not read.isdisjoint(_staff_words())
        or any(part.startswith(_growing_words()) or part.endswith(_growing_words()) for part in read)
        or not {_undisguised("".join(way)) for way in (parts, [part.rstrip(digits) for part in parts])}.isdisjoint(
            _offices()
        )
    )


def _undisguised(part: str) -> str:
    """Read numbers as the letters that they stand for; i and l, which a glance does not tell apart, as one."""
    return fold(part).replace("vv", "w").translate(STANDS_FOR)


def proposals(name: str, *, is_staff: bool = False) -> Iterator[str]:
    """Propose handles that fit a name, the plainest first, then with numbers, without end."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - 6].strip("-")
    if looks_like_staff(stem) and not is_staff:
        stem = ""
    if len(stem) < SHORTEST or not any(letter in ascii_lowercase for letter in stem) or fold(stem) in _reserved():
        stem = f"anggota-{stem}".strip("-")
    else:
        yield stem
    # Numbers without 0 and 1, which look like letters.
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, str]:
    """Characters, alone or in pairs, that look like a letter: `1` like l, `0` like o, `rn` like m."""
    table: dict[str, str] = {}
    for letter in ascii_lowercase:
        table |= {seen: letter for seen in _homoglyphs(letter) if len(seen) > 1}
    for digit in digits:
        for letter in set(_homoglyphs(digit)) & set(ascii_lowercase):
            table[digit] = letter
    return table


def _homoglyphs(character: str) -> list[str]:
    found = confusables.is_confusable(character, greedy=True) or []
    return [seen["c"].lower() for each in found for seen in each["homoglyphs"] if ALLOWED.fullmatch(seen["c"].lower())]


@lru_cache(maxsize=1)
def _staff_words() -> frozenset[str]:
    return frozenset(map(_undisguised, f"{GROWING} {ALONE}".split()))


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    """Offices, and whatever speaks for the site grown together with its name, before or behind it."""
    words = f"{OFFICES} {DESKS} {GROWING} {ALONE}".split()
    named = (whole for word in words for name in SITE for whole in (word + name, name + word))
    return frozenset(map(_undisguised, (*OFFICES.split(), *named)))


@lru_cache(maxsize=1)
def _growing_words() -> tuple[str, ...]:
    return tuple(map(_undisguised, GROWING.split()))


@lru_cache(maxsize=1)
def _reserved() -> frozenset[str]:
    return frozenset(map(fold, RESERVED.split()))
