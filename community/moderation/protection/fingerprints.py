"""What a text says, where it leads and whence its writer comes, as keyed hashes: whether two agree, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from html import unescape
from ipaddress import ip_address
from struct import unpack

from django.utils.crypto import salted_hmac
from guard.limits import network_of

from community.writing.hosts import host_of, named_in
from community.writing.markdown import links_in

from ..services.disguises import folded
from .contacts import LINK, contact_of, contacts_in, plainly
from .models import LENGTH

SALT = "community.moderation.protection"
NETWORK_OF_SIX = 48  # bits: what a household or a company is given of IPv6, in which it chooses the rest itself
ADDRESS = re.compile(r"\]\([^)\s]*|(?:\w+://|www\.)\S+")  # also in the marks of a link

# How texts are compared: see `marks_of`. Other numbers only shift how alike two of them must be.
RUN, MARKS, HASHES = 8, 8, 4
DIGESTS = MARKS * HASHES * 4 // blake2b.MAX_DIGEST_SIZE  # a number has 4 bytes


def keyed(value: str) -> str:
    """Hash something so that nobody without the site's secret can tell or guess what it was."""
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:LENGTH]


def network_mark(address: str) -> str:
    """Hash the network that an address lies in; empty for what says nothing, like a proxy's own or a local network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return keyed(f"network:{network_of(str(parsed), bits_of_six=NETWORK_OF_SIX)}") if parsed.is_global else ""


def hosts_in(text: str, *, quoted: Sequence[str] = (), with_chats: bool = True) -> list[str]:
    """Name the other sites that a text leads to or names, as browsers write them, each once.

    What stands only in its quotes of these texts of others isn't counted; of chats perhaps only what names nobody.
    """

    def hosts(said: str, counts_quotes: bool) -> list[str]:
        addresses = _addresses(said, counts_quotes)
        return _hosts(each for each in addresses if with_chats or not contact_of(each))

    return _own(hosts, text, quoted)


def reached_in(text: str, *, quoted: Sequence[str] = ()) -> list[str]:
    """Name whom a text says how to reach, each once, but for what stands only in its quotes of these texts of others.

    Those are known by what they say, not by their letters: a number has none.
    """

    def contacts(said: str, counts_quotes: bool) -> list[str]:
        return contacts_in(said if counts_quotes else _unquoted(said), _addresses(said, counts_quotes))

    return _own(contacts, text, quoted)


def letters_of(text: str, *, quoted: Sequence[str] = ()) -> str:
    """Give the bare letters of a text, without what it quotes of these texts of others.

    No case, accents, digits, signs, marks, spaces and addresses: two that differ in those alone are the same.
    """
    return _letters(_without_quotes(text, quoted))


def is_made_of(text: str, words: str, *, quoted: Sequence[str] = ()) -> bool:
    """Tell whether a text consists of these words alone, without what it quotes of these texts of others."""
    return set(_words(_without_quotes(text, quoted))) <= set(_words(words))


def marks_of(letters: str) -> set[str]:
    """Make eight marks of a text, of which those have one in common that say mostly the same.

    Each is made of four hashes, and each of these is the least that any run of eight letters has: so the chance that
    two texts agree in one of them is the share of runs that both have (MinHash: A. Broder, "On the resemblance and
    containment of documents", 1997), and that they share a mark is 1 - (1 - share⁴)⁸: for the same letters 1, for
    90 % 0.9998, for 80 % 0.985, for half 0.4, for 20 % 0.013, for 5 % 0.00005 (J. Leskovec et al., "Mining of Massive
    Datasets", 3.4). So a search for equal rows finds them, however many texts there are.
    """
    runs = {letters[start : start + RUN] for start in range(max(1, len(letters) - RUN + 1))}
    key = salted_hmac(SALT, "runs", algorithm="sha256").digest()
    least = [min(column) for column in zip(*(_hashes(run, key) for run in runs), strict=True)]
    groups = (least[number * HASHES : (number + 1) * HASHES] for number in range(MARKS))
    return {keyed(f"words:{number}:{group}") for number, group in enumerate(groups)}


def _hosts(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(host_of, addresses))))


def _own(find: Callable[[str, bool], list[str]], text: str, quoted: Sequence[str]) -> list[str]:
    """Give what is found in a text, but for what its quotes alone have in common with these texts of others."""
    found = find(text, True)
    if not (found and quoted):
        return found
    foreign = {each for said in quoted for each in find(said, True)}.difference(find(text, False))
    return [each for each in found if each not in foreign]


def _addresses(text: str, counts_quotes: bool) -> list[str]:
    """Give the addresses that a text links to or names, perhaps without its quotes."""
    named = named_in(LINK.sub(" ", plainly(text if counts_quotes else _unquoted(text))))
    return links_in(text, quoted=counts_quotes) + named


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


def _without_quotes(text: str, quoted: Sequence[str]) -> str:
    """Give a text without what it quotes of these texts of others."""
    known = [_letters(said) for said in quoted]
    return "\n".join(line for line in text.splitlines() if not (known and _is_quoted(line, known)))


def _letters(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    plain = folded(ADDRESS.sub(" ", unescape(text)))
    return "".join(sign if sign.isalpha() else " " for sign in plain).split()


def _is_quoted(line: str, known: Sequence[str]) -> bool:
    """Tell whether a line is marked as a quote, and stands in one of these texts by their letters."""
    return line.lstrip().startswith(">") and any(_letters(line) in said for said in known)


def _hashes(run: str, key: bytes) -> tuple[int, ...]:
    """Give as many numbers as all marks together are made of, which belong to a run of letters."""
    parts = (blake2b(run.encode(), key=key, salt=bytes([part])).digest() for part in range(DIGESTS))
    return unpack(f"<{MARKS * HASHES}I", b"".join(parts))
