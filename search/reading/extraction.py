"""Takes the words out of a file; run as a script, with the file on its standard input.

Files come from anywhere, and one may be made to never end or to swell. So it runs in a process of its own, which may
use only so much memory and be ended at any time, and imports nothing of the site.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import unicodedata
import zipfile
from io import BytesIO
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pypdf import PageObject

MOST_CHARACTERS = 200_000
MOST_TEXT_BYTES = 300_000  # PostgreSQL's text index of an entry holds 1 MB, of two forms of each word
MOST_PAGES = 500
MOST_SECONDS = 45  # after which the pages read so far must do
MOST_MEMORY = 1024 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 5_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # what Word wraps a document with a password in

IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # invisible, inside words
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(Exception):
    """There are no words to be had; says why, in a value of `DocumentText.Problem`."""


def extract(content: bytes, extension: str) -> str:
    """Return the words of a file, or raise `Unreadable`."""
    try:
        text = normalised(READERS[extension](content))
    except (Unreadable, MemoryError, ImportError):
        raise
    except Exception as error:  # the libraries fail in any way on a file that is damaged
        raise Unreadable("broken") from error
    if not text and extension not in PLAIN:
        raise Unreadable("wordless")
    return text


def normalised(text: str) -> str:
    """Fold spaces and typographic forms of letters, drop what no eye sees, and cut what is too long."""
    text = unicodedata.normalize("NFKC", IGNORED.sub("", text[: 2 * MOST_CHARACTERS]))
    visible = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    folded = " ".join(visible.split())[:MOST_CHARACTERS]
    return folded.encode()[:MOST_TEXT_BYTES].decode("utf-8", "ignore").strip()


def _read_pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("protected")
        return _words_of_pages(reader.pages)
    except DependencyError as error:  # a cipher that takes a further library
        raise Unreadable("protected") from error


def _words_of_pages(pages: Iterable[PageObject]) -> str:
    pieces: list[str] = []
    length, end = 0, monotonic() + MOST_SECONDS
    for page in islice(pages, MOST_PAGES):
        pieces.append(page.extract_text())
        length += len(pieces[-1])
        if length > MOST_CHARACTERS or monotonic() > end:
            break
    return "\n".join(pieces)


def _read_docx(content: bytes) -> str:
    from docx import Document

    if content.startswith(OLD_OFFICE):
        raise Unreadable("protected")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable("swelling")
    pieces: list[str] = []
    breaks = {f"{WORD}p", f"{WORD}br", f"{WORD}tab"}
    for node in Document(BytesIO(content)).element.body.iter(f"{WORD}t", *breaks):
        pieces.append("\n" if node.tag in breaks else node.text or "")
    return "".join(pieces)


def _read_plain(content: bytes) -> str:
    return content[: 8 * MOST_CHARACTERS].decode("utf-8-sig", "replace")


PLAIN = ("csv", "txt")
READERS = {"docx": _read_docx, "pdf": _read_pdf, **dict.fromkeys(PLAIN, _read_plain)}


def main() -> None:
    """Write the words, or the problem, to the standard output as JSON."""
    logging.disable()  # the libraries complain at length of each oddity
    try:
        _limit_memory()
        answer = {"text": extract(sys.stdin.buffer.read(), sys.argv[1])}
    except Unreadable as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "swelling"}
    json.dump(answer, sys.stdout)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, OSError, ValueError):  # not every system can
        return


if __name__ == "__main__":
    main()
