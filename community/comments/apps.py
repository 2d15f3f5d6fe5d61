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
        from community.writing.completing.people import TAKING_PART
        from community.writing.mentions.kinds import mentionable
        from home.models import EventPage, RegionPage, StoryPage

        from . import receivers  # noqa: F401
        from .acts import ACTS, VISITORS
        from .behalf import CommentsForOthers
        from .duties import duties
        from .kinds import commentable
        from .models import Comment
        from .permissions import ModeratorPolicy
        from .services.mentioning import MENTIONABLE, taking_part

        SOURCES.append(CommentsForOthers())
        DUTIES.append(duties)
        mentionable(MENTIONABLE)
        TAKING_PART["discussion"] = taking_part
        declare("Comments", ACTS)
        declare("Data of visitors", VISITORS)
        commentable(StoryPage)
        commentable(EventPage)
        commentable(RegionPage)
        register_permission_policy(Comment, ModeratorPolicy(Comment))
        every(seconds=86_400, task="community.comments.tasks.forget_unconfirmed")


class XtdConfig(CommentsXtdConfig):
    """django-comments-xtd, without its receiver: on every save it republishes replies that were moderated."""

    default = False

    def ready(self) -> None:
        """Connect nothing; our services write the states."""
