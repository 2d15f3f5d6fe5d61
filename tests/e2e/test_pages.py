"""The table of pages is whole: what looks at every page looks at every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation

from .pages import FRAMES, NO_PAGES, PAGES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    ROOT / "site/templates",
    *ROOT.glob("home/templates"),
    *ROOT.glob("*/*/templates"),
    ROOT / "search/templates",
]
# Shown by addresses that a page of the table leads to by an act.
BY_ACTS = {
    *("forums:edit", "forums:delete", "comments:sent", "search:saved_edit", "search:saved_delete"),
    *("writing:discard_draft", "forums:undo_act", "writing:hide_version"),
    *("forums:participants", "forums:remove_participant", "forums:leave", "forums:allow_return"),
    *("account_email_verification_sent", "account_reset_password_done", "account_confirm_login_code"),
    "organisations:member",
    "members:block",
    "account_suspended",
    *("mfa_authenticate", "mfa_edit_webauthn", "mfa_remove_webauthn"),
}
INSIDE = ("admin/", "wagtailusers/", "includes/", "components/", "email/", "messages/", "blocks/")


def test_every_public_address_is_in_the_table() -> None:
    with translation.override("id"):
        seen = {resolve(page.path.split("?")[0]).view_name for page in PAGES}
    names = set(named_addresses(get_resolver()))
    assert names - seen - BY_ACTS - set(NO_PAGES) == set()
    assert set(NO_PAGES) & seen == set()


def test_every_public_template_is_in_the_table() -> None:
    whole = {name for folder in FOLDERS for name in whole_pages(folder)}
    assert whole - {page.template for page in PAGES} - FRAMES == set()
    assert len(whole) > 40


def named_addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if str(entry.pattern).startswith("admin/"):
            continue
        if isinstance(entry, URLResolver):
            yield from named_addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.lookup_str}"


def whole_pages(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.html"):
        name = str(path.relative_to(folder))
        text = path.read_text()
        if not any(part in name for part in INSIDE) and ("{% extends" in text or "<html" in text):
            yield name
