"""Comments in the templates of other apps: the discussion under a page, the counts on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.comments.kinds import is_commentable
from community.comments.models import Discussion
from community.comments.threads import thread_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.context import RequestContext
    from wagtail.models import Page

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def comments_for(context: RequestContext, page: Page) -> dict[str, Any]:
    """Show the discussion of a page and the link to the form; three queries, however many there are."""
    request = context["request"]
    if not is_commentable(page) or getattr(request, "is_preview", False):
        return {}
    key = str(page.translation_key)
    discussion = Discussion.objects.filter(key=key).first() or Discussion(key=key)
    if discussion.state == Discussion.State.CLOSED:
        return {}
    threads = thread_page(discussion, request.viewer, request.GET.get("komentar")) if discussion.pk else None
    return {"request": request, "discussion": discussion, "threads": threads}


@register.simple_tag
def with_comment_counts(pages: Iterable[Page]) -> str:
    """Give each page its `comment_count`, all with one query; writes nothing."""
    pages = list(pages)
    keys = [str(page.translation_key) for page in pages]
    counts = dict(Discussion.objects.filter(key__in=keys).values_list("key", "public_count")) if keys else {}
    for page, key in zip(pages, keys, strict=True):
        page.comment_count = counts.get(key, 0)
    return ""
