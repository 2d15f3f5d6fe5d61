"""Runs the reading of a file, and says what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from home.models import CustomDocument
from search.models import DocumentText

from . import extraction

MOST_BYTES = 30 * 1024 * 1024
MOST_SECONDS = 60
LONGEST_COMPLAINT = 500

Problem = DocumentText.Problem


@dataclass
class Reading:
    """The words of a file, or why there are none; neither where it is of a kind without words, such as a film."""

    text: str = ""
    problem: str = ""


def read_file(document: CustomDocument) -> Reading:
    """Read the file of a document, in bounds of size, memory and time.

    Raises OSError when the place where files are kept doesn't answer: that passes, and the job comes again.
    """
    extension = document.file_extension.lower()
    if extension not in extraction.READERS:
        return Reading()
    try:
        with document.open_file() as file:
            if file.size > MOST_BYTES:
                return Reading(problem=Problem.TOO_LARGE)
            content = file.read()
    except FileNotFoundError:
        return Reading(problem=Problem.MISSING)
    return _extract(content, extension)


def _extract(content: bytes, extension: str) -> Reading:
    command = [sys.executable, "-P", extraction.__file__, extension]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        return Reading(problem=Problem.TOO_SLOW)
    if done.returncode < 0:  # ended by the system: for its memory, or for a fault in a library
        return Reading(problem=Problem.BROKEN)
    if done.returncode:  # a fault of ours, such as a library that is not installed
        raise RuntimeError(done.stderr.decode(errors="replace")[-LONGEST_COMPLAINT:])
    return Reading(**json.loads(done.stdout))
