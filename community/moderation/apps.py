"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Keeping order over all that people write."""

    name = "community.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Look at what is about to be written, at what waits, and decide trust levels."""
        from outbox.schedule import every

        from community.comments.bounds import SOURCES as BOUNDS
        from community.members.accounts.duties import DUTIES
        from community.members.audit.recording import record
        from community.members.roles.acts import declare
        from community.members.standing.removed import SOURCES as REMOVED
        from community.members.trust.facts import SOURCES
        from community.members.trust.rights import RULES
        from community.writing.objections import OBJECTIONS, UNSETTLED

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .duties import duties
        from .kinds import register
        from .kinds.comments import CommentKind
        from .kinds.forum import PostKind, TopicKind
        from .kinds.organisations import OrganisationKind
        from .kinds.people import AccountKind, ProfileKind, StandingKind
        from .kinds.private import PrivateKind
        from .models import BlockedTerm, ModerationSettings, ReplyTemplate
        from .protection import receivers as protection  # noqa: F401
        from .services.objecting import objection_to, unsettled
        from .services.people import removed
        from .services.reports import agreed_against, usual_weight
        from .site_settings import visitor_bounds
        from .trust import receivers as trust  # noqa: F401
        from .trust.counting import COUNTING, FLAGGED

        register(TopicKind(), PostKind(), PrivateKind(), CommentKind(), OrganisationKind())
        register(ProfileKind(), AccountKind(), StandingKind())
        declare("Keeping order", ACTS)
        for model in (ModerationSettings, BlockedTerm, ReplyTemplate):
            record(model)
        DUTIES.append(duties)
        every(seconds=3600, task="community.moderation.tasks.mail_digests")
        every(seconds=600, task="community.moderation.tasks.finish_removals")
        every(seconds=3600, task="community.moderation.tasks.forget_traces")
        RULES["reports"] = usual_weight
        SOURCES.append(COUNTING)
        REMOVED.append(removed)
        BOUNDS.append(visitor_bounds)
        FLAGGED.append(agreed_against)
        OBJECTIONS.append(objection_to)
        UNSETTLED.append(unsettled)
        every(seconds=86_400, task="community.moderation.tasks.recompute_trust")
