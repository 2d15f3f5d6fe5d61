"""What an editor does in Wagtail's admin: by its search, forms, blocks, choosers and buttons, in Indonesian."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class EditingRoom:
    """One window of an editor."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def find(self, title: str) -> None:
        """Find a page by its title and open it to be edited."""
        self.page.goto("/admin/")
        box = self.page.get_by_role("textbox", name="Pencarian", exact=True)
        box.fill(title)
        box.press("Enter")
        self.page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.locator("#page-edit-form")).to_be_visible()

    def start_below(self, title: str, kind: str) -> None:
        """Open the form of a new page of a kind below another page."""
        self.find(title)
        header = self.page.locator("header").first
        header.get_by_role("button", name="Actions").click()
        header.get_by_role("link", name="Tambahkan halaman turunan").click()
        self.page.get_by_role("link", name=kind, exact=True).click()
        expect(self.page.locator("#id_title")).to_be_visible()

    def add_block(self, kind: str) -> str:
        """Add a block at the end of the body, and return how the names of its fields begin."""
        count = self.page.locator("input[name=body-count]")
        number = int(count.input_value())
        self.page.locator("#panel-child-konten-body-section .c-sf-add-button:visible").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        expect(count).to_have_value(str(number + 1))
        return f"body-{number}-value"

    def write(self, name: str, text: str) -> None:
        """Write into a field of rich text."""
        field = self.page.locator(f"[data-field]:has([name={name}]) [contenteditable=true]")
        field.click()
        field.press_sequentially(text)

    def upload_picture(self, name: str, path: Path, *, alt: str, credit: str) -> None:
        """Choose a picture by sending a new one, with what must be told of it."""
        dialog = self._choose(name)
        dialog.get_by_role("tab", name="Unggah").click()
        prefix = "image-chooser-upload"
        dialog.locator(f"[name={prefix}-file]").set_input_files(path)
        dialog.locator(f"[name={prefix}-title]").fill(alt)
        dialog.locator(f"[name={prefix}-alt]").fill(alt)
        dialog.locator(f"[name={prefix}-credit]").fill(credit)
        dialog.locator("#tab-upload [type=submit]").click()
        expect(self.page.locator(".modal-dialog")).to_have_count(0)

    def choose_picture(self, name: str, title: str) -> None:
        """Choose one of the pictures that are there."""
        dialog = self._choose(name)
        dialog.locator("[name=q]").fill(title)
        dialog.locator("#search-results").get_by_text(title).click()
        expect(self.page.locator(".modal-dialog")).to_have_count(0)

    def act(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the form's foot, opening its menu if it is in there."""
        button = self.page.locator("footer").get_by_role("button", name=name)
        if not button.is_visible():
            self.page.locator("footer").get_by_role("button", name="More actions").click()
        button.click()

    def _choose(self, name: str) -> Locator:
        self.page.locator(f"#id_{name}-chooser, #{name}-chooser").locator(
            "[data-chooser-action-choose]:visible"
        ).click()
        dialog = self.page.locator(".modal-dialog")
        expect(dialog).to_be_visible()
        return dialog
