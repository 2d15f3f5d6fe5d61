"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Categories, topics and posts."""

    name = "community.forums"
    label = "forums"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Tell viewers which categories are open to them, and the sitemap which rooms and topics there are."""
        from community.members.permissions import TOKEN_SOURCES
        from community.members.roles.acts import declare
        from home import sitemaps

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .permissions import category_tokens
        from .sitemaps import RoomSitemap, TopicSitemap

        declare("Forum", ACTS)
        TOKEN_SOURCES.append(category_tokens)
        sitemaps.register("forum", RoomSitemap)
        sitemaps.register("topics", TopicSitemap)
