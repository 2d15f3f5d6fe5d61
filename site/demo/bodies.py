"""Turns the blocks of the content into what a page's body stores."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import escape

from .loading import Row, text
from .targets import block_target
from .things import Things


def body_of(row: Row, language: str, things: Things) -> str:
    """Return the body of a page in a language, as JSON."""
    blocks = row.get("body", [])
    return json.dumps([{"type": block["type"], "value": _value(block, language, things)} for block in blocks])


def paragraphs(plain: str) -> str:
    """Wrap what blank lines part in paragraphs."""
    parts = [part.strip() for part in plain.split("\n\n")]
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def _value(block: Row, language: str, things: Things) -> Any:
    def said(field: str) -> str:
        return text(block, field, language)

    match block["type"]:
        case "paragraph":
            return paragraphs(said("text"))
        case "heading":
            return said("text")
        case "image":
            return _figure(block, language, things)
        case "gallery":
            return [_figure(image, language, things) for image in block["images"]]
        case "quote":
            return {"text": said("text"), "source": said("source")}
        case "video":
            return _video(block, language, things)
        case "fact_box":
            rows = [{name: text(row, name, language) for name in ("label", "value")} for row in block["rows"]]
            return {"title": said("title"), "rows": rows, "source": said("source")}
        case "next_step":
            target = block_target(block["target"], language, things.topics)
            return {"kind": block["kind"], "title": said("title"), "text": said("text"), **target}
    raise ValueError(f"No block is called {block['type']}.")


def _figure(row: Row, language: str, things: Things) -> dict[str, Any]:
    return {"image": things.images[row["image"]].pk, "caption": text(row, "caption", language), "alt": ""}


def _video(block: Row, language: str, things: Things) -> dict[str, Any]:
    poster = things.image_of(block)
    return {
        "title": text(block, "title", language),
        "text": text(block, "text", language),
        "url": block["url"],
        "file": None,
        "poster": poster.pk if poster else None,
        "length": "{}:{:02}".format(*divmod(block["length_seconds"], 60)),
        "transcript": "",
    }
