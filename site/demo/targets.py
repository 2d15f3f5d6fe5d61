"""Finds what the content points to: `story:slug`, `event:slug`, `region:code`, `page:slug`, `topic:key`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from wagtail.models import Page

from home.models import EventPage, RegionPage, StandardPage, StoryPage

from .keys import key_of

if TYPE_CHECKING:
    from community.forums.models import Topic

MODELS: dict[str, type[Page]] = {"story": StoryPage, "event": EventPage, "page": StandardPage}


def find_page(target: str, language: str) -> Page:
    """Return the page of a target in a language; the content names pages by the slugs they had at first."""
    kind, _colon, key = target.partition(":")
    if kind == "region":
        return RegionPage.objects.get(region__code=key, locale__language_code=language)
    model = MODELS[kind]
    return model.objects.get(translation_key=key_of(model, key), locale__language_code=language)


def block_target(target: str, language: str, topics: dict[str, Topic]) -> dict[str, Any]:
    """Return the three fields by which a block tells where it leads, one of them filled."""
    kind, _colon, key = target.partition(":")
    if kind != "topic":
        return {"page": find_page(target, language).pk, "region": None, "path": ""}
    with override(language):
        return {"page": None, "region": None, "path": topics[key].get_absolute_url()}
