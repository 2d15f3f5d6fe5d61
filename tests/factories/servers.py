"""A small web server on this machine that misbehaves as asked, for tests of what fetches pages from elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<html><head><title>Bibit &amp; air</title></head><body>Isi</body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers each path with what the test put there: a function of the handler."""

    answers: dict[str, Callable[[Handler], None]]
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):
            self.answers[self.path](self)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def serving(**answers: Callable[[Handler], None]) -> Iterator[tuple[int, list[tuple[str, dict[str, str]]]]]:
    """Serve on a free port of 127.0.0.1; yield the port, and what will be asked."""
    asked: list[tuple[str, dict[str, str]]] = []
    known = {f"/{name}": answer for name, answer in answers.items()}
    handler = type("Answering", (Handler,), {"answers": known, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


def page(content: bytes = PAGE, *, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Any:
    """A page as it should be, or of another type, or with another status."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirect(goal: str, status: int = 302) -> Any:
    """A redirect."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Location", goal)
        handler.end_headers()

    return answer


def endless(handler: Handler) -> None:
    """A page that never ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.wfile.write(PAGE)
    while True:
        handler.wfile.write(b"a" * 65_536)


def dripping_page(handler: Handler) -> None:
    """A page that comes byte by byte."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.05)


def dripping_headers(handler: Handler) -> None:
    """An answer whose head comes byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.05)


def silent(handler: Handler) -> None:
    """An answer that never comes."""
    time.sleep(20)


def broken(handler: Handler) -> None:
    """No HTTP at all."""
    handler.wfile.write(b"\x00\x01\x02 halo\r\n\r\n")
