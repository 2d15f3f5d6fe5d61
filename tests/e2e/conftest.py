"""A browser, and the site it looks at.

The browser lives as long as the tests of this folder run: its driver keeps an event loop in the thread, beside which
Django refuses to read a database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.services.servers import ServerMissing

from .checker import Checker, html_checker
from .people import People
from .running_site import RunningSite, running_site

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# A busy machine answers late; nothing here waits that long when all is well.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    _chromium()
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    with running_site(shared, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = _chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def people(browser: Browser, site: RunningSite) -> People:
    """Who can look at the site; each signs in once."""
    return People(browser, site)


@pytest.fixture(scope="package")
def checker() -> Iterator[Checker | ServerMissing]:
    """The HTML checker; without Java what is missing, so that the other checks of a page go on."""
    try:
        with html_checker() as checker:
            yield checker
    except ServerMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        yield missing


@pytest.fixture
def open_page(browser: Browser, site: RunningSite) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of a new visitor, closed when the test ends."""
    contexts = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(base_url=site.url, locale="id-ID", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def _chromium() -> str:
    """Find the browser: without the parts that only a window needs it opens pages in a third of the time."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    return program
