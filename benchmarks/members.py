"""`python -m benchmarks.members [--members N]`: how fast the directory of a hundred thousand members is."""

from __future__ import annotations

import argparse
import sys

from benchmarks.environment import own_site

MEMBERS = 100_000


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.members", description=__doc__)
    parser.add_argument("--members", default=MEMBERS, type=int, help="how many members can be found")
    options = parser.parse_args()
    with own_site("postgresql"):
        from benchmarks import directory  # needs the settings that own_site has made

        return directory.on_postgresql(options.members)


if __name__ == "__main__":
    sys.exit(main())
