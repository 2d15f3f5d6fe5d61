"""Fetch CommonMark's examples and two public lists of hostile texts into a temporary place, and hold Markdown to them.

    python -m tests.conformity [--examples PATH] [--hostile PATH ...]

Files at hand are read instead of fetched. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import urllib.request
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

EXAMPLES = "https://spec.commonmark.org/0.31.2/spec.json"
HOSTILE = (
    "https://raw.githubusercontent.com/payloadbox/xss-payload-list/master/Intruder/xss-payload-list.txt",
    "https://raw.githubusercontent.com/cure53/H5SC/master/vectors.txt",
)
BETWEEN = r'\n|(?=<div id="\d+">)'  # the second list has many of its texts on one line


def main() -> int:
    """Check both, name what differs, and fail if anything does."""
    import django

    django.setup()
    from .checks import different, surviving

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", default=EXAMPLES)
    parser.add_argument("--hostile", nargs="+", default=HOSTILE)
    asked = parser.parse_args()
    examples = json.loads(_read(asked.examples))
    faults = different(examples)
    print(f"CommonMark: {len(examples) - len(faults)} of {len(examples)} examples as specified where allowed.")
    for place in asked.hostile:
        texts = [text for text in re.split(BETWEEN, _read(place)) if text.strip()]
        lived = surviving(texts)
        faults += lived
        print(f"{place.rpartition('/')[2]}: {len(lived)} of {len(texts)} hostile texts got through.")
    print(*faults, sep="\n\n")
    return 1 if faults else 0


def _read(place: str) -> str:
    """Read a file, or fetch it."""
    if not place.startswith("https://"):
        return Path(place).read_text(errors="replace")
    with urllib.request.urlopen(place, timeout=60) as answer:
        return answer.read().decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
