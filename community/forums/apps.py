"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Categories, topics and posts."""

    name = "community.forums"
    label = "forums"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Tell viewers which categories are open to them; sitemap, news and the assisted, what is in the forum."""
        from community.members.accounts.duties import DUTIES
        from community.members.assistance.done import SOURCES
        from community.members.following.news import NEWS_SOURCES
        from community.members.permissions import TOKEN_SOURCES
        from community.members.roles.acts import declare
        from home import sitemaps

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .behalf import CorrectionsForOthers, PostsForOthers
        from .duties import duties
        from .news import SOURCE
        from .permissions import category_tokens
        from .sitemaps import RoomSitemap, TopicSitemap

        declare("Forum", ACTS)
        TOKEN_SOURCES.append(category_tokens)
        DUTIES.append(duties)
        SOURCES.extend([PostsForOthers(), CorrectionsForOthers()])
        NEWS_SOURCES.append(SOURCE)
        sitemaps.register("forum", RoomSitemap)
        sitemaps.register("topics", TopicSitemap)
