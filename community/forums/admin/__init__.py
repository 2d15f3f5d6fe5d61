"""The forum in the editing room."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .acts import ActsViewSet
from .categories import CategoryViewSet
from .moderation import PostViewSet, TopicViewSet
from .polls import PollViewSet


class ForumViewSetGroup(ModelViewSetGroup):
    """Its entry in the menu."""

    items = (CategoryViewSet, TopicViewSet, PostViewSet, PollViewSet, ActsViewSet)
    menu_label = _("Forum")
    menu_icon = "group"
    menu_order = 410
