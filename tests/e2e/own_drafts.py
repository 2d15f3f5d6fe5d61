"""Drafts that an earlier test has left."""

from __future__ import annotations

from playwright.sync_api import Page


def forget_drafts(page: Page) -> None:
    """Begin with an empty form, whatever the test before has left."""
    page.goto("/tulisan/draf/")
    while page.locator("main a[href$='/hapus/']").count():
        page.locator("main a[href$='/hapus/']").first.click()
        page.get_by_role("button", name="Ya, hapus").click()
