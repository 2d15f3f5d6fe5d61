"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    """Turning what people write into safe pages, and reacting to it."""

    name = "community.writing"
    label = "writing"
    verbose_name = _("Writing")

    def ready(self) -> None:
        """Answer for members' data, and clear away what nobody needs any longer."""
        from outbox.schedule import every

        from community.members.audit.recording import record
        from community.members.roles.acts import declare
        from community.members.trust.rights import NEW_DAYS, RULES

        from . import kinds, receivers  # noqa: F401
        from .acts import ACTS
        from .drafts.services import DRAFTS
        from .mentions import receivers as mention_receivers  # noqa: F401
        from .open_sites.models import OpenSite
        from .ranked import LIMITS, new_days
        from .reactions import receivers as reaction_receivers  # noqa: F401

        declare("Texts", ACTS)
        record(OpenSite)
        kinds.register(DRAFTS)
        NEW_DAYS.append(new_days)
        RULES.update(LIMITS)
        every(seconds=3600, task="community.writing.tasks.forget_unused_uploads")
        every(seconds=86_400, task="community.writing.tasks.forget_drafts")
