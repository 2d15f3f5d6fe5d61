"""A small SMTP server for tests: it takes every mail, slowly, and remembers the Message-IDs."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes


class Sink(socketserver.ThreadingTCPServer):
    """The server; `received` has the Message-ID of each mail whose final dot came."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, pause: float) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.pause = pause
        self.received: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    """One client; says yes to everything, and lets it wait a little before taking a mail and before saying so."""

    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                text = self._text()
                if text is None:
                    return
                self.server.received.append(str(message_from_bytes(text)["Message-ID"]))
                time.sleep(self.server.pause)
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _text(self) -> bytes | None:
        lines = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line)
        return None

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def smtp_sink(pause: float = 0.05) -> Iterator[Sink]:
    """Run a sink beside the test."""
    with Sink(pause) as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        try:
            yield sink
        finally:
            sink.shutdown()
