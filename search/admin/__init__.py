"""The search in the editing room: what it was taught, what visitors look for, and what Elasticsearch holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .documents import UnreadViewSet
from .indexes import RefusalViewSet, SearchIndexViewSet
from .insight import InsightViewSet
from .promotions import PromotionViewSet
from .words import ProtectedWordViewSet, SynonymViewSet


class SearchViewSetGroup(ViewSetGroup):
    """Its entry in the menu; each line shows to those who may use it."""

    items = (
        *(InsightViewSet, SynonymViewSet, PromotionViewSet, ProtectedWordViewSet),
        *(UnreadViewSet, RefusalViewSet, SearchIndexViewSet),
    )
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 910
