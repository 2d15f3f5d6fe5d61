"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Keeping order over all that people write."""

    name = "community.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Look at what is about to be written, and decide trust levels."""
        from outbox.schedule import every

        from community.members.roles.acts import declare
        from community.members.trust.facts import SOURCES

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .trust import receivers as trust  # noqa: F401
        from .trust.counting import COUNTING

        declare("Keeping order", ACTS)
        SOURCES.append(COUNTING)
        every(seconds=86_400, task="community.moderation.tasks.recompute_trust")
