"""Names of sites in one spelling, however they are typed, and the site that an address leads to."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
LONGEST_HOST = 100
FULL_STOP = "\u3002"  # which browsers read as a dot in the name of a site
# Before the name of a site browsers take any number of slashes for two, forward or backward, also none after `https:`
# (WHATWG URL Standard, "special authority ignore slashes state"); our Markdown writes the backward ones as %5C.
SLASHES = re.compile(r"(https?:)(?:[/\\]|%5c)*|[/\\]{2,}", re.IGNORECASE)
A_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # ends the address of a machine, never a name
# Below these, too, each name belongs to somebody else, or is a service of its own, though the list of public suffixes
# doesn't say so.
SHARED = frozenset(
    {
        *("blogspot.co.id", "google.com", "medium.com", "substack.com", "tumblr.com"),
        *("webnode.com", "weebly.com", "wordpress.com"),
    }
)


SHORTEST_NAMED = 3  # letters before the end of a site that is named without being a link: "M.Si" and "e.g.so" are none
NAMED = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])(?:/[^\s)>\]]*)?")


def clean_host(typed: str) -> str:
    """Give the name of a site, of whose address all may be typed; raises `ValidationError` for what is none."""
    text = " ".join(typed.lower().split())
    text = re.sub(r"^[a-z]+://|^www\.", "", text.partition("://")[2] or text).partition("/")[0]
    text = as_written_by_browsers(text)
    if not HOST.fullmatch(text):
        raise ValidationError(_("Please write a site like toko.example."))
    return text


def as_read_by_browsers(address: str) -> str:
    """Give an address with two slashes before the name of the site, however many and whichever are typed."""
    found = SLASHES.match(address)
    if not found:
        return address
    rest = re.split(r"([?#])", address[found.end() :], maxsplit=1)
    return "".join([found[1] or "", "//", rest[0].replace("\\", "/"), *rest[1:]])


def host_of(address: str) -> str:
    """Name the site that an address leads to, as browsers write it, without `www.`; empty for what leads to none."""
    try:
        host = urlsplit(as_read_by_browsers(address)).hostname or ""
    except ValueError:
        return ""
    name = unquote(host).casefold().replace(FULL_STOP, ".").strip(".")
    return as_written_by_browsers(name).removeprefix("www.")


def as_written_by_browsers(host: str) -> str:
    """Give the name of a site in the letters that addresses have (RFC 3490); what can't be one is left as it is."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def site_of(host: str) -> str:
    """Name what somebody registered, or was given by who shares a host, of a name as `host_of` gives it.

    So `a.toko.co.id` and `b.toko.co.id` are one site, `a.desa.id` and `b.desa.id` two. The address of a machine, and a
    name that has nothing above it, stay as they are.
    """
    if ":" in host or A_NUMBER.fullmatch(host.rpartition(".")[2]):
        return host
    site = _suffixes().privatesuffix(host) or host
    if site not in SHARED or site == host:
        return site
    return f"{host.removesuffix(f'.{site}').rpartition('.')[2]}.{site}"


def named_in(text: str) -> list[str]:
    """Give the addresses that a text in small letters names without their being links: `toko-murah.com/promo`.

    Of words with a full stop between them only those count that end as names of sites do.
    """
    return [f"http://{found[0]}" for found in NAMED.finditer(text) if _is_a_name(found[0].partition("/")[0])]


def _is_a_name(host: str) -> bool:
    site = _suffixes().privatesuffix(host, accept_unknown=False) or ""
    return len(site.partition(".")[0]) >= SHORTEST_NAMED


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """Read the list of public suffixes (publicsuffix.org) that the library brings along; it fetches nothing."""
    return PublicSuffixList()
