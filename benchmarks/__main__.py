"""`python -m benchmarks [--only NAME] [--on postgresql]`: fill, measure, print, write; 1 when a bound is passed."""

from __future__ import annotations

import argparse
import sys

from benchmarks.environment import DATABASES, own_site


def main() -> int:
    """Measure a site that is made for it and thrown away."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", default="", help="only the rows whose name begins so: story, search ...")
    parser.add_argument("--on", default="sqlite", choices=DATABASES, help="the database")
    options = parser.parse_args()
    with own_site(options.on):
        from benchmarks.running import run  # needs the settings that own_site has made

        return run(options.only, keeps=options.on == "sqlite")


if __name__ == "__main__":
    sys.exit(main())
