"""The search in the editing room."""

from __future__ import annotations

from outbox.wagtail_hooks import ReadOnly
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin import SearchViewSetGroup
from .models import DocumentText, Refusal, SearchIndex

for watched in (DocumentText, Refusal, SearchIndex):
    register_permission_policy(watched, ReadOnly(watched))


@hooks.register("register_admin_viewset")
def register_search() -> SearchViewSetGroup:
    """Show the search."""
    return SearchViewSetGroup()
