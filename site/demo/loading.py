"""Reads the demo content, whose format `content/README.md` tells."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
IMAGES = HERE / "images"
CONTENT = HERE / "content"
LANGUAGES = ("id", "en")

Row = dict[str, Any]


def read(name: str) -> Row:
    """Return one file of the content."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


def read_images() -> list[Row]:
    """Return what is to be known of the pictures."""
    rows: list[Row] = tomllib.loads((IMAGES / "images.toml").read_text())["image"]
    return rows


def read_stories() -> list[Row]:
    """Return all stories, the oldest first, so that the newest is also the last one made."""
    rows = [tomllib.loads(path.read_text()) for path in sorted((CONTENT / "stories").glob("*.toml"))]
    return sorted(rows, key=lambda row: (row["date"], row["slug"]))


def text(row: Row, field: str, language: str) -> str:
    """Return a text in a language; what has no translation is the same in both."""
    value = row.get(f"{field}_en") if language == "en" else None
    return str(value if value is not None else row.get(field, "")).strip()
