"""No untranslated string: the catalogue is complete, and matches what the code asks for."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("manage.py", "site", "home", "community", "search", "locale")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory):
    """The Indonesian catalogue as it would be after collecting every string of the code anew."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("xgettext is missing: install Debian's gettext")
        pytest.skip("xgettext is missing: install Debian's gettext")
    tree = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("*.mo", "images", "__pycache__"))
        else:
            shutil.copy(source, tree / name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "id", "--no-location", "--no-obsolete"],
        cwd=tree,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        check=True,
        capture_output=True,
    )
    with (tree / "locale/id/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="id")


def test_every_string_is_translated(catalogue) -> None:
    untranslated = [message.id for message in catalogue if message.id and not all_of(message.string)]
    assert untranslated == []


def test_no_translation_is_a_guess(catalogue) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_every_translation_keeps_its_placeholders(catalogue) -> None:
    assert [
        (message.id, list(map(str, message.check(catalogue)))) for message in catalogue if has_errors(message)
    ] == []


def all_of(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def has_errors(message) -> bool:
    return bool(message.id) and any(True for _error in message.check())


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("kategori", "ruang"),
        ("notifikasi", "pemberitahuan"),
        ("postingan", "kiriman"),
        ("sektor", "bidang"),
        ("senyap", "bisu"),
        ("tagar", "tag"),
        ("bungkam", "larangan menulis"),
        ("diamkan", "larangan menulis"),
    ],
)
def test_each_thing_has_one_name(other: str, own: str) -> None:
    with (ROOT / "locale/id/LC_MESSAGES/django.po").open("rb") as file:
        said = [str(message.string).lower() for message in read_po(file, locale="id") if message.id]
    assert [text for text in said if other in text] == []
    assert any(own in text for text in said)


def test_no_page_and_no_mail_writes_the_time_of_day_in_the_way_of_one_language_alone():
    templates = [path for name in SOURCES for path in (ROOT / name).rglob("templates/**/*.*")]
    assert templates
    assert not [path for path in templates if re.search(r'date:"[^"]*H:i\b(?!:s)', path.read_text(errors="replace"))]
