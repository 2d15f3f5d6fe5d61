"""`python -m benchmarks.trust [--members N]`: how long deciding the trust levels of all takes, on PostgreSQL."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.environment import own_site

MEMBERS = 100_000


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.trust", description=__doc__)
    parser.add_argument("--members", default=MEMBERS, type=int, help="of whom each has read, written and reacted")
    options = parser.parse_args()
    with own_site("postgresql"):
        return _on_postgresql(options.members)


def _on_postgresql(count: int) -> int:
    # These need the settings that own_site has made.
    from demo.quiet import quiet
    from rich.progress import Progress, TimeElapsedColumn

    from benchmarks import report
    from benchmarks.running import make_tables_and_files
    from benchmarks.trusted import write_what_members_did
    from community.moderation.trust.services import recompute_all

    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress, quiet():
        task = progress.add_task("tables", total=None)
        make_tables_and_files()
        progress.update(task, description=f"{count:,} members and what they did")
        write_what_members_did(count)
        results = []
        for name in ("most rise", "nothing has changed"):
            progress.update(task, description=name)
            begun = time.perf_counter()
            moved = recompute_all()
            seconds = round(time.perf_counter() - begun, 1)
            results.append({"name": f"trust, {name}", "answers": moved, "seconds": seconds, "bound": {"seconds": 120}})
    return report.conclude(results, title=f"Trust levels of {count:,} members")


if __name__ == "__main__":
    sys.exit(main())
