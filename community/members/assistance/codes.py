"""Codes on paper: long enough that nobody guesses one, without signs that one takes for another, kept as a hash."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

# Without 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B: in print or by hand one passes for the other.
SIGNS = "ACDEFGHJKMNPQRTUVWXY34679"
GROUPS, GROUP = 3, 4  # 25 to the power of 12 codes
SALT = "community.members.assistance.code"


def new_code() -> str:
    """Make a code as it is written: `KM4T-9XWA-3CEH`."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(GROUP)) for _group in range(GROUPS))


def fold_code(typed: str) -> str:
    """Read a code however it was typed: small letters, other dashes, spaces."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def hash_code(code: str) -> str:
    """Name a code by what tells nothing of it, not even to who has the table but not the site's secret key."""
    return salted_hmac(SALT, fold_code(code), algorithm="sha256").hexdigest()


def is_code(typed: str) -> bool:
    """Tell whether it could be one at all."""
    folded = fold_code(typed)
    return len(folded) == GROUPS * GROUP and set(folded) <= set(SIGNS)
