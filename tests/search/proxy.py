"""A proxy before a real server that makes it misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from search.indexing.client import SEARCH_WAIT

Answer = tuple[int, bytes]
PRODUCT = {"X-Elastic-Product": "Elasticsearch"}  # the client asks for it


def well(path: str, ask: Callable[[], Answer]) -> Answer:
    """Pass everything on."""
    return ask()


def too_many(path: str, ask: Callable[[], Answer]) -> Answer:
    """Refuse all, to come again later."""
    return 429, b'{"error": {"type": "es_rejected_execution_exception", "reason": "busy"}, "status": 429}'


def half_of_a_bulk(path: str, ask: Callable[[], Answer]) -> Answer:
    """Say of every second item of a bulk that it must come again."""
    status, body = ask()
    if "_bulk" in path:
        answer: dict[str, Any] = json.loads(body)
        for item in answer["items"][1::2]:
            ((_act, done),) = item.items()
            done |= {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "busy"}}
        body = json.dumps(answer).encode()
    return status, body


def greet(path: str, ask: Callable[[], Answer]) -> Answer:
    """Say something that is no answer, as what stands before a server may."""
    return 200, b'"hello"'


def part(path: str, ask: Callable[[], Answer]) -> Answer:
    """Say that there was no time for all of an answer."""
    status, body = ask()
    return status, body.replace(b'"timed_out":false', b'"timed_out":true')


def dawdle(path: str, ask: Callable[[], Answer]) -> Answer:
    """Answer each call in time, but several of them too late."""
    time.sleep(SEARCH_WAIT * 0.75)  # nothing but time makes a server slow
    return ask()


def hang(path: str, ask: Callable[[], Answer]) -> Answer:
    """Take the request and say nothing."""
    raise AssertionError("The proxy lets it wait before it is asked.")


@dataclass
class Proxy:
    """Where it listens, and how it behaves now."""

    url: str
    behave: Callable[[str, Callable[[], Answer]], Answer] = well


@contextmanager
def proxy(target: str) -> Iterator[Proxy]:
    """Stand before the server; what hangs is let go at the end."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = self.rfile.read(length) if length else None
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}

            def ask() -> Answer:
                request = Request(f"{target}{self.path}", data, kept, method=self.command)
                try:
                    with urlopen(request) as answer:
                        return answer.status, answer.read()
                except HTTPError as error:
                    return error.code, error.read()

            if stand.behave is hang:
                ended.wait(30)
                return
            status, body = stand.behave(self.path, ask)
            self.send_response(status)
            for name, value in {**PRODUCT, "Content-Type": kept.get("Accept", "application/json")}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815 - the names that http.server calls

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand = Proxy(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
