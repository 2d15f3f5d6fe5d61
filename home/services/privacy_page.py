"""The page that says what is kept of people: made once in every language, then the editors' to change."""

from __future__ import annotations

import json
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.html import escape
from wagtail.models import Page

from home.models import HomePage, SiteSettings, StandardPage

TEXTS = Path(__file__).resolve().parent.parent / "data" / "privacy.toml"
# By it the page is found again, whatever editors do with its title and address.
KEY = uuid.UUID("3b0c6d0e-52a5-4a57-9b5d-0f5f7b6f2a11")


@transaction.atomic
def make_privacy_page() -> int:
    """Make the page below each home page where it is missing; return how many were made."""
    texts = tomllib.loads(TEXTS.read_text())
    homes = HomePage.objects.select_related("locale").filter(locale__language_code__in=texts).order_by("pk")
    return sum(_make(home, texts[home.locale.language_code]) for home in homes)


@transaction.atomic
def refresh_privacy_page() -> tuple[int, int]:
    """Give the pages that no editor ever saved the text and the numbers of today; return how many, and how many stay.

    Whether somebody edited one is told by its revisions: those of this module name nobody.
    """
    texts = tomllib.loads(TEXTS.read_text())
    pages = StandardPage.objects.select_related("locale").filter(translation_key=KEY, live=True)
    told = [page for page in pages if page.locale.language_code in texts]
    ours = [page for page in told if not page.revisions.exclude(user=None).exists()]
    return sum(_refresh(page, texts[page.locale.language_code]) for page in ours), len(told) - len(ours)


def _make(home: HomePage, text: dict[str, Any]) -> bool:
    same = StandardPage.objects.filter(locale=home.locale, translation_key=KEY)
    if same.exists() or Page.objects.child_of(home).filter(slug=text["slug"]).exists():
        return False
    page = StandardPage(
        title=text["title"],
        slug=text["slug"],
        intro=text["intro"],
        menu=StandardPage.Menu.LEGAL,
        locale=home.locale,
        translation_key=KEY,
        body=json.dumps(_body(text)),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return True


def _refresh(page: StandardPage, text: dict[str, Any]) -> bool:
    """Publish the text of today, if it is another one."""
    body, shown = _body(text), [{"type": block["type"], "value": block["value"]} for block in page.body.raw_data]
    if (page.title, page.intro, shown) == (text["title"], text["intro"], body):
        return False
    page.title = page.draft_title = text["title"]
    page.intro, page.body = text["intro"], json.dumps(body)
    page.save_revision().publish()
    return True


def _body(text: dict[str, Any]) -> list[dict[str, str]]:
    return [block for section in text["section"] for block in _blocks(section)]


def _blocks(section: dict[str, str]) -> list[dict[str, str]]:
    text = section["text"].strip().format(**_facts())
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return [{"type": "heading", "value": section["heading"]}, {"type": "paragraph", "value": paragraphs}]


def _facts() -> dict[str, Any]:
    """What the settings and the editors say of this site."""
    return {
        "organisation": SiteSettings.load().organisation,
        "unverified": settings.UNVERIFIED_DAYS,
        "first": settings.INACTIVE_FIRST_DAYS,
        "last": settings.INACTIVE_LAST_DAYS,
        "inactive": settings.INACTIVE_DAYS,
        "export": settings.EXPORT_DAYS,
        "erasure": settings.ERASURE_DAYS,
        "backup": settings.BACKUP_DAYS,
        "evidence": settings.EVIDENCE_DAYS,
    }
