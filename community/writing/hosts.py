"""Names of sites in one spelling, however they are typed, and the site that an address leads to."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
LONGEST_HOST = 100
FULL_STOP = "\u3002"  # which browsers read as a dot in the name of a site
NO_SLASHES = re.compile(r"^(https?:)(?!//)")  # which browsers read as if there were some


def clean_host(typed: str) -> str:
    """Give the name of a site, of whose address all may be typed; raises `ValidationError` for what is none."""
    text = " ".join(typed.lower().split())
    text = re.sub(r"^[a-z]+://|^www\.", "", text.partition("://")[2] or text).partition("/")[0]
    text = as_written_by_browsers(text)
    if not HOST.fullmatch(text):
        raise ValidationError(_("Please write a site like toko.example."))
    return text


def host_of(address: str) -> str:
    """Name the site that an address leads to, as browsers write it, without `www.`; empty for what leads to none."""
    try:
        host = urlsplit(NO_SLASHES.sub(r"\1//", address)).hostname or ""
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
