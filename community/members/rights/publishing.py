"""What a member published or worked on in the editing room. The site goes on with it; `answers.EXEMPT` says why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import F
from wagtail.models import ModelLogEntry, PageLogEntry

from home.models import CustomDocument, CustomImage, StoryAuthor

from .answers import Part

if TYPE_CHECKING:
    from ..models import User


def parts_of(user: User) -> Iterator[Part]:
    """Yield the stories that name a member, the titles of their pictures and documents, and their acts."""
    stories = StoryAuthor.objects.filter(user=user).values(title=F("page__title"), path=F("page__url_path"))
    yield Part("stories", stories.iterator())
    for name, model in (("pictures", CustomImage), ("documents", CustomDocument)):
        yield Part(name, model.objects.filter(uploaded_by_user=user).values("title", "created_at").iterator())
    for name, entries in (("acts_on_pages", PageLogEntry), ("acts", ModelLogEntry)):
        yield Part(name, entries.objects.filter(user=user).order_by("pk").values("action", "timestamp").iterator())
