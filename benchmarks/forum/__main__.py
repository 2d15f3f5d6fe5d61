"""`python -m benchmarks.forum [--posts N]`: how fast a forum of a million posts is, read and written; on PostgreSQL."""

from __future__ import annotations

import argparse
import sys

from benchmarks.environment import own_site

POSTS = 1_000_000


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.forum", description=__doc__)
    parser.add_argument("--posts", default=POSTS, type=int, help="how many posts; members and topics are in proportion")
    parser.add_argument(
        "--only", default="forum", help="only the rows whose name begins so: forum topic, forum reply ..."
    )
    options = parser.parse_args()
    with own_site("postgresql"):
        from benchmarks.forum.running import on_postgresql  # needs the settings that own_site has made

        return on_postgresql(options.posts, only=options.only)


if __name__ == "__main__":
    sys.exit(main())
