"""The report of what visitors look for, with a way from each text to a synonym or a promoted result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from .. import insight
from ..models import SynonymGroup
from .chart import chart_of

PERIODS = {30: _("30 days"), 90: _("90 days"), 365: _("A year")}


class InsightView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Searches per week, and the texts that are asked most, find nothing, or lead nowhere."""

    model = SynonymGroup
    permission_required = "change"
    template_name = "search/admin/insight.html"
    page_title = _("What visitors look for")
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page behind the start of the editing room."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the counts of the chosen days."""
        asked = self.request.GET.get("days", "")
        days = next((each for each in PERIODS if str(each) == asked), min(PERIODS))
        weeks = insight.per_week(weeks=-(-days // 7))
        lists = (
            ("most_asked", _("Looked for most"), insight.most_asked(days=days)),
            ("without_result", _("Found nothing"), insight.without_result(days=days)),
            ("without_click", _("Found something that nobody opened"), insight.without_click(days=days)),
        )
        return super().get_context_data(
            **kwargs,
            periods=[(each, label, each == days) for each, label in PERIODS.items()],
            weeks=weeks,
            chart=chart_of(weeks),
            lists=lists,
            synonym_url=reverse("search_synonyms:add"),
            promotion_url=reverse("search_promotions:add"),
        )


class InsightViewSet(ViewSet):
    """The report and its line in the menu, for those who may change synonyms."""

    name = "search_insight"
    url_prefix = "search/insight"
    icon = "view"
    menu_label = _("What visitors look for")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give the report its address."""
        return [path("", self.construct_view(InsightView), name="index")]

    @cached_property
    def menu_item_class(self) -> Any:
        """Show the line only to those who may open it."""
        line = super().menu_item_class

        class ForEditors(line):  # type: ignore[misc, valid-type]
            def is_shown(self, request: HttpRequest) -> bool:
                policy = policy_registry.get_by_type(SynonymGroup)
                return bool(policy.user_has_permission(request.user, InsightView.permission_required))

        return ForEditors
