"""Run the suite as `make test` does: on PostgreSQL, and beside it on SQLite what that run says nothing of.

That is what a database has no say in, which PostgreSQL leaves out, the browser's look at every page, and what speaks to
each database in its own words. Without a PostgreSQL the whole suite runs on SQLite. More arguments go to both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.on_postgres import run_on  # noqa: E402
from tests.services.servers import ServerMissing, postgresql  # noqa: E402

PYTEST = (sys.executable, "-m", "pytest")
ON_SQLITE = ("tests/e2e", "tests/services", "tests/search", "tests/config", *sorted(ROOT.glob("tests/test_*.py")))


def main(arguments: list[str]) -> int:
    """Return the first answer of pytest that is not 0."""
    try:
        with postgresql() as url, tempfile.TemporaryFile() as told:
            with subprocess.Popen([*PYTEST, *ON_SQLITE, *arguments], cwd=ROOT, stdout=told, stderr=told) as beside:
                answer = run_on(url, ["--numprocesses", "auto", *arguments])
            told.seek(0)
            print("On SQLite:", told.read().decode(errors="replace"), sep="\n")
            return answer or beside.returncode
    except ServerMissing as missing:
        if os.environ.get("CI") == "true":
            raise
        print(f"There is no PostgreSQL: {missing}. All runs on SQLite.")
        return subprocess.run([*PYTEST, "--numprocesses", "auto", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
