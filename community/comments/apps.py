"""The app's configuration, and django-comments-xtd's without its receiver."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Comments under pages."""

    default = True
    name = "community.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        """Say which pages can be discussed, and clean up once a day."""
        from outbox.schedule import every
        from wagtail.permissions import register_permission_policy

        from community.members.accounts.duties import DUTIES
        from community.members.assistance.done import SOURCES
        from community.members.roles.acts import declare
        from community.members.trust.rights import RULES
        from community.writing.completing.people import TAKING_PART
        from community.writing.kinds import register as register_text
        from community.writing.mentions.kinds import mentionable
        from community.writing.reactions.kinds import reactable
        from home.models import EventPage, RegionPage, StoryPage

        from . import receivers  # noqa: F401
        from .acts import ACTS, VISITORS
        from .behalf import CommentsForOthers
        from .duties import duties
        from .kinds.organisations import ORGANISATION
        from .kinds.pages import PAGES
        from .kinds.things import THINGS
        from .models import COMMENT, Comment
        from .permissions import ModeratorPolicy
        from .services import following
        from .services.checking import most_unchecked
        from .services.mentioning import MENTIONABLE, taking_part
        from .services.texts import TEXTS, may_react, reactable_comments

        SOURCES.append(CommentsForOthers())
        DUTIES.append(duties)
        RULES["comments"] = most_unchecked
        mentionable(MENTIONABLE)
        TAKING_PART["discussion"] = taking_part
        declare("Comments", ACTS)
        declare("Data of visitors", VISITORS)
        PAGES.add("story", _("Stories"), StoryPage)
        PAGES.add("event", _("Events"), EventPage)
        PAGES.add("region", _("Regions"), RegionPage)
        THINGS.add(ORGANISATION)
        register_text(TEXTS)
        reactable(COMMENT, visible_to=reactable_comments, may_react=may_react)
        register_permission_policy(Comment, ModeratorPolicy(Comment))
        following.register()
        every(seconds=60, task="community.comments.tasks.tell_followers")
        every(seconds=86_400, task="community.comments.tasks.forget_unconfirmed")


class XtdConfig(CommentsXtdConfig):
    """django-comments-xtd, without its receiver: on every save it republishes replies that were moderated."""

    default = False

    def ready(self) -> None:
        """Connect nothing; our services write the states."""
