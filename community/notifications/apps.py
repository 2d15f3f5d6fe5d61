"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Telling people what happens."""

    name = "community.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Hear what forum, comments and moderators announce, tell it in time, and forget it in time."""
        from outbox.schedule import every

        from community.comments.signals import comment_published
        from community.forums.signals import (
            answer_accepted,
            participants_added,
            poll_closed,
            reply_published,
            topic_published,
        )
        from community.members.header import COUNTED
        from community.members.rights.retention import FURTHER_RULES
        from community.members.roles.acts import declare
        from community.moderation.signals import author_answered, reports_answered, text_hidden, text_shown
        from community.writing.signals import reacted

        from .acts import ACTS
        from .kinds import KINDS
        from .kinds.comments import COMMENT_EDITED, COMMENT_REACTED, COMMENTED
        from .kinds.forum import EDITED, REPLIED, STARTED
        from .kinds.moderation import DECIDED, HIDDEN, REPORT_DECIDED, RISEN, SHOWN_AGAIN
        from .kinds.private import CONVERSATION, INVITED, MESSAGE
        from .kinds.responses import ACCEPTED, BOOKMARKED, POLL_CLOSED, REACTED
        from .receivers import subscribe
        from .services.retention import forget_old
        from .services.unread import BELL, ELSEWHERE, unread_as_column, unread_elsewhere_as_column
        from .things import register
        from .things.cases import Cases, Reports
        from .things.comments import Comments
        from .things.levels import Levels
        from .things.posts import Posts

        register(Posts(), Comments(), Cases(), Reports(), Levels())
        declare("Notifications", ACTS)
        COUNTED[BELL] = unread_as_column
        COUNTED[ELSEWHERE] = unread_elsewhere_as_column
        subscribe(reply_published, REPLIED)
        subscribe(topic_published, STARTED)
        subscribe(reacted, REACTED)
        subscribe(answer_accepted, ACCEPTED)
        subscribe(poll_closed, POLL_CLOSED)
        subscribe(reply_published, MESSAGE)
        subscribe(topic_published, CONVERSATION)
        subscribe(participants_added, INVITED)
        subscribe(comment_published, COMMENTED)
        subscribe(reacted, COMMENT_REACTED)
        subscribe(text_hidden, HIDDEN)
        subscribe(text_shown, SHOWN_AGAIN)
        subscribe(author_answered, DECIDED)
        subscribe(reports_answered, REPORT_DECIDED)
        for kind in (EDITED, COMMENT_EDITED, BOOKMARKED, RISEN):  # whose receivers have more to say than that
            KINDS[kind.name] = kind
        FURTHER_RULES.append(forget_old)
        every(seconds=60, task="community.notifications.tasks.tell_pending")
        every(seconds=60, task="community.notifications.tasks.send_mails")
