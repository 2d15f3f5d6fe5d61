"""Discussed pages, and comments made the way members and visitors make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Page, Site

from community.comments import services
from home.models import StoryPage
from tests.factories.members import MemberFactory

if TYPE_CHECKING:
    from community.comments.models import Comment
    from community.members.models import User


def make_story(title: str = "Tali yang sama", **fields: object) -> StoryPage:
    parent: Page = Site.objects.get(is_default_site=True).root_page
    return parent.add_child(instance=StoryPage(title=title, intro="Dua puluh keluarga.", **fields))


def translate(page: Page, *, alias: bool = False) -> Page:
    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = page.specific.copy_for_translation(english, copy_parents=True, alias=alias)
    if not alias:
        copy.save_revision().publish()
    return Page.objects.get(pk=copy.pk).specific


def make_comment(page: Page, body: str = "Terima kasih.", author: User | None = None, **fields: object) -> Comment:
    return services.write_comment(key=str(page.translation_key), body=body, author=author or MemberFactory(), **fields)


def make_visitor_comment(page: Page, body: str = "Salam dari Ambon.", **fields: object) -> Comment:
    return services.write_comment(
        key=str(page.translation_key),
        body=body,
        author=AnonymousUser(),
        name="Tamu",
        email="tamu@example.org",
        **fields,
    )
