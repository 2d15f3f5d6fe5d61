"""Fetching a page from elsewhere: nothing inside is reached, whatever address, name or redirect leads there."""

from __future__ import annotations

import socket
import threading
import time
from ipaddress import ip_address

import pytest
from guard import fetcher
from guard.fetcher import Unfetchable, fetch, is_public

from tests.factories import servers

PUBLIC, INSIDE = "93.184.216.34", "10.0.0.7"


@pytest.fixture
def outside(monkeypatch):
    """Let a server of this machine count as one of the internet, by its port alone; return how to give it names."""
    names: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def open_for(port: int, **known: str) -> None:
        monkeypatch.setattr(fetcher, "PORTS", {"http": port, "https": 443})
        checked = fetcher._is_allowed
        monkeypatch.setattr(
            fetcher, "_is_allowed", lambda address, at: (address, at) == ("127.0.0.1", port) or checked(address, at)
        )
        names.update({f"{name}.example": [address] for name, address in known.items()})

    def look_up(host, port, *args, **kwargs):
        if host in names:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in names[host]]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    open_for.names = names
    return open_for


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "0.0.0.0", "0"),  # noqa: S104
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
        *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]"),
        *("[2002:7f00:1::]", "[2001:0:7f00:1::]", "[ff02::1]"),
    ],
)
def test_no_address_of_the_house_is_asked_however_it_is_spelled(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", _unexpected)
    with pytest.raises(Unfetchable):
        fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://contoh.example/", "file:///etc/passwd", "gopher://contoh.example/", "//contoh.example/", "x", ""),
        *(
            "http://",
            "http:///x",
            "http://contoh.example:22/",
            "https://contoh.example:80/",
            "http://a:b@contoh.example/",
        ),
        *("http://contoh.example/\r\nHost: x", "http://contoh.example/ x", "http://[::1/", "http://contoh.example:x/"),
        *(
            f"http://contoh.example/{'a' * 3000}",
            f"http://{'a' * 70}.example/",
            "http://a..example/",
            "http://é\ud800/",
        ),
    ],
)
def test_what_is_no_address_of_a_public_page_is_not_asked(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", _unexpected)
    with pytest.raises(Unfetchable):
        fetch(url)


def test_public_addresses_are_told_from_all_others():
    for text in (PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"):
        assert is_public(ip_address(text))
    for text in ("::ffff:10.0.0.1", "240.0.0.1", "192.0.2.1", "2001:db8::1", "fec0::1"):
        assert not is_public(ip_address(text))


def test_a_page_is_fetched_with_its_type_and_charset(outside):
    with servers.serving(a=servers.page()) as (port, asked):
        outside(port, luar="127.0.0.1")
        fetched = fetch(f"http://luar.example:{port}/a", agent="Percobaan")
    assert fetched.content == servers.PAGE
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    [(path, headers)] = asked
    assert path == "/a"
    assert headers["Host"] == f"luar.example:{port}"
    assert headers["User-Agent"] == "Percobaan"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_a_name_that_leads_inside_is_not_asked(outside, monkeypatch):
    outside(80, dalam=INSIDE)
    monkeypatch.setattr(socket, "create_connection", _unexpected)
    with pytest.raises(Unfetchable, match="not public"):
        fetch("http://dalam.example/")


def test_a_name_of_which_one_address_leads_inside_is_not_asked(outside, monkeypatch):
    outside(80)
    outside.names["separuh.example"] = [PUBLIC, INSIDE]
    monkeypatch.setattr(socket, "create_connection", _unexpected)
    with pytest.raises(Unfetchable, match="not public"):
        fetch("http://separuh.example/")


def test_the_connection_goes_to_the_address_that_was_checked(outside, monkeypatch):
    outside(80, berubah=PUBLIC)
    connected = []

    def connect(address, timeout):
        connected.append(address)
        outside.names["berubah.example"] = ["127.0.0.1"]
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unfetchable) as refused:
        fetch("http://berubah.example/")
    assert connected == [(PUBLIC, 80)]
    assert refused.value.may_change


@pytest.mark.parametrize(
    "goal",
    [
        *("http://127.0.0.1:1/", "http://127.0.0.2/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"),
        *("http://dalam.example/", "file:///etc/passwd", "ftp://luar.example/", "http://a:b@luar.example/", ""),
    ],
)
def test_a_redirect_passes_the_same_rule(outside, goal):
    with servers.serving(a=servers.redirect(goal)) as (port, asked):
        outside(port, luar="127.0.0.1", dalam=INSIDE)
        with pytest.raises(Unfetchable):
            fetch(f"http://luar.example:{port}/a")
    assert len(asked) == 1


def test_redirects_are_followed_but_not_without_end(outside):
    with servers.serving(
        a=servers.redirect("b"), b=servers.redirect("/c", 308), c=servers.page(), d=servers.redirect("/d")
    ) as (port, asked):
        outside(port, luar="127.0.0.1")
        assert fetch(f"http://luar.example:{port}/a").url == f"http://luar.example:{port}/c"
        asked.clear()
        with pytest.raises(Unfetchable, match="redirects"):
            fetch(f"http://luar.example:{port}/d")
        assert len(asked) == 4


@pytest.mark.parametrize(
    "answer",
    [
        servers.page(b"{}", kind="application/json"),
        servers.page(b"\x89PNG", kind="image/png"),
        servers.page(b"x", kind="text/plain"),
        servers.page(b"x", kind=""),
        servers.page(b"x", Content_Encoding="gzip"),
    ],
)
def test_what_is_no_page_is_refused_for_good(outside, answer):
    with servers.serving(a=answer) as (port, _asked):
        outside(port, luar="127.0.0.1")
        with pytest.raises(Unfetchable) as refused:
            fetch(f"http://luar.example:{port}/a")
    assert not refused.value.may_change


@pytest.mark.parametrize(("status", "may_change"), [(404, False), (410, False), (403, False), (429, True), (503, True)])
def test_a_refusal_says_whether_it_may_change(outside, status, may_change):
    with servers.serving(a=servers.page(status=status)) as (port, _asked):
        outside(port, luar="127.0.0.1")
        with pytest.raises(Unfetchable) as refused:
            fetch(f"http://luar.example:{port}/a")
    assert refused.value.may_change is may_change


def test_of_a_page_without_end_only_the_beginning_is_read(outside):
    with servers.serving(a=servers.endless) as (port, _asked):
        outside(port, luar="127.0.0.1")
        fetched = fetch(f"http://luar.example:{port}/a", most_bytes=100_000)
    assert len(fetched.content) == 100_000
    assert fetched.content.startswith(servers.PAGE)


@pytest.mark.parametrize("answer", [servers.silent, servers.dripping_headers, servers.dripping_page])
def test_who_keeps_us_waiting_is_left(outside, answer):
    with servers.serving(a=answer) as (port, _asked):
        outside(port, luar="127.0.0.1")
        begin = time.monotonic()
        with pytest.raises(Unfetchable) as refused:
            fetch(f"http://luar.example:{port}/a", seconds=0.5)
    assert time.monotonic() - begin < fetcher.SECONDS  # else it waits as long as if nothing had been said
    assert refused.value.may_change


def test_what_is_no_http_is_refused(outside):
    with servers.serving(a=servers.broken) as (port, _asked):
        outside(port, luar="127.0.0.1")
        with pytest.raises(Unfetchable):
            fetch(f"http://luar.example:{port}/a")


def test_a_server_that_drips_before_it_speaks_tls_is_left(outside, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        outside(port, luar="127.0.0.1")
        monkeypatch.setattr(fetcher, "PORTS", {"http": 80, "https": port})
        threading.Thread(target=_drip, args=[listening], daemon=True).start()
        begin = time.monotonic()
        with pytest.raises(Unfetchable):
            fetch(f"https://luar.example:{port}/", seconds=0.5)
    assert time.monotonic() - begin < fetcher.SECONDS  # else it waits as long as if nothing had been said


def test_no_thread_is_left_waiting(outside):
    with servers.serving(a=servers.page()) as (port, _asked):
        outside(port, luar="127.0.0.1")
        for _number in range(5):
            fetch(f"http://luar.example:{port}/a", seconds=60)
    for timer in [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]:
        timer.join(5)
        assert not timer.is_alive()


def _drip(listening: socket.socket) -> None:
    connection, _address = listening.accept()
    with connection:
        try:
            while True:
                connection.sendall(b"\x16")
                time.sleep(0.05)
        except OSError:
            return


def _unexpected(*args, **kwargs):
    raise AssertionError("A connection was made.")


@pytest.mark.parametrize(
    "text", ["168.63.129.16", "192.88.99.1", "::ffff:168.63.129.16", "192.31.196.1", "192.175.48.1", "2620:4f:8000::1"]
)
def test_what_is_answered_by_whoever_is_near_is_not_the_internet_at_large(text):
    assert not is_public(ip_address(text))
