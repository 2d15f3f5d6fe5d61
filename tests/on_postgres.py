"""Run the suite once more on a real PostgreSQL that is started here; more arguments go to pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# What a database has no say in: browsers and servers bring their own, and who may do what is asked in Python.
LEFT_OUT = ("-m", "not e2e and not services", "--ignore", "tests/test_access.py")
LEFT_OUT += ("--ignore", "tests/test_hidden_texts.py")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.services.servers import ServerMissing, postgresql  # noqa: E402


def main(arguments: list[str]) -> int:
    """Return pytest's answer; 0 with a word when there is no PostgreSQL, unless CI says that there must be."""
    try:
        with postgresql() as url:
            return run_on(url, arguments)
    except ServerMissing as missing:
        print(f"The suite did not run on PostgreSQL: {missing}.")
        return int(os.environ.get("CI") == "true")


def run_on(url: str, arguments: list[str]) -> int:
    """Run what concerns the database on the one at this address, and return pytest's answer."""
    command = [sys.executable, "-m", "pytest", "-rs", *LEFT_OUT, *arguments]
    asked = {"DATABASE_URL": url, "TESTED_DATABASE": "postgresql"}
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **asked}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
