"""What of the name of a site somebody registered."""

from __future__ import annotations

import socket

import pytest

from community.writing import hosts
from community.writing.hosts import host_of, site_of

SUFFIXES = ("or.id", "go.id", "sch.id", "my.id", "web.id", "ac.id", "biz.id")


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("toko0.jual-murah.example", "jual-murah.example"),
        ("a.b.toko.com", "toko.com"),
        ("toko.com", "toko.com"),
        ("a.toko.co.id", "toko.co.id"),
        ("a.toko.id", "toko.id"),
        ("letvuan.desa.id", "letvuan.desa.id"),
        ("bumdes.letvuan.desa.id", "letvuan.desa.id"),
        *((f"a.nama.{suffix}", f"nama.{suffix}") for suffix in SUFFIXES),
        ("www2.kebun.blogspot.com", "kebun.blogspot.com"),
        ("kebun.blogspot.co.id", "kebun.blogspot.co.id"),
        ("a.kebun.wordpress.com", "kebun.wordpress.com"),
        ("wordpress.com", "wordpress.com"),
        ("kebun.github.io", "kebun.github.io"),
        ("a.xn--tokobckerei-p8a.example", "xn--tokobckerei-p8a.example"),
        ("desa.id", "desa.id"),
        ("localhost", "localhost"),
        ("203.0.113.7", "203.0.113.7"),
        ("0xcb.0x71", "0xcb.0x71"),
        ("2001:db8::7", "2001:db8::7"),
        ("a..b", "a..b"),
        ("", ""),
    ],
)
def test_a_site_is_what_somebody_registered(host, site):
    assert site_of(host) == site


def test_the_site_of_an_address_is_read_as_browsers_read_it():
    assert site_of(host_of("https://A.Tokob\u00e4ckerei.example./x")) == "xn--tokobckerei-p8a.example"


@pytest.mark.parametrize(
    "address",
    [
        "https://toko.example/a",
        "//toko.example/a",
        "https:///toko.example/a",
        "https:////toko.example/a",
        "HTTPS:toko.example/a",
        "https:/toko.example/a",
        "///toko.example/a",
        r"https:\\toko.example/a",
        r"https:/\toko.example\a",
        r"https:\/\toko.example",
        r"/\toko.example/a",
        r"\\toko.example/a",
        r"https:\\toko.example\@testserver/a",
        r"https://toko.example?\@testserver/a",
        "https:%5C%5ctoko.example/a",
        "https:/%5Ctoko.example/a",
    ],
)
def test_slashes_are_read_as_browsers_read_them(address):
    assert host_of(address) == "toko.example"


@pytest.mark.parametrize(
    "address", ["/forum/toko.example", "forum/", "#a", "?a=//toko.example", "mailto:a@b.id", "///"]
)
def test_what_stays_within_the_site_names_no_other(address):
    assert host_of(address) == ""


def test_nothing_is_fetched_for_that(monkeypatch):
    def fail(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    hosts._suffixes.cache_clear()
    assert site_of("a.toko.co.id") == "toko.co.id"
