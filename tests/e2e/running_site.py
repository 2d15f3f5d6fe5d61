"""The site in a process of its own, as `make run` serves it: gunicorn, the embedded worker, SQLite, the demo."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from sqlite3 import connect

from tests.services.servers import ROOT, free_port, running, wait_for

BIN = Path(sys.executable).parent
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class RunningSite:
    """Where it is served, and the folder with its database, media and mailbox."""

    url: str
    folder: Path

    def mail_to(self, address: str, *, beyond: int = 0) -> EmailMessage:
        """The newest mail to an address, once it has come: there are more than `beyond`."""
        found: list[EmailMessage] = []

        def came() -> bool:
            found[:] = self.mails_to(address)
            return len(found) > beyond

        wait_for(came, f"a mail to {address}", 30)
        return found[-1]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The mails that have come to an address until now."""
        return [mail for mail in self._mails() if address in mail["To"]]

    def link_mailed_to(self, address: str, *, beyond: int = 0) -> str:
        """The link in the newest mail to an address."""
        text = self.mail_to(address, beyond=beyond).get_content()
        link = LINK.search(text)
        assert link, text
        return link[0]

    def run(self, *arguments: str) -> str:
        """Run a Python program in the site's environment, and return what it printed."""
        return python(environment(self.folder, self.url), *arguments)

    def read(self, path: str) -> str:
        """The text of an address that no browser is needed for: a feed, a sitemap."""
        with urllib.request.urlopen(f"{self.url}{path}") as response:
            return response.read().decode()

    def _mails(self) -> list[EmailMessage]:
        letters: list[EmailMessage] = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime):
            # Django's file backend ends each message with a line of dashes.
            for part in re.split(rb"\n-{79}\n", path.read_bytes()):
                if part.strip():
                    letters.append(message_from_bytes(part, policy=policy.default))  # type: ignore[arg-type]
        return letters


@contextmanager
def running_site(shared: Path, folder: Path) -> Iterator[RunningSite]:
    """Serve a copy of the filled site; `shared` is where all workers of this run find what was filled once."""
    filled = _filled(shared)
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    port = free_port()
    site = RunningSite(f"http://localhost:{port}", folder)
    _move(folder / "site.sqlite3", port)
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "--limit-request-line", "8190"]
    command: list[object] = [BIN / "gunicorn", "config.wsgi:application", *options]
    with running(command, env=environment(folder, site.url)):
        wait_for(lambda: _answers(f"{site.url}/healthz/"), "the site")
        yield site


def environment(folder: Path, url: str) -> dict[str, str]:
    """What the process reads: `make run`'s defaults, in a folder of its own."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "BASE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "REDIS_URL": "",
        "CELERY_BROKER_URL": "",
        "LOG_LEVEL": "WARNING",
        "EDIT_GRACE_SECONDS": "0",  # what is changed has a history at once
        "COMMENT_HOLD_FIRST": "false",  # who confirms a comment sees it
        "LINK_CARDS": "false",  # nothing is fetched from elsewhere
        "LIMIT_SEARCH": "1000/minute",  # all visitors of a run come from one address
        "GITHUB_CLIENT_ID": "x",  # nobody goes there
        "GITHUB_CLIENT_SECRET": "x",
    }


def python(env: dict[str, str], *arguments: str) -> str:
    """Run Python in an environment and return what it printed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout


def _filled(shared: Path) -> Path:
    """Fill a database once for all workers of this run; the others wait for it."""
    folder = shared / "filled-site"
    with (shared / "filled-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            (folder / "mail").mkdir(parents=True, exist_ok=True)
            python(environment(folder, "http://localhost"), "-m", "tests.e2e.fill")
            (folder / "done").touch()
    return folder


def _move(database: Path, port: int) -> None:
    """Tell both tables of sites which port is served."""
    with closing(connect(database)) as connection, connection:
        connection.execute("UPDATE wagtailcore_site SET port = ?", [port])
        connection.execute("UPDATE django_site SET domain = ?", [f"localhost:{port}"])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as response:
            return response.status == 200
    except OSError:
        return False
