"""The history of the whole site: Wagtail's, but safe to open as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from .exporting import harmless


class SiteHistoryView(LogEntriesView):
    """Keeps a spreadsheet from taking a title, or what somebody calls themselves, for a formula."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("label", "user_display_name"):
            self.custom_field_preprocess[name] = {self.FORMAT_CSV: lambda cell: harmless(str(cell))}


# In front of Wagtail's own, which has no place to put another view in.
urlpatterns = [
    path("", require_admin_access(SiteHistoryView.as_view())),
    path("results/", require_admin_access(SiteHistoryView.as_view(results_only=True))),
]
