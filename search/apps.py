"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One index over everything public or permitted."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Make every kind searchable, follow their changes, and look nightly for what went by unnoticed."""
        from outbox.schedule import every

        from community.members.roles.acts import declare
        from community.writing.completing import sources as completing

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .completing import regions_and_topics
        from .sources import register
        from .sources.documents import DocumentSource
        from .sources.organisations import OrganisationSource
        from .sources.pages import EventSource, RegionSource, StandardPageSource, StorySource
        from .sources.talk import CommentSource, MemberSource, PostSource, TopicSource

        declare("Search", ACTS)
        completing.SOURCES["#"].append(regions_and_topics)
        register(TopicSource())
        register(StorySource())
        register(EventSource())
        register(MemberSource())
        register(OrganisationSource())
        register(RegionSource())
        register(DocumentSource())
        register(PostSource())
        register(CommentSource())
        register(StandardPageSource())
        every(seconds=30, task="search.tasks.deliver")
        every(seconds=86_400, task="search.tasks.reconcile")
        every(seconds=86_400, task="search.tasks.forget_old_searches")
        every(seconds=3600, task="search.tasks.send_alerts")
