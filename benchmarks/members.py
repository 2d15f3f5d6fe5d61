"""`python -m benchmarks.members [--members N]`: how fast lists of a hundred thousand are, and a deletion."""

from __future__ import annotations

import argparse
import sys

from benchmarks.environment import own_site

MEMBERS = 100_000
CONTRIBUTIONS = 10_000


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.members", description=__doc__)
    parser.add_argument("--members", default=MEMBERS, type=int, help="how many members can be found")
    parser.add_argument("--contributions", default=CONTRIBUTIONS, type=int, help="what the deleted member wrote")
    options = parser.parse_args()
    with own_site("postgresql"):
        from benchmarks import accounts, directory, erasing  # need the settings that own_site has made

        is_slow = directory.on_postgresql(options.members)
        is_slow |= accounts.on_postgresql()
        return is_slow | erasing.on_postgresql(options.contributions)


if __name__ == "__main__":
    sys.exit(main())
