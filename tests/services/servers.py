"""Real servers for tests: each on a free port, in a temporary directory, gone when the test is."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Command = list[str | Path]


class ServerMissing(Exception):
    """The machine lacks the program."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL and give the address of an empty database; it forgets to sync, for speed."""
    programs = _postgresql_programs()
    port, user = free_port(), unprivileged()
    with directory(user) as folder:
        data = folder / "data"
        init: Command = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "negeri",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        subprocess.run(init, check=True, capture_output=True, user=user, cwd=folder)
        options = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        listen = ["-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        command = [programs / "postgres", "-D", data, *listen, *options]
        with running(command, user=user, cwd=folder, stop=signal.SIGINT):
            ready: Command = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_for(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
            make: Command = [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "negeri", "negeri"]
            subprocess.run(make, check=True, capture_output=True)
            yield f"postgres://negeri@127.0.0.1:{port}/negeri"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps nothing on disk and give its address, without the number of a database."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with directory(None) as folder, running([*command, "--dir", folder], cwd=folder):
        wait_for(lambda: listens(port), "Redis")
        yield f"redis://127.0.0.1:{port}"


@contextlib.contextmanager
def running(
    command: list[object],
    *,
    env: dict[str, str] | None = None,
    user: str | None = None,
    cwd: Path = ROOT,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a process group of its own, and stop it however the test ends; its words go to a file."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=log,
            stderr=log,
            env={**os.environ, **(env or {})},
            user=user,
            cwd=cwd,
            start_new_session=True,
        )
        try:
            yield process
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-4000:])
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(stop)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and its children with -9."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def wait_for(done: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds} s")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Say whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _postgresql_programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise ServerMissing("PostgreSQL is not installed")
    return versions[-1].parent


def unprivileged() -> str | None:
    """Return the user to run a server as that refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextlib.contextmanager
def directory(user: str | None) -> Iterator[Path]:
    """Make a directory that the user owns, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="negeri-server-", dir="/tmp"))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
