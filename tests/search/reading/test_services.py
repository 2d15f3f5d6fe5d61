"""The words of a file are read once, in bounds, and what can't be read says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from outbox.models import Job

from search.models import DocumentText
from search.reading import extraction, process
from search.reading.extraction import MOST_CHARACTERS, MOST_TEXT_BYTES, normalised
from search.reading.services import read_document, request_readings
from tests.factories.documents import make_document, pdf, protected_pdf, swelling_word_file, word_file

pytestmark = pytest.mark.django_db

Problem = DocumentText.Problem


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (protected_pdf("Rahasia", "sandi"), "a.pdf", Problem.PROTECTED),
        (extraction.OLD_OFFICE + b"\0" * 512, "a.docx", Problem.PROTECTED),
        (b"%PDF-1.4 lalu tidak ada apa-apa", "a.pdf", Problem.BROKEN),
        (word_file("Jarak tanam")[:300], "a.docx", Problem.BROKEN),
        (swelling_word_file(101), "a.docx", Problem.SWELLING),
        (pdf(""), "a.pdf", Problem.WORDLESS),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, problem: Problem) -> None:
    reading = read(content, name)
    assert (reading.text, reading.problem) == ("", problem)


def test_a_file_with_an_empty_password_opens_like_any_other() -> None:
    assert read(protected_pdf("Jarak tanam", ""), "a.pdf").text == "Jarak tanam"


def test_a_film_has_no_words_and_no_problem() -> None:
    reading = read(b"\0\0\0\x20ftypisom", "a.mp4")
    assert (reading.text, reading.problem) == ("", "")


def test_a_large_file_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_BYTES", 5)
    assert read(b"enam..", "a.txt").problem == Problem.TOO_LARGE


def test_a_reading_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run_instead(monkeypatch, tmp_path, "while True: pass")
    monkeypatch.setattr(process, "MOST_SECONDS", 0.5)
    assert read(pdf("Jarak"), "a.pdf").problem == Problem.TOO_SLOW


def test_a_reading_that_dies_of_a_file_does_not_come_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run_instead(monkeypatch, tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert read(pdf("Jarak"), "a.pdf").problem == Problem.BROKEN
    assert request_readings() == 0


def test_a_fault_of_the_installation_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run_instead(monkeypatch, tmp_path, "import no_such_library")
    with pytest.raises(RuntimeError, match="no_such_library"):
        read(pdf("Jarak"), "a.pdf")
    assert not DocumentText.objects.exists()


def test_a_missing_file_is_looked_for_again_each_night() -> None:
    document = make_document(b"ada")
    document.file.storage.delete(document.file.name)
    assert read_document(document.pk).problem == Problem.MISSING
    Job.objects.all().delete()
    assert request_readings() == 1


def test_a_file_that_was_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read(b"Jarak tanam", "a.txt")
    monkeypatch.setattr("search.reading.services.read_file", lambda document: pytest.fail("read twice"))
    assert read_document(reading.document_id) is None


def test_a_document_that_went_before_its_turn_is_left_alone() -> None:
    document = make_document(b"ada")
    key = document.pk
    document.delete()
    assert read_document(key) is None


def test_a_long_text_is_cut_and_stays_found_by_its_beginning() -> None:
    reading = read(b"awal " + b"kata " * MOST_CHARACTERS, "a.txt")
    assert len(reading.text) <= MOST_CHARACTERS
    assert reading.text.startswith("awal kata")


def test_of_many_pages_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_PAGES", 2)
    assert extraction.extract(pdf("satu", "dua", "tiga"), "pdf") == "satu dua"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("budi\0daya \x07 laut\r\n\t kei", "budi daya laut kei"),
        ("peng\u00aderingan\u200b", "pengeringan"),
        ("\ufb01sik", "fisik"),
        ("\ud800putus", "putus"),
    ],
)
def test_a_text_holds_no_more_than_words_and_single_spaces(text: str, kept: str) -> None:
    assert normalised(text) == kept


def test_a_text_of_long_letters_fits_the_index_of_the_database() -> None:
    assert len(normalised("\u6f22" * MOST_CHARACTERS).encode()) <= MOST_TEXT_BYTES


def read(content: bytes, name: str) -> Any:
    return read_document(make_document(content, name).pk)


def run_instead(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    script = folder / "script.py"
    script.write_text(code)
    monkeypatch.setattr(extraction, "__file__", str(script))
