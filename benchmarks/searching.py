"""`python -m benchmarks.searching [--documents N]`: how fast Elasticsearch answers and learns, over a million entries.

With `--on sqlite` the embedded engine is measured instead, over the demo content.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack

from benchmarks.environment import own_site
from tests.services.elasticsearch import elasticsearch

DOCUMENTS = 1_000_000
HEAP = "1g"


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.searching", description=__doc__)
    parser.add_argument("--documents", default=DOCUMENTS, type=int, help="how many entries Elasticsearch holds")
    parser.add_argument("--on", default="postgresql", choices=("postgresql", "sqlite"))
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.on == "postgresql":
            os.environ["SEARCH_URL"] = stack.enter_context(elasticsearch(HEAP))
        stack.enter_context(own_site(options.on))
        from benchmarks import searched  # needs the settings that own_site has made

        return searched.on_elasticsearch(options.documents) if options.on == "postgresql" else searched.on_the_demo()


if __name__ == "__main__":
    sys.exit(main())
