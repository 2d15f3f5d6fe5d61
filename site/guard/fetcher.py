"""Fetching a page from elsewhere whose address somebody else chose, without being led into one's own house.

Only public addresses of the internet are asked. The name is looked up once, every answer is checked, and the connection
goes to the address that was checked, so that a second look-up can't lead elsewhere. Each redirect passes the same rule.
There is an end to the time for all of it, to what is read, and to redirects. No cookies, no proxy, no credentials.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 10.0
MOST_BYTES = 512 * 1024
MOST_REDIRECTS = 3
LONGEST = 2_000  # characters of an address
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
HTML = ("text/html", "application/xhtml+xml")
GLOBAL_UNICAST = ip_network("2000::/3")  # all that the IPv6 internet uses
# Of the IPv6 internet, but leading to an IPv4 address of which we would know nothing (RFC 3056, 4380).
TRANSLATED = [ip_network(each) for each in ("2002::/16", "2001::/32")]
# Global by its number, but answered by whoever is near: the platform of a cloud, relays (RFC 7526), sinks (RFC 7535).
NEARBY = [
    ip_network(each)
    for each in ("168.63.129.16/32", "192.88.99.0/24", "192.31.196.0/24", "192.175.48.0/24", "2620:4f:8000::/48")
]


class Unfetchable(Exception):
    """The page can't be had; `may_change` says whether it makes sense to try again later."""

    def __init__(self, reason: str, *, may_change: bool = False) -> None:
        super().__init__(reason)
        self.may_change = may_change


@dataclass(frozen=True)
class Fetched:
    """What came: from which address in the end, of which type, and the first bytes of it."""

    url: str
    content_type: str
    charset: str
    content: bytes


def fetch(
    url: str,
    *,
    accept: Sequence[str] = HTML,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
    agent: str = "Negeri",
) -> Fetched:
    """Fetch a page; what is longer than `most_bytes` is cut off. Raises `Unfetchable`."""
    ends_at = monotonic() + seconds
    for _hop in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        with _asked(parts, agent=agent, accept=accept, ends_at=ends_at) as response:
            if response.status in REDIRECTS:
                goal = _location(response.headers.get("Location", ""))
                if not goal:
                    raise Unfetchable("a redirect to nowhere")
                url = urljoin(url, goal)
                continue
            if response.status != http.client.OK:
                raise Unfetchable(f"status {response.status}", may_change=response.status in {429, *range(500, 600)})
            content_type = response.headers.get_content_type()
            if content_type not in accept:
                raise Unfetchable(f"content of type {content_type}")
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise Unfetchable("packed content")
            content = response.read(most_bytes)
            if monotonic() >= ends_at:
                raise Unfetchable("it took too long", may_change=True)
            return Fetched(url, content_type, response.headers.get_content_charset() or "", content)
    raise Unfetchable("too many redirects")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the internet at large, and doesn't only stand for another one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address not in GLOBAL_UNICAST or any(address in network for network in TRANSLATED):
            return False
    if any(address in network for network in NEARBY):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _checked(url: str) -> SplitResult:
    """Take an address apart; raise `Unfetchable` for what is none of a public page."""
    if len(url) > LONGEST or any(ord(sign) < 33 or ord(sign) == 127 for sign in url):
        raise Unfetchable("not an address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unfetchable("not an address") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unfetchable("neither http nor https")
    if parts.username is not None or parts.password is not None:
        raise Unfetchable("an address with a password")
    if port not in {None, PORTS[parts.scheme]}:
        raise Unfetchable("an unusual port")
    return parts


def _addresses(host: str, port: int) -> list[str]:
    """Look a name up; every address that it stands for must be public. Also numbers in odd spellings come as such."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Unfetchable("not a name") from error
    except OSError as error:
        raise Unfetchable("the name is not known", may_change=True) from error
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found))
    if not addresses or not all(_is_allowed(address, port) for address in addresses):
        raise Unfetchable("an address that is not public")
    return addresses


def _is_allowed(address: str, port: int) -> bool:
    try:
        return is_public(ip_address(address.partition("%")[0]))
    except ValueError:
        return False


class _Line:
    """The connection to one server, which can be cut from outside, also while somebody waits for it to speak."""

    def __init__(self, addresses: Sequence[str], port: int, ends_at: float) -> None:
        self.socket = _connected(addresses, port, ends_at)
        self._timer = threading.Timer(max(0.0, ends_at - monotonic()), self.cut)
        self._timer.daemon = True
        self._timer.start()

    def secure(self, host: str) -> None:
        """Speak TLS from here on; the certificate must be the host's."""
        context = ssl.create_default_context()
        secured = context.wrap_socket(self.socket, server_hostname=host, do_handshake_on_connect=False)
        self.socket = secured
        secured.do_handshake()

    def cut(self) -> None:
        """End the connection below TLS, which would wait for an answer."""
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self._timer.cancel()
        self.socket.close()


def _connected(addresses: Sequence[str], port: int, ends_at: float) -> socket.socket:
    """Connect to the first of the addresses that answers."""
    for address in addresses:
        left = ends_at - monotonic()
        if left <= 0:
            break
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=left)
    raise Unfetchable("no connection", may_change=True)


@contextmanager
def _asked(
    parts: SplitResult, *, agent: str, accept: Sequence[str], ends_at: float
) -> Iterator[http.client.HTTPResponse]:
    """Ask one server, at an address that was checked; when the time is over the connection is cut."""
    host, port = _ascii(parts.hostname or ""), parts.port or PORTS[parts.scheme]
    line = _Line(_addresses(host, port), port, ends_at)
    connection = http.client.HTTPConnection(host, port)
    try:
        if parts.scheme == "https":
            line.secure(host)
        connection.sock = line.socket
        connection.putrequest("GET", _target(parts), skip_host=True, skip_accept_encoding=True)
        for name, value in _headers(parts, host, agent, accept):
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        if monotonic() >= ends_at:  # what came may be cut off anywhere
            raise Unfetchable("it took too long", may_change=True)
        yield response
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unfetchable(f"{type(error).__name__}: {error}"[:200], may_change=True) from error
    finally:
        connection.close()
        line.close()


def _ascii(host: str) -> str:
    """Write a name as it is looked up."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise Unfetchable("not a name") from error


def _target(parts: SplitResult) -> str:
    """Write path and query as they go over the line."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return f"{path}?{query}" if query else path


def _headers(parts: SplitResult, host: str, agent: str, accept: Sequence[str]) -> Iterator[tuple[str, str]]:
    name = f"[{host}]" if ":" in host else host
    yield "Host", f"{name}:{parts.port}" if parts.port else name
    yield "User-Agent", agent
    yield "Accept", ", ".join(accept)
    yield "Accept-Encoding", "identity"
    yield "Connection", "close"


def _location(header: str) -> str:
    """Read where a redirect leads; some servers write it in UTF-8."""
    with suppress(UnicodeError):
        return header.encode("latin-1").decode()
    return header
