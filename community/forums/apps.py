"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Categories, topics and posts."""

    name = "community.forums"
    label = "forums"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Tell viewers which categories are open to them; sitemap, news and all who ask, what is in the forum."""
        from outbox.schedule import every

        from community.members.accounts.duties import DUTIES
        from community.members.assistance.done import SOURCES
        from community.members.audit.recording import record
        from community.members.following.levels import READ_ALONG
        from community.members.following.news import NEWS_SOURCES
        from community.members.permissions import OWN_TOKEN_SOURCES, TOKEN_SOURCES
        from community.members.roles.acts import declare
        from community.members.trust.rights import RULES
        from community.writing import newcomers
        from community.writing.completing.people import TAKING_PART
        from community.writing.mentions.kinds import mentionable
        from community.writing.reactions.kinds import reactable
        from home import sitemaps

        from . import followed, receivers  # noqa: F401
        from .acts import ACTS
        from .behalf import CorrectionsForOthers, PostsForOthers
        from .duties import duties
        from .models import POST
        from .models.categories import moderated_category_rows
        from .models.site_settings import ForumSettings, newcomer_bounds
        from .news import SOURCE
        from .permissions import can_react, category_tokens
        from .services import acts_log, texts
        from .services.liked import points_of_reactions
        from .services.mentioning import MENTIONABLE, taking_part
        from .services.ranked import LIMITS
        from .services.reading import reactable_posts
        from .services.top import SCORE_SOURCES
        from .services.visits import moments
        from .sitemaps import CategorySitemap, TopicSitemap

        declare("Forum", ACTS)
        record(ForumSettings)
        texts.register()
        acts_log.name_fields()
        newcomers.SOURCES.append(newcomer_bounds)
        RULES.update(LIMITS)
        TOKEN_SOURCES.append(category_tokens)
        OWN_TOKEN_SOURCES.append(moderated_category_rows)
        READ_ALONG.append(moments)
        DUTIES.append(duties)
        SOURCES.extend([PostsForOthers(), CorrectionsForOthers()])
        NEWS_SOURCES.append(SOURCE)
        mentionable(MENTIONABLE)
        TAKING_PART["topic"] = taking_part
        followed.register()
        sitemaps.register("forum", CategorySitemap)
        sitemaps.register("topics", TopicSitemap)
        reactable(POST, visible_to=reactable_posts, may_react=can_react)
        SCORE_SOURCES.append(points_of_reactions)
        every(seconds=60, task="community.forums.tasks.remind")
        every(seconds=60, task="community.forums.tasks.close_polls")
        every(seconds=900, task="community.forums.tasks.count_top_of_day")
        every(seconds=3600, task="community.forums.tasks.count_top_of_month")
        every(seconds=86_400, task="community.forums.tasks.count_top_of_year")
        every(seconds=86_400, task="community.forums.tasks.delete_deserted")
