"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Keeping order over all that people write."""

    name = "community.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Look at what is about to be written."""
        from outbox.schedule import every

        from community.members.roles.acts import declare

        from . import receivers  # noqa: F401
        from .acts import ACTS
        from .protection import receivers as protection  # noqa: F401

        declare("Keeping order", ACTS)
        every(seconds=3600, task="community.moderation.tasks.forget_traces")
